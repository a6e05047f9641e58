"""Trainings: drafted, approved, published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from catalog.viewsets.entries import EntryViewSet
from catalog.viewsets.listing import EntryIndexView, ThaiDateColumn, joined, status_column
from courses import panels
from courses.models import TrainingEvent

from .filters import TrainingFilterSet


def places_of(event: TrainingEvent) -> str:
    """How many places are taken, of how many: 12/40."""
    return f"{event.taken}/{event.capacity}" if event.capacity else str(event.taken)


class TrainingIndexView(EntryIndexView):
    """The list of trainings."""

    export_values = {
        **EntryIndexView.export_values,
        "roles": lambda event: joined(role.label for role in event.roles),
        "taken": lambda event: event.taken,
    }

    def get_base_queryset(self) -> Any:
        """Count the places along."""
        trainings: Any = super().get_base_queryset()
        return trainings.for_listing()


class TrainingViewSet(EntryViewSet):
    """Trainings (การอบรม)."""

    model = TrainingEvent
    icon = "group"
    index_view_class = TrainingIndexView
    filterset_class = TrainingFilterSet
    edit_handler = panels.training_panels()
    copy_view_enabled = False
    ordering = ("-starts_at", "-pk")
    export_filename = "trainings"
    export_headings = {
        "get_mode_display": _("How it is held"),
        "roles": _("For whom"),
        "taken": _("Places taken"),
        "status": _("Status"),
    }
    search_fields = ["name_th", "name_en", "summary", "place", "editor_note"]
    list_display = [
        "__str__",
        ThaiDateColumn("starts_at", label=_("Begins"), sort_key="starts_at"),
        Column("mode", label=_("How it is held"), accessor="get_mode_display", sort_key="mode"),
        Column("taken", label=_("Places taken"), accessor=places_of, sort_key="taken_count"),
        status_column(),
    ]
    list_export = [
        *("name_th", "name_en", "starts_at", "ends_at", "get_mode_display", "place", "roles"),
        *("capacity", "taken", "status", "is_cancelled", "is_sample"),
    ]
    inspect_view_fields = [
        *("name_th", "name_en", "summary", "mode", "place", "online_url", "starts_at", "ends_at"),
        *("registration_opens_at", "registration_closes_at", "capacity", "has_waiting_list"),
        *("for_teacher", "for_executive", "for_supervisor", "for_staff"),
        *("asks_contact", "contact_purpose", "retention_days", "is_cancelled", "editor_note"),
    ]
