"""What the timetable is computed from, and what comes out: plain data, rows named by their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

# Thailand keeps UTC+7 without summer time: a fixed offset needs no time zone database.
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a school year (B.E.); both days belong to it."""

    academic_year: int
    number: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day without school."""

    day: date
    name: str


@dataclass(frozen=True)
class SchoolCalendar:
    """Terms in the order of their days, and the holidays of those years."""

    terms: tuple[Term, ...] = ()
    holidays: tuple[Holiday, ...] = ()

    def term(self, academic_year: int, number: int) -> Term | None:
        """Find a term by its year and number."""
        wanted = (academic_year, number)
        return next(
            (term for term in self.terms if (term.academic_year, term.number) == wanted), None
        )

    def reach(self, term: Term) -> date:
        """The last day that counts to a term: the break behind it belongs to it."""
        later = [other.first_day for other in self.terms if other.first_day > term.last_day]
        return min(later) - timedelta(days=1) if later else term.last_day


@dataclass(frozen=True, slots=True)
class Slot:
    """A course on air every week of the term; `weekday` counts from 1, Monday."""

    key: int
    uid: str
    sequence: int
    channel: int
    course: int
    weekday: int
    start: time
    end: time
    valid_from: date | None = None
    valid_to: date | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A slot, or without one a channel's every slot, that is not on air on one day."""

    day: date
    channel: int
    slot: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Special:
    """A broadcast of one day; it takes the place of the slots that it overlaps."""

    key: int
    uid: str
    sequence: int
    day: date
    channel: int
    start: time
    end: time
    course: int | None = None
    lesson: int | None = None
    title_th: str = ""
    title_en: str = ""
    reason: str = ""
    # Its lesson is what it says, even where that is none: it takes no turn.
    settled: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """From this day on the course goes on with this lesson."""

    course: int
    day: date
    lesson: int


@dataclass(frozen=True)
class Timetable:
    """All that is known of one term, and of the break behind it up to `until`.

    `lessons` holds the lessons of each course in order; None keeps the place of one that is not
    public yet.
    """

    term: Term
    slots: Sequence[Slot] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    cancellations: Sequence[Cancellation] = ()
    specials: Sequence[Special] = ()
    lessons: Mapping[int, Sequence[int | None]] = field(default_factory=dict)
    pins: Sequence[Pin] = ()
    until: date | None = None

    @property
    def last_day(self) -> date:
        """The last day that this timetable speaks of."""
        return self.until or self.term.last_day


@dataclass(frozen=True, slots=True)
class Airing:
    """One broadcast on one day. `slot` or `special` says where it comes from."""

    uid: str
    sequence: int
    channel: int
    start: datetime
    end: datetime
    course: int | None
    lesson: int | None = None
    slot: int | None = None
    special: int | None = None
    title_th: str = ""
    title_en: str = ""
    cancelled: bool = False
    reason: str = ""
    changed_at: datetime | None = None

    @property
    def day(self) -> date:
        """Its day in Bangkok."""
        return self.start.date()
