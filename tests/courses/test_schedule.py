"""The timetable in the database, read, expanded and kept."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import ExceptionKind, LessonPin, TimetableException
from courses.schedule import current_schedule, term_schedule
from courses.timetable import BANGKOK, DayKind, day_status, next_up, on_air
from portal.core.models import AcademicTerm, OfficeHoliday
from tests.factories import (
    ChannelFactory,
    CourseFactory,
    LessonFactory,
    TimetableSlotFactory,
)

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 8, 40, tzinfo=BANGKOK)


def test_what_is_on_air_with_its_course_lesson_and_channel(calendar: Any) -> None:
    slot = TimetableSlotFactory()
    lesson = LessonFactory(course=slot.course)
    schedule = current_schedule(MONDAY)
    airing = on_air(schedule.airings, MONDAY)[slot.channel_id]
    assert schedule.course_of(airing) == slot.course
    assert schedule.lesson_of(airing) == lesson
    assert schedule.channel_of(airing) == slot.channel
    assert airing.uid == f"{slot.uid}-20261102"
    assert [each for each in schedule.airings if each.lesson == lesson.pk] == [airing]
    assert schedule.of_channel(ChannelFactory(code="dltv5")) == []
    assert len(schedule.of_course(slot.course)) == 21


def test_a_kept_schedule_costs_one_query_and_any_change_ends_it(calendar: Any) -> None:
    slot = TimetableSlotFactory()
    current_schedule(MONDAY)
    with CaptureQueriesContext(connection) as queries:
        kept = current_schedule(MONDAY.replace(hour=23, minute=59))
    assert len(queries) == 1
    assert kept.courses[slot.course_id].name_th == "คณิตศาสตร์ ป.4"
    slot.course.name_th = "ชื่อใหม่"
    slot.course.save()
    renewed = current_schedule(MONDAY)
    assert renewed.courses[slot.course_id].name_th == "ชื่อใหม่"
    assert renewed.token != kept.token
    assert renewed.airings[0].sequence > kept.airings[0].sequence


def test_reading_costs_the_same_for_any_number_of_slots(calendar: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            current_schedule(MONDAY)
        return len(queries)

    slot = TimetableSlotFactory()
    few = cost()
    for weekday in range(2, 7):
        row = TimetableSlotFactory(channel=slot.channel, weekday=weekday)
        LessonFactory(course=row.course)
    assert cost() == few


def test_drafts_are_not_on_air(calendar: Any) -> None:
    TimetableSlotFactory(course=CourseFactory(draft=True))
    draft = LessonFactory(draft=True)
    slot = TimetableSlotFactory(weekday=2, course=draft.course)
    LessonFactory(course=draft.course)
    own = current_schedule(MONDAY).airings
    assert {airing.course for airing in own} == {slot.course_id}
    assert [airing.lesson for airing in own][:3] == [None, own[1].lesson, None]
    assert own[1].lesson is not None


def test_exceptions_and_pins_are_read(calendar: Any) -> None:
    slot = TimetableSlotFactory()
    first, second = LessonFactory(course=slot.course), LessonFactory(course=slot.course)
    TimetableException.objects.create(
        kind=ExceptionKind.CANCELLED, channel=slot.channel, slot=slot, date=date(2026, 11, 2)
    )
    TimetableException.objects.create(
        kind=ExceptionKind.SPECIAL,
        channel=slot.channel,
        date=date(2026, 11, 3),
        start=time(9),
        end=time(10),
        lesson=first,
    )
    LessonPin.objects.create(lesson=second, date=date(2026, 11, 9))
    told = [(a.day.day, a.cancelled, a.lesson) for a in current_schedule(MONDAY).airings[:3]]
    assert told == [(2, True, None), (3, False, first.pk), (9, False, second.pk)]


def test_a_special_broadcast_of_another_terms_lesson_is_shown(calendar: Any) -> None:
    old = LessonFactory(course=CourseFactory(academic_year=2568, term=1))
    channel = ChannelFactory()
    day = {"channel": channel, "date": date(2026, 11, 3), "start": time(9), "end": time(10)}
    TimetableException.objects.create(kind=ExceptionKind.SPECIAL, lesson=old, **day)
    schedule = current_schedule(MONDAY)
    assert [schedule.lesson_of(airing) for airing in schedule.airings] == [old]


def test_a_special_broadcast_of_a_draft_shows_only_its_own_title(calendar: Any) -> None:
    draft = CourseFactory(draft=True)
    day = {"channel": ChannelFactory(), "date": date(2026, 11, 3)}
    for hour, title in ((9, ""), (10, "ติวเข้ม")):
        TimetableException.objects.create(
            kind=ExceptionKind.SPECIAL,
            course=draft,
            title_th=title,
            start=time(hour),
            end=time(hour, 30),
            **day,
        )
    assert [(a.title_th, a.course) for a in current_schedule(MONDAY).airings] == [("ติวเข้ม", None)]


@pytest.mark.parametrize("day", [date(2026, 10, 11), date(2026, 10, 20), date(2026, 10, 31)])
def test_in_the_break_the_next_term_is_known(calendar: Any, day: date) -> None:
    slot = TimetableSlotFactory()
    now = datetime.combine(day, time(12), BANGKOK)
    coming = next_up(current_schedule(now).airings, now)
    assert coming[slot.channel_id].day == date(2026, 11, 2)


def test_one_term_alone(calendar: Any) -> None:
    TimetableSlotFactory()
    assert term_schedule(2569, 1).airings == ()
    assert len(term_schedule(2569, 2).airings) == 21
    assert term_schedule(2580, 1).airings == ()


def test_the_portal_hands_down_the_offices_terms_and_holidays() -> None:
    TimetableSlotFactory()
    days = {airing.day for airing in current_schedule(MONDAY).airings}
    assert date(2026, 11, 2) in days
    assert date(2026, 12, 7) not in days  # in place of Father's Day, a Saturday
    OfficeHoliday.objects.create(date=date(2026, 11, 2), name="น้ำท่วม")
    AcademicTerm.objects.create(
        academic_year=2569, number=2, first_day=date(2026, 11, 1), last_day=date(2026, 12, 13)
    )
    schedule = current_schedule(MONDAY)
    days = {airing.day for airing in schedule.airings}
    assert date(2026, 11, 2) not in days
    assert max(days) == date(2026, 11, 30)
    assert day_status(schedule.calendar, date(2026, 11, 2)).name == "น้ำท่วม"
    assert day_status(schedule.calendar, date(2026, 12, 14)).kind == DayKind.NO_TERM


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        current_schedule(datetime(2026, 11, 2, 8, 30))  # noqa: DTZ001
