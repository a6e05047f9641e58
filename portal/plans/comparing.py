"""Rows within rows, where Wagtail compares two versions.

Wagtail's comparison shows the rows of an inline panel but leaves the place of an inline panel
inside it empty: the targets of each year would change unseen.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin import compare
from wagtail.admin.panels import InlinePanel


class NestedRelationComparison(compare.ChildRelationComparison):
    """The rows of a row, written out like a field."""

    def htmldiff(self) -> SafeString:
        """Every row on a line of its own, with what was added and deleted marked."""
        rows = ((_mark(each), _fields(each)) for each in self.get_child_comparisons())
        return format_html_join("", '<div class="comparison__child-object {}">{}</div>', rows)


def _mark(row: compare.ChildObjectComparison) -> str:
    if row.is_addition():
        return "addition"
    return "deletion" if row.is_deletion() else ""


def _fields(row: compare.ChildObjectComparison) -> SafeString:
    fields = ((each.field_label(), each.htmldiff()) for each in row.get_field_comparisons())
    return format_html_join(" · ", "{} {}", fields) or format_html("")


class NestedInlinePanel(InlinePanel):
    """An inline panel inside another one."""

    class BoundPanel(InlinePanel.BoundPanel):
        """The panel with its rows."""

        def get_comparison(self) -> list[Any]:
            """Wagtail's own comparison, in the form that can stand inside a row."""
            return [
                partial(NestedRelationComparison, *each.args, **each.keywords)
                for each in super().get_comparison()
            ]
