"""Screens of the office's calendar in the admin's settings menu, dates in the Buddhist era."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn, UserColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from catalog.spreadsheets import SafeSpreadsheetMixin

from .admin_panels import CalendarWarningsPanel, HolidaysInForcePanel
from .calendar_forms import AcademicTermForm, HolidayYearForm, OfficeHolidayForm
from .filters import AcademicTermFilterSet, OfficeHolidayFilterSet
from .models import AcademicTerm, HolidayYear, OfficeHoliday
from .templatetags.thai_dates import thai_date, thai_datetime_short

_COMMON_ERA = _("Year of the common era, as in 2026-12-11 for 11 December 2569.")


class ThaiDateColumn(Column):
    """A date as people read it."""

    def get_value(self, instance: Any) -> str:
        """Write the date in the reader's language."""
        return thai_date(super().get_value(instance))


class ThaiDateTitleColumn(TitleColumn):
    """A date that leads to its row."""

    def get_value(self, instance: Any) -> str:
        """Write the date in the reader's language."""
        return thai_date(super().get_value(instance))


class ThaiMomentColumn(Column):
    """A date and time as people read it."""

    def get_value(self, instance: Any) -> str:
        """Write the moment by Bangkok's clock, in the reader's language."""
        return thai_datetime_short(super().get_value(instance))


class CalendarIndexView(SafeSpreadsheetMixin, IndexView):
    """A list with the calendar's warnings above it."""

    shows_holidays = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the warnings and, where it helps, the holidays in force."""
        context = super().get_context_data(**kwargs)
        context["calendar_warnings"] = CalendarWarningsPanel()
        if self.shows_holidays:
            context["holidays_in_force"] = HolidaysInForcePanel()
        return context


class OfficeHolidayIndexView(CalendarIndexView):
    """The office's corrections by date."""

    shows_holidays = True

    def _get_title_column(self, field_name: str, column_class: Any = None, **kwargs: Any) -> Any:
        """Write the date that leads to a row in the Buddhist era as well."""
        return super()._get_title_column(field_name, ThaiDateTitleColumn, **kwargs)


class HolidayYearIndexView(CalendarIndexView):
    """The confirmed years with who confirmed them."""

    shows_holidays = True

    def get_base_queryset(self) -> QuerySet[HolidayYear]:
        """Fetch people and their avatars along."""
        return super().get_base_queryset().select_related("confirmed_by__wagtail_userprofile")


class CalendarViewSet(ModelViewSet):
    """What the three screens share."""

    index_view_class = CalendarIndexView
    index_template_name = "core/admin/calendar_index.html"
    add_to_settings_menu = True
    copy_view_enabled = False


class OfficeHolidayViewSet(CalendarViewSet):
    """Corrections of the packaged holidays."""

    model = OfficeHoliday
    icon = "date"
    menu_order = 800
    index_view_class = OfficeHolidayIndexView
    list_display = ["date", "name", "kind", "source"]
    filterset_class = OfficeHolidayFilterSet
    search_fields = ["name", "source"]
    ordering = "-date"
    list_export = ["date", "name", "kind", "source"]
    edit_handler = ObjectList(
        [
            FieldPanel("date", help_text=_COMMON_ERA),
            FieldPanel("kind"),
            FieldPanel("name"),
            FieldPanel("source"),
        ],
        base_form_class=OfficeHolidayForm,
    )


class HolidayYearViewSet(CalendarViewSet):
    """Years whose holidays were compared with the announcement."""

    model = HolidayYear
    icon = "calendar-check"
    menu_order = 810
    index_view_class = HolidayYearIndexView
    list_display = [
        "year",
        UserColumn("confirmed_by", label=_("Confirmed by")),
        ThaiMomentColumn("confirmed_at", label=_("Confirmed at"), sort_key="confirmed_at"),
    ]
    list_export = ["year", "confirmed_by", "confirmed_at"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                _(
                    "Confirm a year after comparing the list of holidays with the announcement. "
                    "Your name and the time are kept."
                )
            ),
            FieldPanel("year"),
        ],
        base_form_class=HolidayYearForm,
    )


class AcademicTermViewSet(CalendarViewSet):
    """Term dates where the office differs from the regulation."""

    model = AcademicTerm
    icon = "calendar-alt"
    menu_order = 820
    list_display = [
        "__str__",
        ThaiDateColumn("first_day", label=_("First day"), sort_key="first_day"),
        ThaiDateColumn("last_day", label=_("Last day"), sort_key="last_day"),
    ]
    filterset_class = AcademicTermFilterSet
    list_export = ["academic_year", "number", "first_day", "last_day"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                _(
                    "Without a row here the regulation holds: term 1 from 16 May to 11 October, "
                    "term 2 from 1 November to 1 April."
                )
            ),
            FieldRowPanel([FieldPanel("academic_year"), FieldPanel("number")]),
            FieldRowPanel(
                [
                    FieldPanel("first_day", help_text=_COMMON_ERA),
                    FieldPanel("last_day", help_text=_COMMON_ERA),
                ]
            ),
        ],
        base_form_class=AcademicTermForm,
    )
