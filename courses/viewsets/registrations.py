"""Registrations: looked at and taken out as a spreadsheet; they change by their own pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column

from catalog.viewsets.listing import TableIndexView, ThaiDateColumn
from catalog.viewsets.tables import TableViewSet
from courses import panels
from courses.models import TrainingRegistration

from .filters import RegistrationFilterSet


class RegistrationIndexView(TableIndexView):
    """The list of registrations."""

    select = ("event",)


class RegistrationViewSet(TableViewSet):
    """Registrations for trainings (การลงทะเบียนอบรม)."""

    model = TrainingRegistration
    icon = "list-ul"
    index_view_class = RegistrationIndexView
    filterset_class = RegistrationFilterSet
    edit_handler: Any = panels.registration_panels()
    ordering = ("-event__starts_at", "pk")
    search_fields = ["school_name", "school_code", "event__name_th", "name", "email"]
    list_display = [
        "__str__",
        Column("event", label=_("Training"), sort_key="event__starts_at"),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        ThaiDateColumn("attended_at", label=_("Attended"), sort_key="attended_at"),
    ]
    list_export = [
        *("event", "code", "school_code", "school_name", "get_role_display", "name", "email"),
        *("get_status_display", "created_at", "attended_at"),
    ]
    export_headings = {
        "code": _("Code"),
        "get_role_display": pgettext_lazy("training", "Role"),
        "get_status_display": _("Status"),
    }
    export_filename = "training-registrations"
    inspect_view_fields = [
        *("event", "school_code", "school_name", "role", "name", "email", "status"),
        *("created_at", "attended_at", "contact_erased_at"),
    ]
