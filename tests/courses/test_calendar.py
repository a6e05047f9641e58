"""What calendars say of each airing, and how they follow its changes."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from catalog.spreadsheets import read_table
from courses.importing.stored import save_timetable
from courses.importing.timetable import COLUMNS
from courses.models import ExceptionKind, Lesson, LessonPin, TimetableException, TimetableSlot
from courses.schedule import current_schedule
from courses.timetable import BANGKOK
from tests import factories
from tests.courses.calendars import (
    CHANNEL,
    FIRST,
    HEAD,
    LONG,
    NOW,
    SECOND,
    clock,
    events,
    on,
    slot,
)

__all__ = ["clock", "slot"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

# --- one event ----------------------------------------------------------------------------


def test_an_airing_is_read_back_as_it_is(client: Client, slot: TimetableSlot) -> None:
    event = on(events(client), FIRST)
    assert event.uid.value == f"{slot.uid}-20261102"
    assert event.dtstart.value == datetime(2026, 11, 2, 8, 30, tzinfo=BANGKOK)
    assert event.dtend.value == datetime(2026, 11, 2, 9, 20, tzinfo=BANGKOK)
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Asia/Bangkok"]
    assert event.summary.value == "คณิตศาสตร์ ป.4: 1. เศษส่วน"
    assert "ช่อง: DLTV4 ประถมศึกษาปีที่ 4\n" in event.description.value
    assert slot.course.code in event.description.value
    assert event.location.value == "DLTV4"
    assert event.status.value == "CONFIRMED"
    assert event.sequence.value == str(current_schedule(NOW).airings[0].sequence)
    assert event.categories.value == ["คณิตศาสตร์", "ป.4"]
    lesson = Lesson.objects.get(number=1)
    assert event.url.value == f"http://testserver/lessons/{lesson.pk}/"
    assert event.last_modified.value == event.dtstamp.value


def test_thai_text_is_folded_within_75_octets_and_comes_back_whole(
    client: Client, slot: TimetableSlot
) -> None:
    raw = client.get(CHANNEL).getvalue()
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is cut
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert on(events(client), SECOND).summary.value == f"คณิตศาสตร์ ป.4: 2. {LONG}"


def test_characters_that_no_calendar_may_carry_are_left_out(
    client: Client, slot: TimetableSlot
) -> None:
    Lesson.objects.filter(number=1).update(name_th="เศษ\x0bส่วน\r\nEND:VCALENDAR")
    event = on(events(client), FIRST)
    assert "\x0b" not in event.summary.value
    assert "END:VCALENDAR" in event.summary.value


def test_summer_and_winter_have_the_same_offset(client: Client, slot: TimetableSlot) -> None:
    other = factories.CourseFactory(term=1, academic_year=2570)
    factories.TimetableSlotFactory(channel=slot.channel, course=other)
    found = events(client)
    offsets = {event.dtstart.value.utcoffset() for event in found.values()}
    assert {event.dtstart.value.month for event in found.values()} > {7, 12, 1}
    assert offsets == {timedelta(hours=7)}
    assert b"BEGIN:DAYLIGHT" not in client.get(CHANNEL).getvalue()


def test_every_school_day_of_the_term_and_no_other(client: Client, calendar: Any) -> None:
    sunday = factories.TimetableSlotFactory(weekday=7, start=time(0), end=time(0, 30))
    factories.TimetableSlotFactory(
        channel=sunday.channel, course=sunday.course, weekday=4, start=time(23), end=time(23, 59)
    )
    factories.TimetableSlotFactory(channel=sunday.channel, course=sunday.course)
    days = {event.dtstart.value.date() for event in events(client).values()}
    assert min(days) == date(2026, 11, 1)  # the first day of the term, a Sunday
    assert max(days) == date(2027, 4, 1)  # the last, a Thursday
    assert not days & {date(2026, 12, 7), date(2026, 12, 31)}  # a Monday and a Thursday off


# --- changes ------------------------------------------------------------------------------


def test_an_edit_keeps_the_uids_and_raises_the_sequence(
    client: Client, slot: TimetableSlot, time_machine: TimeMachineFixture
) -> None:
    before = events(client)
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    slot.end = time(9, 30)
    slot.save()
    after = events(client)
    assert before.keys() == after.keys()
    for uid, event in after.items():
        assert int(event.sequence.value) > int(before[uid].sequence.value)
        assert event.last_modified.value == NOW + timedelta(hours=1)
        assert event.dtend.value.minute == 30


@pytest.mark.parametrize("what", ["channel", "course", "lesson", "pin", "new_lesson"])
def test_whatever_an_event_says_raises_its_sequence(
    client: Client, slot: TimetableSlot, what: str
) -> None:
    before = events(client)
    first = Lesson.objects.get(number=1)
    if what == "pin":
        LessonPin.objects.create(lesson=Lesson.objects.get(number=2), date=FIRST)
    elif what == "new_lesson":
        factories.LessonFactory(course=slot.course)
    else:
        row = {"channel": slot.channel, "course": slot.course, "lesson": first}[what]
        row.name_th = "ชื่อใหม่"
        row.save()
    after = events(client)
    assert before.keys() == after.keys()
    assert all(
        int(after[uid].sequence.value) > int(before[uid].sequence.value)
        for uid in after
        if after[uid].serialize() != before[uid].serialize()
    )
    assert any(after[uid].summary.value != before[uid].summary.value for uid in after) or (
        what in ("channel", "new_lesson")
    )


def test_a_renamed_learning_area_is_a_change_as_well(client: Client, slot: TimetableSlot) -> None:
    before = on(events(client), FIRST)
    subject = slot.course.subject
    subject.name_th = "เลขคณิต"
    subject.save()
    after = on(events(client), FIRST)
    assert after.categories.value[0] == "เลขคณิต"
    assert int(after.sequence.value) > int(before.sequence.value)


def test_a_cancelled_airing_stays_and_says_so(client: Client, slot: TimetableSlot) -> None:
    before = on(events(client), FIRST)
    cancelled = TimetableException.objects.create(
        kind=ExceptionKind.CANCELLED,
        date=FIRST,
        channel=slot.channel,
        slot=slot,
        reason="ถ่ายทอดสดพระราชพิธี",
    )
    found = events(client)
    event = on(found, FIRST)
    assert event.uid.value == before.uid.value
    assert event.status.value == "CANCELLED"
    assert event.summary.value == "งดออกอากาศ: คณิตศาสตร์ ป.4"
    assert "ถ่ายทอดสดพระราชพิธี" in event.description.value
    assert int(event.sequence.value) > int(before.sequence.value)
    assert on(found, SECOND).summary.value.endswith("1. เศษส่วน")  # the lesson moves on

    cancelled.delete()
    again = on(events(client), FIRST)
    assert again.status.value == "CONFIRMED"
    assert int(again.sequence.value) > int(event.sequence.value)


def test_a_special_broadcast_stands_beside_what_it_replaces(
    client: Client, slot: TimetableSlot
) -> None:
    special = TimetableException.objects.create(
        kind=ExceptionKind.SPECIAL,
        date=FIRST,
        channel=slot.channel,
        start=time(8),
        end=time(9),
        title_th="วันสำคัญ",
        title_en="A great day",
    )
    found = events(client)
    own = found[str(special.uid)]
    assert own.summary.value == "วันสำคัญ"
    assert own.status.value == "CONFIRMED"
    assert own.url.value == "http://testserver/channels/dltv4/"
    assert found[f"{slot.uid}-20261102"].status.value == "CANCELLED"
    english = events(client, f"/en{CHANNEL}")
    assert english.keys() == found.keys()
    assert english[str(special.uid)].summary.value == "A great day"


def test_a_new_holiday_takes_its_airing_away(
    client: Client, slot: TimetableSlot, settings: Any
) -> None:
    from portal.core.models import OfficeHoliday

    settings.SCHOOL_CALENDAR = "portal.core.school_calendar.school_calendar"
    before = events(client)
    OfficeHoliday.objects.create(date=SECOND, name="หยุดพิเศษ", kind="add")
    after = events(client)
    assert before.keys() - after.keys() == {f"{slot.uid}-20261109"}
    assert all(int(after[uid].sequence.value) > int(before[uid].sequence.value) for uid in after)


def test_importing_the_timetable_again_keeps_the_uids(client: Client, slot: TimetableSlot) -> None:
    def table(end: str) -> Any:
        rows = [HEAD, f"DLTV4,จันทร์,08:30,{end},{slot.course.code}"]
        return read_table(io.BytesIO("\n".join(rows).encode()), COLUMNS, name="ตาราง.csv")

    before = events(client)
    save_timetable(table("09:20"), academic_year=2569, term=2, good_rows=False, remove=True)
    same = events(client)
    assert {uid: event.serialize() for uid, event in same.items()} == {
        uid: event.serialize() for uid, event in before.items()
    }
    save_timetable(table("09:10"), academic_year=2569, term=2, good_rows=False, remove=True)
    after = events(client)
    assert after.keys() == before.keys()
    assert all(int(after[uid].sequence.value) > int(before[uid].sequence.value) for uid in after)
