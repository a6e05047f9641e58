"""Filters of the admin's lists."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from catalog.models import Grade, Provider, Subject
from catalog.viewsets.filters import ALL, StatusFilterSet, choice_filter, row_filter
from courses.models import (
    Channel,
    Course,
    ExceptionKind,
    Lesson,
    LessonPin,
    RegistrationStatus,
    TermNumber,
    TimetableException,
    TimetableSlot,
    TrainingEvent,
    TrainingMode,
    TrainingRegistration,
    TrainingRole,
    Unit,
    Weekday,
)

_YEAR = _("School year (B.E.)")


class CourseFilterSet(StatusFilterSet):
    """Filters of the list of courses."""

    grade = row_filter(Grade, "grade", pgettext_lazy("school", "Grade"))
    subject = row_filter(Subject, "subject", _("Learning area"))
    academic_year = django_filters.NumberFilter(label=_YEAR)
    term = choice_filter(TermNumber.choices, "term", _("Term"))
    channel = row_filter(Channel, "channel", _("Channel"))
    provider = row_filter(Provider, "provider", _("Provider"))
    sample = django_filters.BooleanFilter(field_name="is_sample", label=_("Sample data"))

    class Meta:
        model = Course
        fields: list[str] = []


class OfCourseFilterSet(WagtailFilterSet):
    """By the course that a row belongs to."""

    course = row_filter(Course, "course", _("Course"))
    academic_year = django_filters.NumberFilter(field_name="course__academic_year", label=_YEAR)
    term = choice_filter(TermNumber.choices, "course__term", _("Term"))


class UnitFilterSet(OfCourseFilterSet):
    """Filters of the list of units."""

    class Meta:
        model = Unit
        fields: list[str] = []


class LessonFilterSet(StatusFilterSet):
    """Filters of the list of lessons."""

    course = row_filter(Course, "course", _("Course"))
    grade = row_filter(Grade, "course__grade", pgettext_lazy("school", "Grade"))
    subject = row_filter(Subject, "course__subject", _("Learning area"))
    academic_year = django_filters.NumberFilter(field_name="course__academic_year", label=_YEAR)
    term = choice_filter(TermNumber.choices, "course__term", _("Term"))
    linked = django_filters.ChoiceFilter(
        label=_("Resources"),
        choices=[("yes", _("With resources")), ("no", _("Without resources"))],
        empty_label=ALL,
        method="filter_linked",
    )

    class Meta:
        model = Lesson
        fields: list[str] = []

    def filter_linked(self, lessons: object, name: str, value: str) -> object:
        """Keep lessons that lead somewhere, or that still lead nowhere."""
        return lessons.filter(lesson_resources__isnull=value == "no").distinct()  # type: ignore[attr-defined]


class TimetableSlotFilterSet(OfCourseFilterSet):
    """Filters of the weekly timetable."""

    channel = row_filter(Channel, "channel", _("Channel"))
    weekday = choice_filter(Weekday.choices, "weekday", _("Weekday"))
    grade = row_filter(Grade, "course__grade", pgettext_lazy("school", "Grade"))
    sample = django_filters.BooleanFilter(field_name="is_sample", label=_("Sample data"))

    class Meta:
        model = TimetableSlot
        fields: list[str] = []


class TimetableExceptionFilterSet(WagtailFilterSet):
    """Filters of the list of exceptions."""

    channel = row_filter(Channel, "channel", _("Channel"))
    kind = choice_filter(ExceptionKind.choices, "kind", _("What happens"))
    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = TimetableException
        fields: list[str] = []


class LessonPinFilterSet(WagtailFilterSet):
    """Filters of the lessons set to a day."""

    course = row_filter(Course, "lesson__course", _("Course"))

    class Meta:
        model = LessonPin
        fields: list[str] = []


class TrainingFilterSet(StatusFilterSet):
    """Filters of the list of trainings."""

    mode = choice_filter(TrainingMode.choices, "mode", _("How it is held"))
    starts_at = django_filters.DateFromToRangeFilter(label=_("Begins"))
    contact = django_filters.BooleanFilter(
        field_name="asks_contact", label=_("Asks for name and e-mail address")
    )
    sample = django_filters.BooleanFilter(field_name="is_sample", label=_("Sample data"))

    class Meta:
        model = TrainingEvent
        fields: list[str] = []


class RegistrationFilterSet(WagtailFilterSet):
    """Filters of the list of registrations."""

    event = row_filter(TrainingEvent, "event", _("Training"))
    standing = choice_filter(RegistrationStatus.choices, "status", _("Status"))
    role = choice_filter(TrainingRole.choices, "role", pgettext_lazy("training", "Role"))
    attended = django_filters.BooleanFilter(
        field_name="attended_at", lookup_expr="isnull", exclude=True, label=_("Attended")
    )

    class Meta:
        model = TrainingRegistration
        fields: list[str] = []
