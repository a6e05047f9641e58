"""People of each role, and a calendar that stands still."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from courses.timetable import Holiday, SchoolCalendar, Term
from tests.catalog.conftest import editor, head, roles, sign_in

__all__ = ["editor", "head", "roles", "sign_in"]

TERM_1 = Term(2569, 1, date(2026, 5, 16), date(2026, 10, 11))
TERM_2 = Term(2569, 2, date(2026, 11, 1), date(2027, 4, 1))
NEXT_TERM = Term(2570, 1, date(2027, 5, 16), date(2027, 10, 11))
HOLIDAYS = (
    Holiday(date(2026, 12, 7), "ชดเชยวันพ่อแห่งชาติ"),
    Holiday(date(2026, 12, 31), "วันสิ้นปี"),
    Holiday(date(2027, 1, 1), "วันขึ้นปีใหม่"),
)


def still_calendar(academic_years: Any) -> SchoolCalendar:
    return SchoolCalendar((TERM_1, TERM_2, NEXT_TERM), HOLIDAYS)


@pytest.fixture
def calendar(settings: Any) -> SchoolCalendar:
    """The terms of 2569 and three holidays, whatever the portal knows."""
    settings.SCHOOL_CALENDAR = "tests.courses.conftest.still_calendar"
    return still_calendar(())
