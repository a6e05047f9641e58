"""What is on air at a moment, next, on a day, in a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from .data import BANGKOK, Airing, SchoolCalendar, Term


def bangkok(moment: datetime) -> datetime:
    """Give a moment in Bangkok's time.

    Raises:
        ValueError: when the moment has no time zone, so that nobody knows which one is meant.
    """
    if moment.utcoffset() is None:
        raise ValueError(
            f"{moment.isoformat()} has no time zone: pass an aware datetime, "
            "such as django.utils.timezone.now()"
        )
    return moment.astimezone(BANGKOK)


def on_air(schedule: Iterable[Airing], now: datetime) -> dict[int, Airing]:
    """Give what is on air at a moment, by channel."""
    moment = bangkok(now)
    return {
        airing.channel: airing
        for airing in schedule
        if not airing.cancelled and airing.start <= moment < airing.end
    }


def next_up(schedule: Iterable[Airing], now: datetime) -> dict[int, Airing]:
    """Give what each channel broadcasts next, be it today or after the holidays."""
    moment = bangkok(now)
    coming: dict[int, Airing] = {}
    for airing in schedule:
        if airing.cancelled or airing.start <= moment:
            continue
        known = coming.get(airing.channel)
        if known is None or airing.start < known.start:
            coming[airing.channel] = airing
    return coming


def past(schedule: Iterable[Airing], now: datetime) -> list[Airing]:
    """Give what was on air and is over, the latest first."""
    moment = bangkok(now)
    over = [airing for airing in schedule if not airing.cancelled and airing.end <= moment]
    return sorted(over, key=lambda airing: airing.end, reverse=True)


def day_grid(schedule: Iterable[Airing], day: date) -> dict[int, list[Airing]]:
    """Give the airings of one day by channel, each in order of time, cancelled ones included."""
    grid: defaultdict[int, list[Airing]] = defaultdict(list)
    for airing in schedule:
        if airing.day == day:
            grid[airing.channel].append(airing)
    for row in grid.values():
        row.sort(key=lambda airing: (airing.start, airing.cancelled))
    return dict(grid)


@dataclass(frozen=True, slots=True)
class WeekRow:
    """What begins at one time of day, from Monday to Sunday."""

    start: time
    cells: tuple[tuple[Airing, ...], ...]


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """One week from Monday to Sunday, with a row for each time at which something begins."""

    days: tuple[date, ...]
    rows: tuple[WeekRow, ...]


def week_days(day: date) -> tuple[date, ...]:
    """Give the seven days of the week of a day, Monday first."""
    monday = day - timedelta(days=day.isoweekday() - 1)
    return tuple(monday + timedelta(days=place) for place in range(7))


def week_grid(schedule: Iterable[Airing], day: date, channel: int | None = None) -> WeekGrid:
    """Give the week of a day, of one channel or of all that were passed in."""
    days = week_days(day)
    cells: defaultdict[time, defaultdict[date, list[Airing]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for airing in schedule:
        if days[0] <= airing.day <= days[6] and channel in (None, airing.channel):
            cells[airing.start.timetz().replace(tzinfo=None)][airing.day].append(airing)
    rows = tuple(
        WeekRow(start, tuple(tuple(by_day[each]) for each in days))
        for start, by_day in sorted(cells.items())
    )
    return WeekGrid(days, rows)


class DayKind(StrEnum):
    """Why there are airings on a day, or none."""

    SCHOOL_DAY = "school_day"
    HOLIDAY = "holiday"
    NO_TERM = "no_term"


@dataclass(frozen=True, slots=True)
class DayStatus:
    """What kind of day it is; `name` is that of the holiday."""

    kind: DayKind
    term: Term | None = None
    name: str = ""


def day_status(calendar: SchoolCalendar, day: date) -> DayStatus:
    """Say whether the timetable holds on a day, and if not, why."""
    term = next((term for term in calendar.terms if term.first_day <= day <= term.last_day), None)
    if term is None:
        return DayStatus(DayKind.NO_TERM)
    name = next((holiday.name for holiday in calendar.holidays if holiday.day == day), None)
    if name is not None:
        return DayStatus(DayKind.HOLIDAY, term, name)
    return DayStatus(DayKind.SCHOOL_DAY, term)


def terms_around(calendar: SchoolCalendar, day: date) -> tuple[Term | None, Term | None]:
    """Give the term that a day counts to, the break behind it included, and the one after it."""
    begun = [term for term in calendar.terms if term.first_day <= day]
    coming = [term for term in calendar.terms if term.first_day > day]
    return (begun[-1] if begun else None), (coming[0] if coming else None)
