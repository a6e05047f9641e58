"""Working days and holidays of an office, by the recipe and the vectors of the domain notes."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import office_calendar, working_days
from portal.core.models import AcademicTerm, HolidayYear, OfficeHoliday
from portal.core.thai_calendar import SchoolDay
from portal.core.working_days import Concern, Correction, YearWarning, office_holidays

SPECIAL_DAY = Correction(date(2026, 12, 11), "วันหยุดพิเศษ", "add")
ALL_DAYS = office_holidays(range(2020, 2036))


@pytest.mark.parametrize(("year", "number"), [(2024, 19), (2025, 21), (2026, 20), (2027, 18)])
def test_weekday_holidays_by_the_recipe(year: int, number: int) -> None:
    assert sum(day.weekday() < 5 for day in office_holidays([year])) == number


def test_years_together_are_the_years_one_by_one() -> None:
    each = [office_holidays([year]) for year in range(2020, 2036)]
    assert {day: name for days in each for day, name in days.items()} == ALL_DAYS


def test_offices_work_on_labour_day_and_on_the_day_in_its_stead() -> None:
    assert date(2026, 5, 1) not in ALL_DAYS
    assert date(2022, 5, 2) not in ALL_DAYS  # 1 May 2022 was a Sunday
    assert not any("แรงงาน" in name for name in ALL_DAYS.values())


def test_the_ploughing_ceremony_is_a_holiday_of_offices() -> None:
    assert ALL_DAYS[date(2026, 5, 13)] == "วันพืชมงคล"


def test_corrections_add_rename_and_remove() -> None:
    days = office_holidays(
        [2026],
        [
            SPECIAL_DAY,
            Correction(date(2026, 6, 3), "ชื่อใหม่ตามประกาศ", "add"),
            Correction(date(2026, 1, 2), "", "remove"),
            Correction(date(2026, 1, 5), "", "remove"),
        ],
    )
    assert days[date(2026, 12, 11)] == "วันหยุดพิเศษ"
    assert days[date(2026, 6, 3)] == "ชื่อใหม่ตามประกาศ"
    assert date(2026, 1, 2) not in days
    assert date(2026, 1, 5) not in days


def test_a_year_that_the_package_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="no holidays are known"):
        office_holidays([2101])


def test_the_list_to_read_is_in_order_and_leaves_childrens_day_out() -> None:
    shown = working_days.holidays_to_show(office_holidays([2026], [SPECIAL_DAY]))
    assert shown == sorted(shown)
    assert date(2026, 1, 10) not in dict(shown)  # วันเด็ก, a Saturday
    assert date(2026, 12, 5) in dict(shown)  # a Saturday that moves a Monday
    assert date(2026, 12, 11) in dict(shown)


@pytest.mark.parametrize(
    ("start", "days", "corrections", "expected"),
    [
        (date(2026, 10, 9), 5, [], date(2026, 10, 19)),
        (date(2026, 12, 4), 5, [], date(2026, 12, 15)),
        (date(2026, 12, 4), 5, [SPECIAL_DAY], date(2026, 12, 16)),
        (date(2026, 12, 30), 3, [], date(2027, 1, 6)),
        (date(2026, 4, 30), 1, [], date(2026, 5, 1)),
        (datetime(2026, 10, 8, 18, 0, tzinfo=UTC), 5, [], date(2026, 10, 19)),
    ],
)
def test_due_dates(start: date, days: int, corrections: list[Correction], expected: date) -> None:
    holidays = office_holidays(working_days.years_needed(start, days), corrections)
    assert working_days.due_date(start, days, holidays) == expected


def test_the_start_day_counts_when_the_office_says_so() -> None:
    friday, saturday = date(2026, 10, 9), date(2026, 10, 10)
    assert working_days.due_date(friday, 1, ALL_DAYS, count_start=True) == friday
    assert working_days.due_date(friday, 2, ALL_DAYS, count_start=True) == date(2026, 10, 12)
    assert working_days.due_date(saturday, 1, ALL_DAYS, count_start=True) == date(2026, 10, 12)


@pytest.mark.parametrize("days", [0, -1])
def test_a_due_date_needs_a_day(days: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        working_days.due_date(date(2026, 10, 9), days, ALL_DAYS)


def test_a_long_count_asks_for_more_than_two_years() -> None:
    assert list(working_days.years_needed(date(2026, 12, 30), 3)) == [2026, 2027]
    assert 2028 in working_days.years_needed(date(2026, 12, 30), 260)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 300), st.booleans())
def test_a_due_date_is_the_nth_working_day(start: date, days: int, count_start: bool) -> None:
    due = working_days.due_date(start, days, ALL_DAYS, count_start=count_start)
    assert working_days.is_working_day(due, ALL_DAYS)
    first = start if count_start else start + timedelta(1)
    passed = (first + timedelta(n) for n in range((due - first).days + 1))
    assert sum(working_days.is_working_day(day, ALL_DAYS) for day in passed) == days
    assert due.year in working_days.years_needed(start, days)


def test_years_that_nobody_confirmed_or_that_lack_a_day_are_named() -> None:
    holidays = office_holidays([2026, 2027])
    assert working_days.year_warnings([2569, 2570], holidays, {2569}) == [
        YearWarning(2570, Concern.UNCONFIRMED),
        YearWarning(2570, Concern.NO_PLOUGHING_DAY),
    ]
    announced = {**holidays, date(2027, 5, 12): "วันพระราชพิธีพืชมงคลจรดพระนังคัลแรกนาขวัญ"}
    assert working_days.year_warnings([2569, 2570], announced, {2569, 2570}) == []


def test_the_library_is_not_loaded_until_a_holiday_is_asked_for() -> None:
    code = (
        "import sys; from portal.core.working_days import office_holidays;"
        "assert 'holidays' not in sys.modules; office_holidays([2026]);"
        "assert 'holidays' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


def test_the_office_reads_its_corrections_in_one_query(
    db: None, django_assert_num_queries: Any
) -> None:
    OfficeHoliday.objects.create(date=SPECIAL_DAY.day, name=SPECIAL_DAY.name)
    OfficeHoliday.objects.create(date=date(2026, 1, 2), kind=OfficeHoliday.Kind.REMOVE)
    with django_assert_num_queries(1):
        assert office_calendar.due_date(date(2026, 12, 4), 5) == date(2026, 12, 16)
    with django_assert_num_queries(1):
        days = office_calendar.office_holidays([2026])
    assert date(2026, 1, 2) not in days


def test_the_office_warns_for_this_year_and_the_next(
    db: None, django_assert_num_queries: Any
) -> None:
    HolidayYear.objects.create(year=2569)
    with django_assert_num_queries(2):
        warnings = office_calendar.current_warnings(date(2026, 11, 22))
    assert {warning.year for warning in warnings} == {2570}


def test_the_office_knows_its_own_terms(db: None, django_assert_num_queries: Any) -> None:
    AcademicTerm.objects.create(
        academic_year=2569, number=1, first_day=date(2026, 5, 11), last_day=date(2026, 10, 9)
    )
    with django_assert_num_queries(1):
        assert office_calendar.school_day_of(date(2026, 5, 12)) == SchoolDay(2569, 1)
    assert office_calendar.terms_of_year(2569)[0].last_day == date(2026, 10, 9)
    assert office_calendar.terms_of_year(2569)[1].first_day == date(2026, 11, 1)
