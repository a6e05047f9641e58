"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    """The room `courses`."""

    name = "courses"
    label = "courses"
    verbose_name = _("Courses, timetable and training")

    def ready(self) -> None:
        """Listen for deletions of what calendars show."""
        from . import receivers  # noqa: F401
