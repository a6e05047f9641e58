"""When a step of a round is due: durations as the procedure states them, nothing invented.

Pure: holidays and the office's habit of counting are passed in. A duration counts working days or
("วัน") calendar days; the last calendar day moves on to the next working day when the office is
closed. A step without a number of days has no deadline until staff give it one, and whatever
follows it has no planned date until it is finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from portal.core.working_days import due_date, is_working_day, years_needed

WORKING_DAY = "working_day"
DAY = "day"
# Longer than any round; beyond it a number of days is a slip of the keyboard.
MOST_DAYS = 400
MOST_ACTIVITIES = 100


class Pace(StrEnum):
    """Which end of a stated range a round plans with."""

    LONGEST = "max"
    SHORTEST = "min"


class Duration(NamedTuple):
    """A step's duration as its procedure states it: numbers, unit and basis (five of them)."""

    minimum: int | None
    maximum: int | None
    unit: str
    basis: str

    @property
    def per_activity(self) -> bool:
        """Whether the stated days are those of one activity."""
        return self.basis == "per_activity"

    @property
    def counted_in(self) -> str:
        """The unit to count in; an own number for a step without any means working days."""
        return self.unit or WORKING_DAY

    def stated(self, pace: str) -> int | None:
        """The stated days by the pace of the round, None where the procedure states none."""
        return self.minimum if pace == Pace.SHORTEST else self.maximum


class Timing(NamedTuple):
    """What a round decided for one step: own days, a number of activities, or a fixed date."""

    days: int | None = None
    activities: int | None = None
    fixed_due: date | None = None


class PlannedStep(NamedTuple):
    """When a step is to begin and to be finished, as far as that can be said."""

    start: date | None
    due: date | None


@dataclass(frozen=True)
class CountingRule:
    """The days the office is closed, and whether the day on which a step begins counts."""

    holidays: Mapping[date, str] = field(default_factory=dict)
    count_start: bool = False


def allowed_days(duration: Duration, timing: Timing, pace: str = Pace.LONGEST) -> int | None:
    """How many days a step may take; None where nobody has said so."""
    days = duration.stated(pace) if timing.days is None else timing.days
    if days is None or not duration.per_activity:
        return days
    return days * timing.activities if timing.activities else None


def last_day(start: date, days: int, unit: str, rule: CountingRule) -> date:
    """Give the day on which a step of that many days is due."""
    if unit != DAY:
        return due_date(start, days, rule.holidays, count_start=rule.count_start)
    if days < 1:
        raise ValueError("a step needs at least one day")
    day = start + timedelta(days=days - rule.count_start)
    while not is_working_day(day, rule.holidays):
        day += timedelta(days=1)
    return day


def step_due(
    start: date, duration: Duration, timing: Timing, rule: CountingRule, pace: str = Pace.LONGEST
) -> date | None:
    """When a step that begins on that day is due, None where it has no deadline."""
    if timing.fixed_due is not None:
        return timing.fixed_due
    days = allowed_days(duration, timing, pace)
    return None if days is None else last_day(start, days, duration.counted_in, rule)


def plan(
    start: date,
    steps: Iterable[tuple[Duration, Timing]],
    rule: CountingRule,
    pace: str = Pace.LONGEST,
) -> list[PlannedStep]:
    """Chain the steps from the start; each begins on the day the one before is due."""
    planned = []
    begins: date | None = start
    for duration, timing in steps:
        due = step_due(begins, duration, timing, rule, pace) if begins else None
        planned.append(PlannedStep(begins, due))
        # A fixed date that has passed already does not send the next step back in time.
        begins = max(begins, due) if begins and due else None
    return planned


def years_of(
    start: date, steps: Sequence[tuple[Duration, Timing]], pace: str = Pace.LONGEST
) -> range:
    """Name the years (C.E.) whose holidays the plan of these steps can need."""
    total = sum(allowed_days(duration, timing, pace) or 0 for duration, timing in steps)
    fixed = [timing.fixed_due for _duration, timing in steps if timing.fixed_due]
    return range(start.year, years_needed(max([start, *fixed]), total).stop)
