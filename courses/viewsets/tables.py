"""Plain tables: units, the weekly timetable, what differs from it, channels."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from catalog.spreadsheets.import_views import import_button
from catalog.viewsets.listing import TableIndexView, ThaiDateColumn, grades_column, joined
from catalog.viewsets.tables import TableViewSet, TaxonomyViewSet
from courses import panels
from courses.imports import TIMETABLE_IMPORT
from courses.models import Channel, LessonPin, TimetableException, TimetableSlot, Unit

from .filters import (
    LessonPinFilterSet,
    TimetableExceptionFilterSet,
    TimetableSlotFilterSet,
    UnitFilterSet,
)


def _time(field: str, label: Any) -> Column:
    return Column(
        field,
        label=label,
        accessor=lambda row: f"{value:%H:%M}" if (value := getattr(row, field)) else "",
        sort_key=field,
    )


class UnitIndexView(TableIndexView):
    """The list of units."""

    select = ("course",)


class UnitViewSet(TableViewSet):
    """Units (หน่วยการเรียนรู้)."""

    model = Unit
    icon = "list-ol"
    index_view_class = UnitIndexView
    filterset_class = UnitFilterSet
    edit_handler = panels.unit_panels()
    ordering = ("-course__academic_year", "-course__term", "course__thai_order", "number")
    search_fields = ["name_th", "name_en", "course__name_th", "course__code"]
    list_display = ["__str__", Column("course", label=_("Course"), sort_key="course__thai_order")]
    list_export = ["course", "number", "name_th", "name_en"]
    export_filename = "units"
    inspect_view_fields = ["course", "number", "name_th", "name_en"]


class SlotIndexView(TableIndexView):
    """The weekly timetable."""

    select = ("channel", "course")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer the import to those who may add, change and delete."""
        return [*super().header_buttons, *import_button(TIMETABLE_IMPORT, self.request.user)]


class TimetableSlotViewSet(TableViewSet):
    """The weekly timetable (ตารางออกอากาศ)."""

    model = TimetableSlot
    icon = "time"
    index_view_class = SlotIndexView
    filterset_class = TimetableSlotFilterSet
    edit_handler = panels.slot_panels()
    ordering = (
        *("-course__academic_year", "-course__term"),
        *("channel__sort_order", "weekday", "start"),
    )
    search_fields = ["course__name_th", "course__name_en", "course__code", "channel__name_th"]
    list_display = [
        "__str__",
        Column("channel", label=_("Channel"), sort_key="channel__sort_order"),
        Column("weekday", label=_("Weekday"), accessor="get_weekday_display", sort_key="weekday"),
        _time("start", _("Begins at")),
        ThaiDateColumn("valid_from", label=_("From day")),
        ThaiDateColumn("valid_to", label=_("To day")),
    ]
    list_export = [
        *("channel.name_th", "get_weekday_display", "start", "end", "course.code"),
        *("course.name_th", "valid_from", "valid_to"),
    ]
    export_headings = {
        "channel.name_th": _("Channel"),
        "course.code": _("Course code"),
        "course.name_th": _("Course"),
        "get_weekday_display": _("Weekday"),
    }
    export_filename = "timetable"
    inspect_view_fields = [
        *("channel", "course", "weekday", "start", "end", "valid_from", "valid_to", "is_sample"),
    ]


class ExceptionIndexView(TableIndexView):
    """The list of exceptions."""

    select = ("channel", "course", "slot__channel", "slot__course", "lesson")


class TimetableExceptionViewSet(TableViewSet):
    """What differs from the timetable on one day."""

    model = TimetableException
    icon = "warning"
    index_view_class = ExceptionIndexView
    filterset_class = TimetableExceptionFilterSet
    edit_handler = panels.exception_panels()
    ordering = "-date"
    search_fields = ["title_th", "title_en", "reason", "course__name_th", "channel__name_th"]
    list_display = [
        "__str__",
        ThaiDateColumn("date", label=_("Date"), sort_key="date"),
        Column("channel", label=_("Channel"), sort_key="channel__sort_order"),
        _time("start", _("Begins at")),
        _time("end", _("Ends at")),
        "reason",
    ]
    list_export = [
        *("date", "channel", "get_kind_display", "slot", "title_th", "title_en"),
        *("start", "end", "course", "lesson", "reason"),
    ]
    export_headings = {"get_kind_display": _("What happens")}
    export_filename = "timetable-exceptions"
    inspect_view_fields = [
        *("date", "channel", "kind", "slot", "title_th", "title_en", "start", "end"),
        *("course", "lesson", "reason"),
    ]


class PinIndexView(TableIndexView):
    """The lessons set to a day."""

    select = ("lesson__course",)


class LessonPinViewSet(TableViewSet):
    """Lessons set to a day."""

    model = LessonPin
    icon = "thumbtack"
    index_view_class = PinIndexView
    filterset_class = LessonPinFilterSet
    edit_handler = panels.pin_panels()
    ordering = "-date"
    search_fields = ["lesson__name_th", "lesson__course__name_th", "lesson__course__code"]
    list_display = [
        "__str__",
        ThaiDateColumn("date", label=_("Date"), sort_key="date"),
        Column("course", label=_("Course"), accessor="lesson.course"),
    ]
    list_export = ["date", "lesson", "lesson.course"]
    export_headings = {"lesson.course": _("Course")}
    export_filename = "lessons-set-to-a-day"
    inspect_view_fields = ["lesson", "date"]


class ChannelIndexView(TableIndexView):
    """The list of channels."""

    select = ("platform",)
    prefetch = ("grades",)
    export_values = {"grades": lambda channel: joined(channel.grades.all())}


class ChannelViewSet(TaxonomyViewSet):
    """Channels (ช่อง)."""

    model = Channel
    icon = "desktop"
    index_view_class = ChannelIndexView
    edit_handler = panels.channel_panels()
    search_fields = ["name_th", "name_en", "code", "label_th", "label_en"]
    list_display = ["__str__", "code", "number", grades_column(), "live_url"]
    list_export = [
        *("code", "number", "name_th", "name_en", "label_th", "label_en"),
        *("grades", "platform", "live_url"),
    ]
    export_filename = "channels"
