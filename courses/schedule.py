"""The timetable in the database, read into plain data and expanded: the door for pages and feeds.

What was expanded is kept in memory for as long as the revision's token stands, so a page that
shows what is on air costs one query. The kept rows are only read, never saved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Q, QuerySet

from . import timetable as pure
from .models import (
    Channel,
    Course,
    ExceptionKind,
    Lesson,
    LessonPin,
    TimetableException,
    TimetableRevision,
    TimetableSlot,
)
from .school_calendar import calendar_around, school_calendar


@dataclass(frozen=True)
class Schedule:
    """Airings in order of time, and the rows that they name by key. Only what is public."""

    token: str
    # When the timetable became what it is; unknown before its first change.
    changed_at: datetime | None
    calendar: pure.SchoolCalendar
    terms: tuple[pure.Term, ...]
    airings: tuple[pure.Airing, ...]
    channels: Mapping[int, Channel]
    courses: Mapping[int, Course]
    lessons: Mapping[int, Lesson]

    def course_of(self, airing: pure.Airing) -> Course | None:
        """The course on air."""
        return self.courses.get(airing.course) if airing.course else None

    def lesson_of(self, airing: pure.Airing) -> Lesson | None:
        """The lesson on air; nothing where it is not public or the lessons are used up."""
        return self.lessons.get(airing.lesson) if airing.lesson else None

    def channel_of(self, airing: pure.Airing) -> Channel:
        """The channel that it is on."""
        return self.channels[airing.channel]

    def of_channel(self, channel: Channel) -> list[pure.Airing]:
        """The airings of one channel."""
        return [airing for airing in self.airings if airing.channel == channel.pk]

    def of_course(self, course: Course) -> list[pure.Airing]:
        """The airings of one course."""
        return [airing for airing in self.airings if airing.course == course.pk]


def current_schedule(now: datetime) -> Schedule:
    """Everything on air in the term of a moment and in the next one; one query when kept."""
    return _around(TimetableRevision.current(), pure.bangkok(now).date())


def term_schedule(academic_year: int, number: int) -> Schedule:
    """Everything on air in one term (B.E.); one query when kept."""
    return _of_term(TimetableRevision.current(), academic_year, number)


@lru_cache(maxsize=4)
def _around(token: str, day: date) -> Schedule:
    calendar = calendar_around(datetime.combine(day, datetime.min.time(), pure.BANGKOK))
    terms = [term for term in pure.terms_around(calendar, day) if term]
    return _read(token, calendar, terms)


@lru_cache(maxsize=4)
def _of_term(token: str, academic_year: int, number: int) -> Schedule:
    calendar = school_calendar((academic_year, academic_year + 1))
    term = calendar.term(academic_year, number)
    return _read(token, calendar, [term] if term else [])


def _read(token: str, calendar: pure.SchoolCalendar, terms: Sequence[pure.Term]) -> Schedule:
    courses = _courses(calendar, terms)
    lessons = {
        lesson.pk: lesson
        for lesson in Lesson.objects.filter(course__in=courses)
        .only("course", "unit", "number", "name_th", "name_en", "live")
        .order_by("course", "number")
    }
    rows = _Rows(calendar, courses, lessons)
    return Schedule(
        token=token,
        changed_at=TimetableRevision.changed(token),
        calendar=calendar,
        terms=tuple(terms),
        airings=tuple(airing for term in terms for airing in pure.airings(rows.timetable(term))),
        channels=Channel.objects.prefetch_related("grades").in_bulk(),
        courses=courses,
        lessons={pk: lesson for pk, lesson in lessons.items() if lesson.live},
    )


def _courses(calendar: pure.SchoolCalendar, terms: Sequence[pure.Term]) -> dict[int, Course]:
    """The public courses of these terms, and those of any term that are on air specially."""
    wanted = Q(pk__in=_exceptions(calendar).exclude(course=None).values("course"))
    for term in terms:
        wanted |= Q(academic_year=term.academic_year, term=term.number)
    public = Course.objects.public().filter(wanted)
    return {course.pk: course for course in public.select_related("grade", "subject")}


def _exceptions(calendar: pure.SchoolCalendar) -> QuerySet[TimetableException]:
    first = min((term.first_day for term in calendar.terms), default=date.min)
    last = max((calendar.reach(term) for term in calendar.terms), default=date.min)
    return TimetableException.objects.filter(date__range=(first, last)).order_by("date", "pk")


class _Rows:
    """The rows of one or two terms, read once and handed out as each term's plain data."""

    def __init__(
        self,
        calendar: pure.SchoolCalendar,
        courses: Mapping[int, Course],
        lessons: Mapping[int, Lesson],
    ) -> None:
        self.calendar = calendar
        self.courses = courses
        self.lessons = lessons
        self.holidays = {holiday.day: holiday.name for holiday in calendar.holidays}
        self.slots = list(TimetableSlot.objects.filter(course__in=courses))
        self.pins = [
            pure.Pin(course, day, lesson)
            for course, day, lesson in LessonPin.objects.filter(
                lesson__course__in=courses
            ).values_list("lesson__course", "date", "lesson")
        ]
        self.exceptions = list(_exceptions(calendar))

    def timetable(self, term: pure.Term) -> pure.Timetable:
        """One term's plain data."""
        return pure.Timetable(
            term=term,
            until=self.calendar.reach(term),
            holidays=self.holidays,
            slots=[
                _slot(row)
                for row in self.slots
                if self._term_of(row.course_id) == (term.academic_year, term.number)
            ],
            cancellations=[
                pure.Cancellation(row.date, row.channel_id, row.slot_id, row.reason)
                for row in self.exceptions
                if row.kind == ExceptionKind.CANCELLED
            ],
            specials=[special for row in self.exceptions if (special := self._special(row))],
            lessons=self._lessons_in_order(),
            pins=self.pins,
        )

    def _term_of(self, course: int) -> tuple[int, int]:
        return self.courses[course].academic_year, self.courses[course].term

    def _special(self, row: TimetableException) -> pure.Special | None:
        """A special broadcast as the public may see it; none that only a draft speaks for."""
        course = row.course_id if row.course_id in self.courses else None
        if row.kind != ExceptionKind.SPECIAL or not (course or row.title_th):
            return None
        if row.start is None or row.end is None:
            return None
        lesson = self.lessons.get(row.lesson_id) if row.lesson_id else None
        return pure.Special(
            key=row.pk,
            uid=str(row.uid),
            sequence=row.sequence,
            day=row.date,
            channel=row.channel_id,
            start=row.start,
            end=row.end,
            course=course,
            lesson=lesson.pk if lesson and lesson.live else None,
            title_th=row.title_th,
            title_en=row.title_en,
            reason=row.reason,
            settled=row.lesson_id is not None,
            changed_at=row.changed_at,
        )

    def _lessons_in_order(self) -> dict[int, list[int | None]]:
        order: defaultdict[int, list[int | None]] = defaultdict(list)
        for lesson in self.lessons.values():
            order[lesson.course_id].append(lesson.pk if lesson.live else None)
        return dict(order)


def _slot(row: TimetableSlot) -> pure.Slot:
    return pure.Slot(
        key=row.pk,
        uid=str(row.uid),
        sequence=row.sequence,
        channel=row.channel_id,
        course=row.course_id,
        weekday=row.weekday,
        start=row.start,
        end=row.end,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        changed_at=row.changed_at,
    )
