"""The timetable as pages show it: airings with what they are about, by channel, day and week."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby

from search.language import in_english

from . import timetable as pure
from .models import Channel, Course, Lesson, LessonResource, ResourceRole
from .schedule import Schedule, current_schedule, term_schedule
from .school_calendar import calendar_around

# What somebody who missed a broadcast looks for.
_MISSED_ROLES = (ResourceRole.RECORDING, ResourceRole.WORKSHEET)
_KEY_LENGTH = 16
_FRIDAY = 5


class State(StrEnum):
    """Where an airing stands at the moment of the page."""

    PAST = "past"
    NOW = "now"
    COMING = "coming"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Entry:
    """One airing as a page shows it; past ones carry recording and worksheet."""

    airing: pure.Airing
    channel: Channel
    course: Course | None
    lesson: Lesson | None
    state: State
    materials: tuple[LessonResource, ...] = ()

    @property
    def title(self) -> str:
        """What is on: the special title, else the course."""
        special = (in_english() and self.airing.title_en) or self.airing.title_th
        return special or (self.course.name if self.course else "")

    @property
    def title_en(self) -> str:
        """The English twin of the title, where it has one."""
        if self.airing.title_th:
            return self.airing.title_en
        return self.course.name_en if self.course else ""

    @property
    def is_special(self) -> bool:
        """Whether it is on air outside the weekly timetable."""
        return self.airing.special is not None


@dataclass(frozen=True)
class ChannelDay:
    """One channel on one day."""

    channel: Channel
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class OnAir:
    """What a channel broadcasts now, and what next."""

    channel: Channel
    now: Entry | None
    next: Entry | None


def state_of(airing: pure.Airing, now: datetime) -> State:
    """Say where an airing stands at a moment; it is on up to, but not including, its end."""
    if airing.cancelled:
        return State.CANCELLED
    if airing.end <= now:
        return State.PAST
    return State.NOW if airing.start <= now else State.COMING


def make_entries(schedule: Schedule, airings: Iterable[pure.Airing], now: datetime) -> list[Entry]:
    """Put names to airings."""
    return [
        Entry(
            airing=airing,
            channel=schedule.channel_of(airing),
            course=schedule.course_of(airing),
            lesson=schedule.lesson_of(airing),
            state=state_of(airing, now),
        )
        for airing in airings
    ]


def with_materials(entries: Sequence[Entry]) -> list[Entry]:
    """Add recording and worksheet to the airings that are over: one query for all of them."""
    past = {entry.lesson.pk for entry in entries if entry.lesson and entry.state is State.PAST}
    found = _materials(past) if past else {}
    return [
        replace(entry, materials=found.get(entry.lesson.pk, ()))
        if entry.lesson and entry.state is State.PAST
        else entry
        for entry in entries
    ]


def _materials(lessons: Iterable[int]) -> dict[int, tuple[LessonResource, ...]]:
    links = LessonResource.objects.filter(
        lesson__in=lessons, role__in=_MISSED_ROLES, resource__live=True
    )
    found: defaultdict[int, list[LessonResource]] = defaultdict(list)
    for link in links.select_related("resource").order_by("lesson", "role", "sort_order", "pk"):
        found[link.lesson_id].append(link)
    return {lesson: tuple(links) for lesson, links in found.items()}


# --- now and next -----------------------------------------------------------------------


def channels_in_order(schedule: Schedule) -> list[Channel]:
    """The channels in the staff's order."""
    return sorted(schedule.channels.values(), key=lambda each: (each.sort_order, each.code))


def now_and_next(
    schedule: Schedule, now: datetime, channels: Sequence[Channel] | None = None
) -> list[OnAir]:
    """What each channel broadcasts now and next, in the channels' order."""
    present, coming = pure.on_air(schedule.airings, now), pure.next_up(schedule.airings, now)

    def entry(airing: pure.Airing | None) -> Entry | None:
        return make_entries(schedule, [airing], now)[0] if airing else None

    return [
        OnAir(channel, entry(present.get(channel.pk)), entry(coming.get(channel.pk)))
        for channel in (channels_in_order(schedule) if channels is None else channels)
    ]


def key_of(board: Iterable[OnAir], schedule: Schedule, now: datetime) -> str:
    """A short text that stays the same as long as the board reads the same."""
    uids = [each.airing.uid for row in board for each in (row.now, row.next) if each]
    text = " ".join([schedule.token, pure.bangkok(now).date().isoformat(), *uids])
    on_air = "".join("1" if row.now else "0" for row in board)
    return hashlib.sha256(f"{text} {on_air}".encode()).hexdigest()[:_KEY_LENGTH]


def missed(schedule: Schedule, channel: Channel, now: datetime, number: int) -> list[Entry]:
    """The last lessons that a channel has broadcast, the latest first, with their materials."""
    over = pure.past(schedule.of_channel(channel), now)
    taught = [airing for airing in over if airing.lesson in schedule.lessons][:number]
    return with_materials(make_entries(schedule, taught, now))


# --- days and weeks ---------------------------------------------------------------------


def day_status(current: Schedule, day: date) -> pure.DayStatus:
    """Say whether the timetable holds on a day, and if not, why."""
    return pure.day_status(_calendar_of(current, day), day)


def _calendar_of(current: Schedule, day: date) -> pure.SchoolCalendar:
    calendar = current.calendar
    if calendar.terms and calendar.terms[0].first_day <= day <= calendar.terms[-1].last_day:
        return calendar
    return calendar_around(datetime.combine(day, time(12), pure.BANGKOK))


def entries_between(
    current: Schedule, days: tuple[date, date], now: datetime, channel: Channel | None = None
) -> list[Entry]:
    """Everything on air from one day to another, in order of time, past ones with materials."""
    found: list[Entry] = []
    first, last = days
    for schedule in _schedules(current, days, now):
        airings = schedule.of_channel(channel) if channel else schedule.airings
        wanted = [airing for airing in airings if first <= airing.day <= last]
        found += make_entries(schedule, wanted, now)
    return with_materials(found)


def _schedules(current: Schedule, days: tuple[date, date], now: datetime) -> list[Schedule]:
    """The schedules that speak of these days: the current one, or those of their terms."""
    first, last = days
    terms = [term for term in pure.terms_around(current.calendar, pure.bangkok(now).date()) if term]
    if terms and terms[0].first_day <= first and last <= current.calendar.reach(terms[-1]):
        return [current]
    found = [pure.terms_around(_calendar_of(current, day), day)[0] for day in days]
    wanted = dict.fromkeys((term.academic_year, term.number) for term in found if term)
    return [term_schedule(*term) for term in wanted]


def by_channel(entries: Iterable[Entry]) -> list[ChannelDay]:
    """The airings of one day by channel, in the channels' order."""
    ordered = sorted(
        entries,
        key=lambda each: (
            *(each.channel.sort_order, each.channel.code),
            *(each.airing.start, each.airing.cancelled),
        ),
    )
    groups = groupby(ordered, key=lambda each: each.channel)
    return [ChannelDay(channel, tuple(group)) for channel, group in groups]


@dataclass(frozen=True)
class WeekCell:
    """What begins on one day at one time; `row` counts from 1, the same for all days."""

    row: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class WeekDay:
    """One day of a week, and what is to be said of it."""

    day: date
    status: pure.DayStatus
    cells: tuple[WeekCell, ...]


@dataclass(frozen=True)
class Week:
    """One channel's week: Monday to Friday, and the weekend where something is on."""

    days: tuple[WeekDay, ...]
    rows: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on air."""
        return not self.rows


def week_of(current: Schedule, channel: Channel, monday: date, now: datetime) -> Week:
    """One channel's week."""
    entries = entries_between(current, (monday, monday + timedelta(days=6)), now, channel)
    by_uid = {entry.airing.uid: entry for entry in entries}
    grid = pure.week_grid([entry.airing for entry in entries], monday)
    days = []
    for place, day in enumerate(grid.days):
        cells = tuple(
            WeekCell(number, tuple(by_uid[airing.uid] for airing in row.cells[place]))
            for number, row in enumerate(grid.rows, start=1)
            if row.cells[place]
        )
        if cells or day.isoweekday() <= _FRIDAY:
            days.append(WeekDay(day, day_status(current, day), cells))
    return Week(tuple(days), len(grid.rows))


# --- one course, one lesson -------------------------------------------------------------


def airings_of_course(course: Course, now: datetime) -> list[Entry]:
    """When a course is on air in its term, and specially at present; in order of time."""
    found: dict[str, Entry] = {}
    for schedule in _schedules_of(course, now):
        for entry in make_entries(schedule, schedule.of_course(course), now):
            found[entry.airing.uid] = entry
    return sorted(found.values(), key=lambda entry: entry.airing.start)


def _schedules_of(course: Course, now: datetime) -> list[Schedule]:
    current = current_schedule(now)
    around = pure.terms_around(current.calendar, pure.bangkok(now).date())
    own = (course.academic_year, course.term)
    if own in [(term.academic_year, term.number) for term in around if term]:
        return [current]
    return [term_schedule(*own), current]
