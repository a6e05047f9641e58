"""Files as people really send them, and exports that cannot harm who opens them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from contextlib import suppress
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.views.generic import IndexView

from catalog.spreadsheets import (
    Column,
    Limits,
    SafeSpreadsheetMixin,
    SpreadsheetError,
    csv_bytes,
    read_table,
    safe_cell,
    xlsx_bytes,
)

COLUMNS = (
    Column("code", gettext_lazy("Ministry code (10 digits)"), aliases=("รหัสกระทรวง",)),
    Column("name_th", gettext_lazy("Thai name"), aliases=("ชื่อโรงเรียน",)),
    Column("pupils", "จำนวนนักเรียน", required=False),
)
HEADER = "code,name_th,pupils\n"


def _file(data: bytes, name: str = "schools.csv") -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def _read(data: bytes | str, name: str = "schools.csv", **kwargs: Any) -> Any:
    raw = data.encode() if isinstance(data, str) else data
    return read_table(_file(raw, name), COLUMNS, **kwargs)


def _workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _refusal(data: bytes | str, name: str = "schools.csv", **kwargs: Any) -> str:
    with pytest.raises(SpreadsheetError) as refused:
        _read(data, name, **kwargs)
    message = str(refused.value)
    assert name in message, message
    return message


# --- what can be read -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "code,name_th,pupils\n0001,บ้านดอน,12\n",
        "\ufeffcode,name_th,pupils\r\n0001,บ้านดอน,12\r\n",
        "code;name_th;pupils\n0001;บ้านดอน;12\n",
        "code\tname_th\tpupils\n0001\tบ้านดอน\t12\n",
        "pupils, NAME TH , Code \n12,บ้านดอน, 0001 \n",
        "รหัสกระทรวง,ชื่อโรงเรียน,จำนวน นักเรียน\n0001,บ้านดอน,12\n",
        '"code","name_th","pupils"\n"0001","บ้านดอน","12"\n\n,,\n',
    ],
)
def test_csv_in_its_usual_forms(text: str) -> None:
    table = _read(text)
    assert [row.values for row in table.rows] == [
        {"code": "0001", "name_th": "บ้านดอน", "pupils": "12"}
    ]
    assert table.rows[0].number == 2


def test_headings_of_both_site_languages_are_known() -> None:
    for language in ("th", "en"):
        with override(language):
            heading = ",".join(str(column.label) for column in COLUMNS)
        assert _read(f"{heading}\n1,ก,2\n").keys == ("code", "name_th", "pupils")


def test_rows_keep_the_number_they_have_in_the_sheet() -> None:
    table = _read("\n" + HEADER + '1,"ก\nข",\n,,\n2,ค,\n')
    assert [row.number for row in table.rows] == [3, 5]
    book = _workbook([["code", "name_th"], [1, "ก"], [None, None], [2, "ข"]])
    assert [row.number for row in _read(book).rows] == [2, 4]


def test_xlsx_cells_become_text() -> None:
    rows = [
        ["code", "name_th", "pupils"],
        [1049730254, " บ้านดอน ", 120.0],
        ["0001", dt.datetime(2026, 5, 16), 1.5],  # noqa: DTZ001  a cell has no zone
        [True, "=1+1", None],
    ]
    values = [tuple(row.values.values()) for row in _read(_workbook(rows), "s.xlsx").rows]
    assert values[0] == ("1049730254", "บ้านดอน", "120")
    assert values[1] == ("0001", "2026-05-16", "1.5")
    # A formula without a stored result is an empty cell, never its own text.
    assert values[2] == ("TRUE", "", "")


def test_the_content_decides_not_the_name() -> None:
    book = _workbook([["code", "name_th"], ["1", "ก"]])
    assert len(_read(book, "really-a-workbook.csv").rows) == 1
    assert len(_read(HEADER + "1,ก,\n", "really-text.xlsx").rows) == 1


# --- what is refused, and how -----------------------------------------------------------


def test_old_excel_renamed_is_named_with_the_remedy() -> None:
    message = _refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "โรงเรียน.xlsx")
    assert ".xls" in message
    assert "Excel Workbook (.xlsx)" in message


def test_thai_windows_encoding_is_refused_and_not_guessed() -> None:
    message = _refusal((HEADER + "1,โรงเรียนบ้านดอน,3\n").encode("cp874"))
    assert "CP874" in message
    assert "CSV UTF-8" in message
    assert "CP874" not in _refusal((HEADER + "1,été,3\n").encode("latin-1") + b"\x80\x81\xff")


@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_empty_file(data: bytes) -> None:
    assert "ว่าง" in _refusal(data)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 abc",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"<html><table><tr><td>code</td></tr></table>",
        "code,name_th".encode("utf-16"),
        b"PK\x03\x04 not really a zip",
        b'code,name_th\n"1,2\n',
    ],
)
def test_other_formats_are_refused(data: bytes) -> None:
    assert _refusal(data, "x.xlsx")


def _archive(entries: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return output.getvalue()


def test_archives_that_are_no_workbook_or_a_bomb() -> None:
    assert "Excel" in _refusal(_archive({"word/document.xml": b"<x/>"}), "a.xlsx")
    assert "Excel" in _refusal(_archive({"xl/workbook.xml": b"<x/>"}), "a.xlsx")
    bomb = _archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": bytes(40_000_000)})
    assert len(bomb) < 100_000
    assert "คลาย" in _refusal(bomb, "a.xlsx")


def test_entities_in_a_workbook_are_not_expanded() -> None:
    assert openpyxl.DEFUSEDXML
    good = zipfile.ZipFile(io.BytesIO(_workbook([["code", "name_th"], ["1", "ก"]])))
    entries = {name: good.read(name) for name in good.namelist()}
    sheet = entries["xl/worksheets/sheet1.xml"]
    entries["xl/worksheets/sheet1.xml"] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet
    assert "Excel" in _refusal(_archive(entries), "a.xlsx")


def test_limits() -> None:
    assert "ใหญ่" in _refusal(HEADER + "1,ก,2\n" * 50, limits=Limits(size=100))
    small = {"rows": 2, "columns": 3, "cells": 100}
    assert len(_read(HEADER + "1,ก,2\n" * 2, limits=Limits(**small)).rows) == 2
    assert "2" in _refusal(HEADER + "1,ก,2\n" * 3, limits=Limits(**small))
    assert _refusal(HEADER + "1,ก,2\n" * 3, limits=Limits(cells=8))
    wide = [["code", "name_th", *[""] * 200, "far"], ["1", "ก"]]
    assert "มากเกินไป" in _refusal(_workbook(wide), "wide.xlsx")


def test_headings_missing_unknown_and_twice() -> None:
    assert "รหัสทั้งหมด" in _refusal("รหัสทั้งหมด,name_th\n1,ก\n")
    assert "หมายเหตุ" in _refusal("code,name_th,หมายเหตุ\n1,ก,ข\n")
    assert "ซ้ำ" in _refusal("code,name_th,ชื่อโรงเรียน\n1,ก,ข\n")
    assert _refusal("โรงเรียนทั้งหมด\n")
    assert "แถวข้อมูล" in _refusal(HEADER)


def test_a_value_without_a_heading_names_its_cell() -> None:
    message = _refusal(HEADER + "1,ก,2,เกิน\n")
    assert "D" in message
    assert "2" in message


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(SpreadsheetError):
        _read(data)


# --- writing ----------------------------------------------------------------------------


# The last five begin with full-width or small variants of the signs.
_FORMULAS = ["=1+1", "+66", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"]
_FORMULAS += [f"{chr(code)}1" for code in (0xFF1D, 0xFF0B, 0xFF0D, 0xFF20, 0xFE66)]


@pytest.mark.parametrize("text", _FORMULAS)
def test_formulas_are_guarded(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("value", [0, -3, 1.5, True, dt.date(2026, 5, 16), "โรงเรียน", "ป.4", ""])
def test_numbers_dates_and_words_stay(value: Any) -> None:
    assert safe_cell(value) == value


def test_control_characters_leave() -> None:
    assert safe_cell("ก\x00\x0bข") == "กข"
    assert safe_cell(None) == ""


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_no_text_is_ever_a_formula(text: str) -> None:
    written = xlsx_bytes([[text]])
    cell = openpyxl.load_workbook(io.BytesIO(written)).active["A1"]
    assert cell.data_type != "f"
    assert not str(cell.value or "").startswith(tuple("=+-@"))


def test_what_is_written_can_be_read_again() -> None:
    rows = [["code", "name_th"], ["0001", "=บ้าน"], ["-", "ดอน"]]
    for data in (csv_bytes(rows), xlsx_bytes(rows)):
        values = [list(row.values.values()) for row in _read(data).rows]
        assert values == [["0001", "=บ้าน"], ["-", "ดอน"]]


def test_csv_opens_in_thai() -> None:
    assert csv_bytes([["ก"]]).startswith(b"\xef\xbb\xbf")


class _GroupIndex(SafeSpreadsheetMixin, IndexView):
    model = Group
    list_export = ["name", "pk"]
    export_headings = {"name": "=ชื่อ"}

    def get_filename(self) -> str:
        return "โรงเรียน"


@pytest.mark.django_db
def test_exports_of_a_list_view_are_guarded(superuser: Any) -> None:
    group = Group.objects.create(name='=HYPERLINK("https://example.org")')
    view = _GroupIndex()
    request = RequestFactory().get("/", {"export": "csv"})
    request.user = superuser
    view.setup(request)
    groups = Group.objects.filter(pk=group.pk)

    response = view.as_spreadsheet(groups, "csv")
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    assert "%E0%B9%82" in response["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0][0] == "'=ชื่อ"
    assert rows[1] == ["'" + group.name, str(group.pk)]

    book = b"".join(view.as_spreadsheet(groups, "xlsx").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet["A1"].value == "'=ชื่อ"
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("'" + group.name, "s")
    assert sheet["B2"].value == group.pk
