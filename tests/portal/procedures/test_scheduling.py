"""Due dates of steps: as stated, by the office's calendar, and never invented."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.working_days import Correction, is_working_day, office_holidays
from portal.procedures.scheduling import (
    CountingRule,
    Duration,
    Pace,
    PlannedStep,
    Timing,
    allowed_days,
    last_day,
    plan,
    step_due,
    years_of,
)

HOLIDAYS = office_holidays(range(2026, 2030))
RULE = CountingRule(HOLIDAYS)
COUNTING_START = CountingRule(HOLIDAYS, count_start=True)

RANGE = Duration(1, 10, "working_day", "range")
FIXED = Duration(15, 15, "working_day", "fixed")
CALENDAR = Duration(1, 5, "day", "range")
PER_ACTIVITY = Duration(3, 5, "day", "per_activity")
PER_PLAN = Duration(None, None, "", "per_plan")
UNSPECIFIED = Duration(None, None, "", "unspecified")
NOTHING = Timing()

STARTS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
RULES = st.sampled_from([RULE, COUNTING_START])
DURATIONS = st.sampled_from([RANGE, FIXED, CALENDAR, PER_ACTIVITY, PER_PLAN, UNSPECIFIED])
TIMINGS = st.builds(
    Timing,
    days=st.none() | st.integers(1, 60),
    activities=st.none() | st.integers(1, 5),
    fixed_due=st.none(),
)
STEPS = st.lists(st.tuples(DURATIONS, TIMINGS), min_size=1, max_size=11)
PACES = st.sampled_from(list(Pace))


# --- days -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("duration", "timing", "pace", "days"),
    [
        (RANGE, NOTHING, Pace.LONGEST, 10),
        (RANGE, NOTHING, Pace.SHORTEST, 1),
        (RANGE, Timing(days=7), Pace.SHORTEST, 7),
        (PER_ACTIVITY, NOTHING, Pace.LONGEST, None),
        (PER_ACTIVITY, Timing(activities=3), Pace.LONGEST, 15),
        (PER_ACTIVITY, Timing(activities=3), Pace.SHORTEST, 9),
        (PER_ACTIVITY, Timing(days=4), Pace.LONGEST, None),
        (PER_ACTIVITY, Timing(days=4, activities=2), Pace.LONGEST, 8),
        (PER_PLAN, NOTHING, Pace.LONGEST, None),
        (UNSPECIFIED, NOTHING, Pace.SHORTEST, None),
        (UNSPECIFIED, Timing(days=10), Pace.LONGEST, 10),
    ],
)
def test_a_step_may_take_what_is_stated_or_typed(
    duration: Duration, timing: Timing, pace: str, days: int | None
) -> None:
    assert allowed_days(duration, timing, pace) == days


@pytest.mark.parametrize(
    ("start", "days", "unit", "due"),
    [
        # The vectors of the office: over the holidays of October, December and the New Year.
        (date(2026, 10, 9), 5, "working_day", date(2026, 10, 19)),
        (date(2026, 12, 4), 5, "working_day", date(2026, 12, 15)),
        (date(2026, 12, 30), 3, "working_day", date(2027, 1, 6)),
        (date(2026, 4, 30), 1, "working_day", date(2026, 5, 1)),
        # Calendar days: Mon 2 Nov + 3 = Thu; Tue 3 Nov + 5 = Sunday, so Monday.
        (date(2026, 11, 2), 3, "day", date(2026, 11, 5)),
        (date(2026, 11, 3), 5, "day", date(2026, 11, 9)),
        # Mon 28 Dec + 3 = Thu 31 Dec (closed), 1 Jan closed, weekend: Mon 4 Jan.
        (date(2026, 12, 28), 3, "day", date(2027, 1, 4)),
    ],
)
def test_vectors(start: date, days: int, unit: str, due: date) -> None:
    assert last_day(start, days, unit, RULE) == due


def test_an_added_holiday_moves_the_due_date() -> None:
    added = office_holidays(range(2026, 2028), [Correction(date(2026, 12, 11), "พิเศษ", "add")])

    assert last_day(date(2026, 12, 4), 5, "working_day", CountingRule(added)) == date(2026, 12, 16)


def test_the_day_of_the_start_counts_where_the_office_says_so() -> None:
    # Monday 2 November, five days: to Friday instead of the Monday after.
    assert last_day(date(2026, 11, 2), 5, "working_day", COUNTING_START) == date(2026, 11, 6)
    assert last_day(date(2026, 11, 2), 5, "day", COUNTING_START) == date(2026, 11, 6)


@pytest.mark.parametrize("unit", ["working_day", "day"])
def test_no_days_are_no_duration(unit: str) -> None:
    with pytest.raises(ValueError, match="at least one"):
        last_day(date(2026, 11, 2), 0, unit, RULE)


# --- the chain --------------------------------------------------------------------------


def test_a_step_without_days_ends_the_planning_until_somebody_dates_it() -> None:
    steps = [(RANGE, NOTHING), (UNSPECIFIED, NOTHING), (FIXED, NOTHING)]

    first, second, third = plan(date(2026, 11, 2), steps, RULE)

    assert first == PlannedStep(date(2026, 11, 2), date(2026, 11, 16))
    assert second == PlannedStep(date(2026, 11, 16), None)
    assert third == PlannedStep(None, None)


def test_a_fixed_date_carries_the_planning_on() -> None:
    steps = [(PER_PLAN, Timing(fixed_due=date(2026, 11, 30))), (RANGE, Timing(days=1))]

    assert plan(date(2026, 11, 2), steps, RULE) == [
        PlannedStep(date(2026, 11, 2), date(2026, 11, 30)),
        PlannedStep(date(2026, 11, 30), date(2026, 12, 1)),
    ]


def test_a_fixed_date_that_passed_sends_nobody_back_in_time() -> None:
    steps = [(PER_PLAN, Timing(fixed_due=date(2026, 10, 1))), (RANGE, Timing(days=1))]

    late, after = plan(date(2026, 11, 2), steps, RULE)

    assert late.due == date(2026, 10, 1)
    assert after == PlannedStep(date(2026, 11, 2), date(2026, 11, 3))


# --- laws -------------------------------------------------------------------------------


@given(start=STARTS, days=st.integers(1, 120), unit=st.sampled_from(["working_day", "day"]))
def test_a_due_date_is_a_working_day_after_the_start(start: date, days: int, unit: str) -> None:
    due = last_day(start, days, unit, RULE)

    assert due > start
    assert is_working_day(due, HOLIDAYS)
    assert due >= start + timedelta(days=days)


@given(start=STARTS, days=st.integers(1, 120))
def test_working_days_between_start_and_due_are_exactly_the_days(start: date, days: int) -> None:
    due = last_day(start, days, "working_day", RULE)
    after = [start + timedelta(days=n + 1) for n in range((due - start).days)]

    assert sum(is_working_day(day, HOLIDAYS) for day in after) == days


@given(start=STARTS, days=st.integers(1, 60), unit=st.sampled_from(["working_day", "day"]))
def test_more_days_are_never_due_earlier(start: date, days: int, unit: str) -> None:
    assert last_day(start, days, unit, RULE) <= last_day(start, days + 1, unit, RULE)
    assert last_day(start, days, unit, COUNTING_START) <= last_day(start, days, unit, RULE)


@given(start=STARTS, days=st.integers(1, 60))
def test_calendar_days_are_never_due_after_as_many_working_days(start: date, days: int) -> None:
    assert last_day(start, days, "day", RULE) <= last_day(start, days, "working_day", RULE)


@given(start=STARTS, steps=STEPS, rule=RULES, pace=PACES)
def test_a_plan_is_a_chain_that_stops_where_no_days_are_known(
    start: date, steps: list[tuple[Duration, Timing]], rule: CountingRule, pace: str
) -> None:
    planned = plan(start, steps, rule, pace)

    assert len(planned) == len(steps)
    assert planned[0].start == start
    for step, following in pairwise(planned):
        assert following.start == step.due
    for (duration, timing), step in zip(steps, planned, strict=True):
        if step.start is None or allowed_days(duration, timing, pace) is None:
            assert step.due is None
        else:
            assert step.due is not None
            assert step.due >= step.start
            assert step_due(step.start, duration, timing, rule, pace) == step.due


@given(start=STARTS, steps=STEPS, pace=PACES)
def test_the_years_of_a_plan_cover_all_its_days(
    start: date, steps: list[tuple[Duration, Timing]], pace: str
) -> None:
    years = years_of(start, steps, pace)
    planned = plan(start, steps, RULE, pace)

    assert all(step.due.year in years for step in planned if step.due)


@given(start=STARTS, steps=STEPS)
def test_the_shortest_pace_is_never_later(
    start: date, steps: list[tuple[Duration, Timing]]
) -> None:
    for quick, slow in zip(
        plan(start, steps, RULE, Pace.SHORTEST), plan(start, steps, RULE), strict=True
    ):
        assert (quick.due is None) == (slow.due is None)
        assert quick.due is None or quick.due <= slow.due
