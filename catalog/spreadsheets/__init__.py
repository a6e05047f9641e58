"""The one place where spreadsheets are exchanged with people.

Reading judges a file by its content and explains every refusal; writing never hands out a
formula. An upload is read with `read_table`; a list or report view of Wagtail's admin exports
safely by mixing `SafeSpreadsheetMixin` in front of its own class:

    from wagtail.snippets.views.snippets import IndexView      # for a SnippetViewSet
    from wagtail.admin.views.generic import IndexView          # for a ModelViewSet

    class ResourceIndexView(SafeSpreadsheetMixin, IndexView): ...

    class ResourceViewSet(SnippetViewSet):
        index_view_class = ResourceIndexView
        list_export = ["name_th", "url"]
"""

from __future__ import annotations

from .errors import SpreadsheetError
from .reading import DEFAULT_LIMITS, Limits, read_table
from .tables import Column, Row, Table
from .writing import SafeSpreadsheetMixin, csv_bytes, safe_cell, xlsx_bytes

__all__ = [
    "DEFAULT_LIMITS",
    "Column",
    "Limits",
    "Row",
    "SafeSpreadsheetMixin",
    "SpreadsheetError",
    "Table",
    "csv_bytes",
    "read_table",
    "safe_cell",
    "xlsx_bytes",
]
