"""Reading an uploaded CSV or XLSX file, judged by what it is and not by what it is called."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from .errors import SpreadsheetError
from .tables import Column, Table, to_table
from .writing import without_guard

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MAX_ZIP_ENTRIES = 500
_LAST_EXCEL_ROW = 1_048_576
_MAX_VISITED_CELLS = 5_000_000


@dataclass(frozen=True)
class Limits:
    """How large a file may be before it is refused unread."""

    size: int = 5 * 1024 * 1024
    unpacked_size: int = 30 * 1024 * 1024
    rows: int = 5_000
    columns: int = 100
    cells: int = 200_000


DEFAULT_LIMITS = Limits()


def read_table(
    file: IO[bytes],
    columns: Sequence[Column],
    *,
    name: str = "",
    limits: Limits = DEFAULT_LIMITS,
) -> Table:
    """Read the rows of an uploaded file under the given columns, every cell as text.

    Raises:
        SpreadsheetError: when the file as a whole cannot be used; the message says why.
    """
    name = name or PurePath(str(getattr(file, "name", "") or _("the uploaded file"))).name
    data = file.read(limits.size + 1)
    if len(data) > limits.size:
        message = _("The file “%(file)s” is too large: %(size)s at most. Split it into parts.")
        raise SpreadsheetError(message % {"file": name, "size": filesizeformat(limits.size)})
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise SpreadsheetError(_("The file “%(file)s” is empty.") % {"file": name})
    read = _xlsx_rows if data.startswith(b"PK\x03\x04") else _csv_rows
    return to_table(name, _within(limits, name, read(name, data, limits)), columns)


def _within(
    limits: Limits, name: str, rows: Iterator[list[str]]
) -> Iterator[tuple[int, list[str]]]:
    """Number the rows as the sheet does, leave out empty ones and stop at the limits."""
    kept = cells = 0
    for number, row in enumerate(rows, start=1):
        while row and not row[-1]:
            row.pop()
        if not row:
            continue
        kept += 1
        cells += len(row)
        # One row more than allowed: the first holds the headings.
        if kept > limits.rows + 1 or cells > limits.cells or len(row) > limits.columns:
            raise SpreadsheetError(_too_much(name, limits))
        yield number, row


def _too_much(name: str, limits: Limits) -> str:
    facts = {"rows": limits.rows, "columns": limits.columns, "cells": limits.cells}
    return _(
        "The file “%(file)s” holds too much: at most %(rows)s rows, %(columns)s columns "
        "and %(cells)s cells. Split it into parts."
    ) % {"file": name, **facts}


# --- CSV --------------------------------------------------------------------------------


def _csv_rows(name: str, data: bytes, limits: Limits) -> Iterator[list[str]]:
    text = _decoded(name, data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in reader:
            yield [_as_text(cell) for cell in row]
    except csv.Error as error:
        message = _(
            "The file “%(file)s” is not a proper CSV file near line %(line)s, perhaps because of a "
            "quotation mark that is not closed. Save it again as “CSV UTF-8”."
        )
        raise SpreadsheetError(message % {"file": name, "line": reader.line_num}) from error


def _decoded(name: str, data: bytes) -> str:
    _refuse_other_formats(name, data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _looks_like_cp874(data):
            message = _(
                "The file “%(file)s” is written in the old Thai encoding (CP874, TIS-620), so its "
                "letters could be read wrongly. Open it in Excel, choose “Save as”, "
                "“CSV UTF-8 (Comma delimited)”, and upload that file."
            )
        else:
            message = _(
                "The file “%(file)s” is neither an Excel workbook (.xlsx) nor a CSV file in UTF-8. "
                "Open it in Excel, choose “Save as”, “CSV UTF-8 (Comma delimited)”, and upload "
                "that file."
            )
        raise SpreadsheetError(message % {"file": name}) from error


def _refuse_other_formats(name: str, data: bytes) -> None:
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    message = ""
    if data.startswith(_OLD_EXCEL):
        message = _(
            "The file “%(file)s” is an old Excel workbook (.xls) or is locked by a password, "
            "whatever its name says. Open it in Excel, choose “Save as”, “Excel Workbook (.xlsx)” "
            "without a password, and upload that file."
        )
    elif start.startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        message = _(
            "The file “%(file)s” is a web page or XML that is named like a spreadsheet. Open it in "
            "Excel, choose “Save as”, “Excel Workbook (.xlsx)”, and upload that file."
        )
    elif data.startswith(_UTF16_MARKS):
        message = _(
            "The file “%(file)s” is Unicode text (UTF-16). Open it in Excel, choose “Save as”, "
            "“CSV UTF-8 (Comma delimited)”, and upload that file."
        )
    elif b"\x00" in data or start.startswith(b"%pdf"):
        message = _(
            "The file “%(file)s” is not a spreadsheet. Upload an Excel workbook (.xlsx) or a CSV "
            "file in UTF-8."
        )
    if message:
        raise SpreadsheetError(message % {"file": name})


def _looks_like_cp874(data: bytes) -> bool:
    high = [byte for byte in data if byte >= 0x80]
    thai = sum(0xA1 <= byte <= 0xFB for byte in high)
    return thai > 0.9 * len(high)


def _delimiter(text: str) -> str:
    """The mark that cuts the first filled line into most cells; a comma where it is a draw."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=lambda mark: len(next(csv.reader([line], delimiter=mark))))


# --- XLSX -------------------------------------------------------------------------------


def _xlsx_rows(name: str, data: bytes, limits: Limits) -> Iterator[list[str]]:
    _check_archive(name, data, limits)
    from openpyxl import load_workbook  # heavy: only when a workbook arrives

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = next(each for each in book.worksheets if each.sheet_state == "visible")
        # Some programs write a wrong extent; with it rows would be lost.
        sheet.reset_dimensions()
        visited = 0
        for row in sheet.iter_rows(max_row=_LAST_EXCEL_ROW, values_only=True):
            # A short file can name one far cell in each of very many rows.
            visited += len(row)
            if visited > _MAX_VISITED_CELLS:
                raise SpreadsheetError(_too_much(name, limits))
            yield [] if row.count(None) == len(row) else [_as_text(value) for value in row]
    except SpreadsheetError:
        raise
    except Exception as error:  # whatever a damaged or hostile workbook makes the parser do
        raise SpreadsheetError(_damaged(name)) from error


def _damaged(name: str) -> str:
    return _(
        "The file “%(file)s” is damaged or is not an Excel workbook (.xlsx). Open it in Excel, "
        "choose “Save as”, “Excel Workbook (.xlsx)”, and upload that file."
    ) % {"file": name}


def _check_archive(name: str, data: bytes, limits: Limits) -> None:
    """Refuse what would unpack to a bomb, or is another kind of archive, before opening it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SpreadsheetError(_damaged(name)) from error
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise SpreadsheetError(_damaged(name))
    # `zipfile` never unpacks more of an entry than its declared size, so the sum binds.
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MAX_ZIP_ENTRIES or unpacked > limits.unpacked_size:
        message = _(
            "The file “%(file)s” would unpack to more than %(size)s. Copy only the rows into a "
            "new workbook and upload that."
        )
        size = filesizeformat(limits.unpacked_size)
        raise SpreadsheetError(message % {"file": name, "size": size})


def _as_text(value: Any) -> str:
    """A cell as somebody would read it: no “.0” after whole numbers, dates by year first."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    return without_guard(str(value).replace("\xa0", " ").strip())
