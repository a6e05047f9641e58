"""Courses and lessons: drafted, approved, published."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from catalog.spreadsheets.import_views import import_button
from catalog.viewsets.entries import EntryViewSet
from catalog.viewsets.listing import EntryIndexView, joined, status_column, updated_column
from courses import panels
from courses.imports import LESSONS_IMPORT
from courses.models import Course, Lesson

from .filters import CourseFilterSet, LessonFilterSet

_HEADINGS = {
    "grade": pgettext_lazy("school", "Grade"),
    "indicators": _("Indicators"),
    "lesson_count": _("Published lessons"),
    "status": _("Status"),
    "course.code": _("Course code"),
    "course.academic_year": _("School year (B.E.)"),
    "course.term": _("Term"),
    "links": _("Resources"),
}


def term_of(course: Course) -> str:
    """Term and year as people write them: 1/2569."""
    return f"{course.term}/{course.academic_year}"


class CourseIndexView(EntryIndexView):
    """The list of courses."""

    prefetch = ("indicators",)
    export_values = {
        **EntryIndexView.export_values,
        "indicators": lambda course: joined(row.code for row in course.indicators.all()),
    }

    def get_base_queryset(self) -> Any:
        """Count the lessons along."""
        courses: Any = super().get_base_queryset()
        return courses.for_listing()


class LessonIndexView(EntryIndexView):
    """The list of lessons."""

    select = ("course__grade", "course__subject", "unit")
    prefetch = ("lesson_resources__resource", "indicators")
    export_values = {
        **EntryIndexView.export_values,
        "indicators": lambda lesson: joined(row.code for row in lesson.indicators.all()),
        "links": lambda lesson: joined(
            link.resource.name_th for link in lesson.lesson_resources.all()
        ),
    }

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer the import to those who may add and change."""
        return [*super().header_buttons, *import_button(LESSONS_IMPORT, self.request.user)]


class CourseViewSet(EntryViewSet):
    """Courses (รายวิชา)."""

    model = Course
    icon = "clipboard-list"
    index_view_class = CourseIndexView
    filterset_class = CourseFilterSet
    edit_handler = panels.course_panels()
    copy_view_enabled = False  # copying to another term brings the lessons along
    ordering = ("-academic_year", "-term", "grade__sort_order", "thai_order")
    export_filename = "courses"
    export_headings = _HEADINGS
    search_fields = ["name_th", "name_en", "code", "summary", "editor_note"]
    list_display = [
        "__str__",
        Column("grade", label=pgettext_lazy("school", "Grade"), sort_key="grade__sort_order"),
        Column("subject", label=_("Learning area"), sort_key="subject__sort_order"),
        Column("term", label=_("Term"), accessor=term_of, sort_key="academic_year"),
        Column("channel", label=_("Channel"), sort_key="channel__sort_order"),
        Column("lesson_count", label=_("Published lessons"), sort_key="lesson_count"),
        status_column(),
        updated_column(),
    ]
    list_export = [
        *("code", "name_th", "name_en", "grade", "subject", "academic_year", "term"),
        *("provider", "channel", "indicators", "lesson_count", "summary", "status", "is_sample"),
    ]
    inspect_view_fields = [
        *("name_th", "name_en", "code", "grade", "subject", "academic_year", "term"),
        *("provider", "channel", "summary", "indicators", "editor_note", "is_sample"),
    ]


class LessonViewSet(EntryViewSet):
    """Lessons (บทเรียน)."""

    model = Lesson
    icon = "openquote"
    index_view_class = LessonIndexView
    filterset_class = LessonFilterSet
    edit_handler = panels.lesson_panels()
    ordering = ("-course__academic_year", "-course__term", "course__thai_order", "number")
    export_filename = "lessons"
    export_headings = _HEADINGS
    search_fields = ["name_th", "name_en", "key_idea", "course__name_th", "course__code"]
    list_display = [
        "__str__",
        Column("course", label=_("Course"), sort_key="course__thai_order"),
        Column("unit", label=_("Unit"), sort_key="unit__number"),
        Column(
            "resources",
            label=_("Resources"),
            accessor=lambda lesson: len(lesson.lesson_resources.all()),
        ),
        status_column(),
        updated_column(),
    ]
    list_export = [
        *("course.code", "course.academic_year", "course.term", "unit", "number"),
        *("name_th", "name_en", "key_idea", "objectives", "onsite_note", "indicators"),
        *("links", "status"),
    ]
    inspect_view_fields = [
        *("course", "unit", "number", "name_th", "name_en", "key_idea", "objectives"),
        *("onsite_note", "indicators", "resources"),
    ]
