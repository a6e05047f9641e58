"""When what is on air, computed from the weekly timetable. Pure: the clock is passed in.

Plain data in, plain data out: terms and holidays, slots, what differs on single days, and the
lessons of each course in order. Rows are named by their keys. Days and times of day are Bangkok's;
a moment must carry its time zone, or it is refused.

An airing is on from its start up to, but not including, its end. Lessons follow each other along
the airings of their course; a cancelled airing uses none up. A pin sets the lesson of the course's
first airing on or after a day, and the count goes on from there.
"""

from __future__ import annotations

from .asking import (
    DayKind,
    DayStatus,
    WeekGrid,
    WeekRow,
    bangkok,
    day_grid,
    day_status,
    next_up,
    on_air,
    past,
    terms_around,
    week_days,
    week_grid,
)
from .data import (
    BANGKOK,
    Airing,
    Cancellation,
    Holiday,
    Pin,
    SchoolCalendar,
    Slot,
    Special,
    Term,
    Timetable,
)
from .expanding import airings

__all__ = [
    "BANGKOK",
    "Airing",
    "Cancellation",
    "DayKind",
    "DayStatus",
    "Holiday",
    "Pin",
    "SchoolCalendar",
    "Slot",
    "Special",
    "Term",
    "Timetable",
    "WeekGrid",
    "WeekRow",
    "airings",
    "bangkok",
    "day_grid",
    "day_status",
    "next_up",
    "on_air",
    "past",
    "terms_around",
    "week_days",
    "week_grid",
]
