"""The school year as the portal knows it, handed down through a setting.

`SCHOOL_CALENDAR` names a function that takes school years (B.E.) and gives a `SchoolCalendar`;
so this room uses the office's terms and holidays without knowing who keeps them. Whoever keeps
them calls `courses.models.school_calendar_changed` when they change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from .timetable import SchoolCalendar, bangkok


def school_calendar(academic_years: Iterable[int]) -> SchoolCalendar:
    """Give the terms and holidays of these school years."""
    provider: Callable[[tuple[int, ...]], SchoolCalendar] = import_string(settings.SCHOOL_CALENDAR)
    return provider(tuple(academic_years))


def calendar_around(now: datetime) -> SchoolCalendar:
    """Give every term that a moment can have to do with: the last, the present, the next."""
    year = bangkok(now).year + 543
    return school_calendar((year - 1, year, year + 1))
