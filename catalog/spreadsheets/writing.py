"""Writing spreadsheets that no program takes for formulas, and that Excel opens in Thai."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# Without this mark Excel reads a CSV file in the old Thai encoding and shows rubbish.
BYTE_ORDER_MARK = "\ufeff"
_GUARD = "'"
_FORMULA_STARTS = frozenset("=+-@")
# Control characters that the XLSX format cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _would_calculate(text: str) -> bool:
    """Whether a program could take this text for a formula."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    # Normalising finds the full-width and small variants, which Excel treats alike.
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return first[:1] in _FORMULA_STARTS if first else False


def safe_cell(value: Any) -> Any:
    """Return what may stand in a cell: numbers and dates as they are, text never a formula."""
    if value is None:
        return ""
    if isinstance(value, (bool, int, float, dt.date, dt.datetime, dt.time)):
        return value
    text = _ILLEGAL.sub("", str(value))
    return _GUARD + text if _would_calculate(text) else text


def without_guard(text: str) -> str:
    """Take off the mark that `safe_cell` set, so that an exported file can come back."""
    bare = text[1:]
    return bare if text.startswith(_GUARD) and _would_calculate(bare) else text


def csv_bytes(rows: Iterable[Iterable[Any]]) -> bytes:
    """Write rows as CSV that Excel opens in Thai."""
    output = io.StringIO(newline="")
    output.write(BYTE_ORDER_MARK)
    csv.writer(output).writerows([safe_cell(value) for value in row] for row in rows)
    return output.getvalue().encode()


def xlsx_bytes(rows: Iterable[Iterable[Any]], *, title: str = "Sheet1", width: int = 24) -> bytes:
    """Write rows as a workbook whose cells are text, so that codes keep their leading zeros."""
    from openpyxl import Workbook  # heavy: only when a workbook is asked for
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = re.sub(r"[\\*?:/\[\]]", " ", title)[:31]
    for row in rows:
        sheet.append([safe_cell(value) for value in row])
    for place in range(1, sheet.max_column + 1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width = width
        column.number_format = "@"
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.number_format = "@"
    sheet.freeze_panes = "A2"
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _local(value: dt.datetime) -> dt.datetime:
    """The office's wall clock, without the zone that spreadsheets cannot hold."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.replace(tzinfo=None, microsecond=0)


class SafeSpreadsheetMixin(SpreadsheetExportMixin):
    """Mix in front of a list or report view: its CSV and XLSX exports hold no formula."""

    custom_value_preprocess = {
        dt.datetime: {
            SpreadsheetExportMixin.FORMAT_XLSX: _local,
            SpreadsheetExportMixin.FORMAT_CSV: _local,
        },
        **{
            kind: formats
            for kind, formats in SpreadsheetExportMixin.custom_value_preprocess.items()
            if kind is not dt.datetime
        },
    }

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Guard every value, whatever the view did to it before."""
        if isinstance(value, Promise):
            value = str(value)
        return safe_cell(super().preprocess_field_value(field, value, export_format))

    def get_heading(self, queryset: QuerySet[Any], field: str) -> str:
        """Guard the headings too: some come from words that staff can edit."""
        return str(safe_cell(super().get_heading(queryset, field)))

    def stream_csv(self, queryset: QuerySet[Any]) -> Iterator[bytes]:
        """Begin with the mark that tells Excel the encoding."""
        yield BYTE_ORDER_MARK.encode()
        yield from super().stream_csv(queryset)

    def write_csv_response(self, queryset: QuerySet[Any]) -> StreamingHttpResponse:
        """Name the encoding, and let the file have a Thai name."""
        response = StreamingHttpResponse(
            self.stream_csv(queryset), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = content_disposition_header(
            True, f"{self.get_filename()}.csv"
        )
        return response
