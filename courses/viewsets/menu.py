"""The room's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .entries import CourseViewSet, LessonViewSet
from .tables import (
    ChannelViewSet,
    LessonPinViewSet,
    TimetableExceptionViewSet,
    TimetableSlotViewSet,
    UnitViewSet,
)


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
    )
    menu_icon = "calendar-alt"
    menu_label = _("Courses and timetable")
    menu_name = "courses"
    menu_order = 160
