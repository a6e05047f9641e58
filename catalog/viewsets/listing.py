"""Lists of the admin: their columns, and a number of queries that does not grow with the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.coreutils import multigetattr
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views.snippets import IndexView, InspectView

from catalog.spreadsheets import SafeSpreadsheetMixin
from catalog.templatetags.catalog_tags import grade_span


def with_status(entries: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate what the status column needs, where Wagtail would ask row by row."""
    same_object = {
        "base_content_type": ContentType.objects.get_for_model(entries.model),
        "object_id": Cast(OuterRef("pk"), CharField()),
    }
    in_review = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, **same_object)
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False, **same_object)
    return entries.annotate(in_review=Exists(in_review), is_scheduled=Exists(scheduled))


def publication_status(entry: Any) -> Any:
    """One short word for what the public sees and what waits."""
    waiting = [
        (entry.is_scheduled, _("Published, new version scheduled"), _("Scheduled")),
        (entry.in_review, _("Published, changes wait for approval"), _("Waiting for approval")),
        (entry.live and entry.has_unpublished_changes, _("Published, with changes"), ""),
    ]
    for is_so, when_live, when_not in waiting:
        if is_so:
            return when_live if entry.live else when_not
    if entry.live:
        return _("Published")
    return _("Expired") if entry.expired else _("Draft")


def joined(rows: Iterable[Any]) -> str:
    """Names in one cell."""
    return ", ".join(str(row) for row in rows)


class ThaiDateColumn(Column):
    """A day in the Buddhist era; words of `never` where it was never set."""

    cell_template_name = "catalog/admin/date_cell.html"

    def __init__(
        self, name: str, *, never: Callable[[Any], Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(name, **kwargs)
        self.never = never

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Hand the cell the words for never."""
        return {
            **super().get_cell_context_data(instance, parent_context),
            "never": self.never(instance) if self.never else "",
        }


def status_column() -> StatusTagColumn:
    """What the public sees of the entry."""
    return StatusTagColumn(
        "status",
        accessor=publication_status,
        label=_("Status"),
        sort_key="live",
        primary=lambda entry: entry.live,
    )


def checked_column() -> ThaiDateColumn:
    """When somebody last opened its addresses; sample data say that they are samples."""
    return ThaiDateColumn(
        "last_checked_at",
        label=_("Last checked"),
        sort_key="last_checked_at",
        never=lambda entry: (
            _("Sample data") if getattr(entry, "is_sample", False) else _("Not yet checked")
        ),
    )


def updated_column() -> ThaiDateColumn:
    """When an editor last saved it."""
    return ThaiDateColumn("_updated_at", label=_("Updated"), sort_key="_updated_at")


def names_column(field: str, label: Any) -> Column:
    """The names behind a many-to-many field."""
    return Column(field, label=label, accessor=lambda entry: joined(getattr(entry, field).all()))


def grades_column() -> Column:
    """The grades of an entry, runs of them as "ป.1–ป.6"."""
    label = pgettext_lazy("school", "Grades")
    return Column("grades", label=label, accessor=lambda entry: grade_span(entry.grades.all()))


class ThaiListMixin:
    """A list in Thai alphabetical order whose exports may hold computed columns."""

    export_values: dict[str, Callable[[Any], Any]] = {}
    prefetch: tuple[str, ...] = ()
    select: tuple[str, ...] = ()

    def get_base_queryset(self) -> QuerySet[Any]:
        """Fetch beforehand all that a row shows."""
        rows = super().get_base_queryset()  # type: ignore[misc]
        return rows.select_related(*self.select).prefetch_related(*self.prefetch)

    def _get_title_column(self, *args: Any, **kwargs: Any) -> TitleColumn:
        column = super()._get_title_column(*args, **kwargs)  # type: ignore[misc]
        if hasattr(self.model, "thai_order"):  # type: ignore[attr-defined]
            # By code points เ would come after ฮ: the sort key knows the alphabet.
            column.label, column.sort_key = _("Name"), "thai_order"
        return column

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One row of the export; a computed column comes from `export_values`."""
        computed = self.export_values
        return {
            field: computed[field](item) if field in computed else multigetattr(item, field)
            for field in self.list_export  # type: ignore[attr-defined]
        }


class TableIndexView(ThaiListMixin, SafeSpreadsheetMixin, generic.IndexView):
    """The list of a plain table."""


class EntryIndexView(ThaiListMixin, SafeSpreadsheetMixin, IndexView):
    """The list of something that is drafted and published."""

    export_values = {"status": lambda entry: str(publication_status(entry))}

    def get_base_queryset(self) -> QuerySet[Any]:
        """Add each row's status."""
        return with_status(super().get_base_queryset())


class ReadableInspectMixin:
    """A screen for those who may only look: words instead of None, True and False."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Write what Python would show by its own names."""
        value = super().get_field_display_value(field_name, field)  # type: ignore[misc]
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return "-" if value in (None, "") else value


class TableInspectView(ReadableInspectMixin, generic.InspectView):
    """All about a row of a plain table."""


class EntryInspectView(ReadableInspectMixin, InspectView):
    """All about something that is drafted and published."""
