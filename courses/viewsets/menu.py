"""The room's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .entries import CourseViewSet, LessonViewSet
from .registrations import RegistrationViewSet
from .tables import (
    ChannelViewSet,
    LessonPinViewSet,
    TimetableExceptionViewSet,
    TimetableSlotViewSet,
    UnitViewSet,
)
from .training import TrainingViewSet


class CoursesViewSetGroup(SnippetViewSetGroup):
    """Everything of the room below one item of the menu (รายวิชาและตารางออกอากาศ)."""

    items = (
        CourseViewSet,
        UnitViewSet,
        LessonViewSet,
        TimetableSlotViewSet,
        TimetableExceptionViewSet,
        LessonPinViewSet,
        ChannelViewSet,
        TrainingViewSet,
        RegistrationViewSet,
    )
    menu_icon = "calendar-alt"
    menu_label = _("Courses, timetable and training")
    menu_name = "courses"
    menu_order = 160
