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

An import in the admin (upload, dry run, decision) is described once, as an `Import` of
`catalog.spreadsheets.import_views`; what it would do is told in the words of `reports`.
"""

from __future__ import annotations

from .errors import SpreadsheetError
from .reading import DEFAULT_LIMITS, Limits, read_table
from .reports import (
    Change,
    ChangedMeanwhile,
    Fault,
    FaultsLeft,
    FieldFault,
    Line,
    NotSaved,
    Removal,
    Report,
    agreed,
    near,
)
from .tables import Column, Row, Table
from .writing import SafeSpreadsheetMixin, csv_bytes, safe_cell, xlsx_bytes

__all__ = [
    "DEFAULT_LIMITS",
    "Change",
    "ChangedMeanwhile",
    "Column",
    "Fault",
    "FaultsLeft",
    "FieldFault",
    "Limits",
    "Line",
    "NotSaved",
    "Removal",
    "Report",
    "Row",
    "SafeSpreadsheetMixin",
    "SpreadsheetError",
    "Table",
    "agreed",
    "csv_bytes",
    "near",
    "read_table",
    "safe_cell",
    "xlsx_bytes",
]
