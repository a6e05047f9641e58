"""Buddhist-era dates, fiscal years and school terms: the vectors of the office's regulations."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import thai_calendar as calendar
from portal.core.thai_calendar import SchoolDay, TermDates

DAY = date(2026, 11, 22)
# Far enough from the ends of Python's calendar that every neighbouring year exists.
DAYS = st.dates(date(1900, 1, 1), date(2400, 12, 31))


def test_dates_are_written_long_and_short_in_both_languages() -> None:
    assert calendar.long_date(DAY) == "22 พฤศจิกายน 2569"
    assert calendar.long_date(DAY, thai_digits=True) == "๒๒ พฤศจิกายน ๒๕๖๙"
    assert calendar.short_date(DAY) == "22 พ.ย. 2569"
    assert calendar.short_date(DAY, thai_digits=True) == "๒๒ พ.ย. ๒๕๖๙"
    assert calendar.long_date_en(DAY) == "22 November 2026"
    assert calendar.short_date_en(DAY) == "22 Nov 2026"
    assert calendar.long_date_en(DAY, buddhist_era=True) == "22 November B.E. 2569"
    assert calendar.short_date_en(DAY, buddhist_era=True) == "22 Nov B.E. 2569"


@pytest.mark.parametrize(
    ("month", "long", "short"),
    [(1, "มกราคม", "ม.ค."), (2, "กุมภาพันธ์", "ก.พ."), (4, "เมษายน", "เม.ย."), (12, "ธันวาคม", "ธ.ค.")],
)
def test_months_have_their_names(month: int, long: str, short: str) -> None:
    day = date(2026, month, 9)
    assert calendar.long_date(day) == f"9 {long} 2569"
    assert calendar.short_date(day) == f"9 {short} 2569"


def test_an_aware_time_is_taken_by_the_clock_of_bangkok() -> None:
    evening_in_london = datetime(2026, 9, 30, 17, 30, tzinfo=UTC)
    assert calendar.local_date(evening_in_london) == date(2026, 10, 1)
    assert calendar.fiscal_year(evening_in_london) == 2570
    assert calendar.local_date(datetime(2026, 9, 30, 23, 59)) == date(2026, 9, 30)  # noqa: DTZ001


@pytest.mark.parametrize("value", ["2026-10-01", 20261001, None])
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="expected a date"):
        calendar.local_date(value)  # type: ignore[arg-type]


@given(st.text())
def test_thai_digits_make_the_round_trip(text: str) -> None:
    plain = calendar.from_thai_digits(text)
    assert calendar.from_thai_digits(calendar.to_thai_digits(plain)) == plain
    assert not set(calendar.to_thai_digits(text)) & set("0123456789")


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2026, 9, 30), 2569, 4),
        (date(2026, 10, 1), 2570, 1),
        (date(2026, 12, 31), 2570, 1),
        (date(2027, 1, 1), 2570, 2),
        (date(2027, 3, 31), 2570, 2),
        (date(2027, 4, 1), 2570, 3),
        (date(2027, 6, 30), 2570, 3),
        (date(2027, 7, 1), 2570, 4),
    ],
)
def test_the_fiscal_year_begins_in_october(day: date, year: int, quarter: int) -> None:
    assert calendar.fiscal_year(day) == year
    assert calendar.fiscal_quarter(day) == quarter


def test_a_fiscal_year_knows_its_first_and_last_day() -> None:
    assert calendar.fiscal_year_days(2570) == (date(2026, 10, 1), date(2027, 9, 30))


@pytest.mark.parametrize("year", [0, 543, 544, 99999, -1])
def test_a_fiscal_year_that_no_calendar_has_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="not a Buddhist year"):
        calendar.fiscal_year_days(year)


@given(st.dates(date(2, 1, 1), date(9998, 12, 31)))
def test_every_day_lies_in_its_fiscal_year(day: date) -> None:
    first, last = calendar.fiscal_year_days(calendar.fiscal_year(day))
    assert first <= day <= last
    months_in = (day.year - first.year) * 12 + day.month - first.month
    assert calendar.fiscal_quarter(day) == months_in // 3 + 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 15), SchoolDay(2568, None)),
        (date(2026, 5, 16), SchoolDay(2569, 1)),
        (date(2026, 10, 11), SchoolDay(2569, 1)),
        (date(2026, 10, 12), SchoolDay(2569, None)),
        (date(2026, 10, 31), SchoolDay(2569, None)),
        (date(2026, 11, 1), SchoolDay(2569, 2)),
        (date(2027, 1, 1), SchoolDay(2569, 2)),
        (date(2027, 4, 1), SchoolDay(2569, 2)),
        (date(2027, 4, 2), SchoolDay(2569, None)),
        (date(2027, 5, 15), SchoolDay(2569, None)),
        (date(2027, 5, 16), SchoolDay(2570, 1)),
    ],
)
def test_terms_by_the_regulation(day: date, expected: SchoolDay) -> None:
    assert calendar.school_day(day) == expected
    assert calendar.academic_year(day) == expected.academic_year


def test_the_ends_of_the_calendar_have_a_school_year_too() -> None:
    assert calendar.school_day(date.min) == SchoolDay(543, 2)
    assert calendar.school_day(date.max) == SchoolDay(10542, 2)


EARLY_FIRST = TermDates(2569, 1, date(2026, 5, 11), date(2026, 9, 30))
LATE_SECOND = TermDates(2568, 2, date(2025, 11, 10), date(2026, 4, 10))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 10), SchoolDay(2568, None)),
        (date(2026, 5, 11), SchoolDay(2569, 1)),
        (date(2026, 10, 1), SchoolDay(2569, None)),
        (date(2026, 11, 1), SchoolDay(2569, 2)),
        (date(2025, 11, 1), SchoolDay(2568, None)),
        (date(2026, 4, 10), SchoolDay(2568, 2)),
        (date(2026, 4, 11), SchoolDay(2568, None)),
        (date(2025, 10, 11), SchoolDay(2568, 1)),
    ],
)
def test_the_dates_of_the_office_win_in_their_year_only(day: date, expected: SchoolDay) -> None:
    assert calendar.school_day(day, [EARLY_FIRST, LATE_SECOND]) == expected


def test_the_terms_of_a_year_mix_regulation_and_office() -> None:
    assert calendar.terms_of_year(2569, [EARLY_FIRST, LATE_SECOND]) == (
        EARLY_FIRST,
        TermDates(2569, 2, date(2026, 11, 1), date(2027, 4, 1)),
    )


@given(DAYS, st.integers(-14, 14), st.integers(-14, 14))
def test_a_day_has_no_term_exactly_outside_the_terms(day: date, start: int, end: int) -> None:
    year = calendar.academic_year(day)
    moved = [
        TermDates(*term[:2], term.first_day + timedelta(start), term.last_day + timedelta(end))
        for term in calendar.regulation_terms(year)
    ]
    for rows in ([], moved):
        terms = [t for y in (year - 1, year, year + 1) for t in calendar.terms_of_year(y, rows)]
        within = [t[:2] for t in terms if t.first_day <= day <= t.last_day]
        found = calendar.school_day(day, rows)
        assert ([tuple(found)] if found.term else []) == within
