"""Calendar feeds, read back by a parser that has nothing to do with the one that wrote them."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import vobject
from django.test import Client
from django.utils import translation
from django.utils.http import parse_http_date
from pytest_django.fixtures import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from catalog.spreadsheets import read_table
from courses.importing.stored import save_timetable
from courses.importing.timetable import COLUMNS
from courses.models import ExceptionKind, Lesson, LessonPin, TimetableException, TimetableSlot
from courses.schedule import current_schedule
from courses.timetable import BANGKOK
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 8, 40, tzinfo=BANGKOK)
CHANNEL = "/timetable/calendar/channel/dltv4.ics"
HEAD = "ช่อง,วัน,เวลาเริ่ม,เวลาสิ้นสุด,รหัสวิชา"
LONG = "การบวกและการลบเศษส่วนที่มีตัวส่วนไม่เท่ากัน; โจทย์ปัญหา, น้ำผึ้ง \\ เก็บ" * 3


@pytest.fixture(autouse=True)
def _clock(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def slot(calendar: Any) -> TimetableSlot:
    """Mondays from 08:30 to 09:20 on DLTV4, with two lessons."""
    slot = factories.TimetableSlotFactory()
    factories.LessonFactory(course=slot.course, name_th="เศษส่วน")
    factories.LessonFactory(course=slot.course, name_th=LONG)
    return slot


def read(client: Client, address: str = CHANNEL, **data: Any) -> Any:
    response = client.get(address, data)
    assert response.status_code == 200, response.content
    return vobject.readOne(response.getvalue().decode())


def events(client: Client, address: str = CHANNEL, **data: Any) -> dict[str, Any]:
    feed = read(client, address, **data)
    found = {event.uid.value: event for event in feed.contents.get("vevent", [])}
    assert len(found) == len(feed.contents.get("vevent", []))
    return found


def on(events: dict[str, Any], day: date) -> Any:
    (event,) = [each for each in events.values() if each.dtstart.value.date() == day]
    return event


FIRST, SECOND = date(2026, 11, 2), date(2026, 11, 9)


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


# --- what a feed holds --------------------------------------------------------------------


@pytest.fixture
def three(slot: TimetableSlot) -> dict[str, TimetableSlot]:
    """Two courses of ป.4 on two channels, one of ป.5 on the second."""
    p5 = factories.GradeFactory(code="p5", name_th="ป.5", long_name_th="ประถมศึกษาปีที่ 5")
    other = factories.ChannelFactory(code="dltv5")
    other.grades.add(p5)
    second = factories.TimetableSlotFactory(channel=other, weekday=2)
    third = factories.TimetableSlotFactory(
        channel=other, weekday=3, course=factories.CourseFactory(grade=p5)
    )
    return {"first": slot, "second": second, "third": third}


def slots_of(found: dict[str, Any]) -> set[str]:
    return {uid.rpartition("-")[0] for uid in found}


def test_a_feed_holds_its_channel_grade_course_or_set(
    client: Client, three: dict[str, TimetableSlot]
) -> None:
    first, second, third = (str(slot.uid) for slot in three.values())
    base = "/timetable/calendar"
    course = three["second"].course.pk
    assert slots_of(events(client)) == {first}
    assert slots_of(events(client, f"{base}/channel/dltv5.ics")) == {second, third}
    assert slots_of(events(client, f"{base}/grade/p4.ics")) == {first, second}
    assert slots_of(events(client, f"{base}/course/{course}.ics")) == {second}
    chosen = {"channels": "dltv4", "grades": "p4,p5", "courses": str(course)}
    assert slots_of(events(client, f"{base}/set.ics", **chosen)) == {first, second, third}
    apart = events(client, f"{base}/set.ics", channels=["dltv5", "dltv4"])
    assert apart.keys() == events(client, f"{base}/set.ics", channels="dltv4,dltv5").keys()


def test_a_special_without_course_is_for_the_grades_of_its_channel(
    client: Client, three: dict[str, TimetableSlot]
) -> None:
    special = TimetableException.objects.create(
        kind=ExceptionKind.SPECIAL,
        date=FIRST,
        channel=three["third"].channel,
        start=time(10),
        end=time(11),
        title_th="วันเด็ก",
    )
    assert str(special.uid) in events(client, "/timetable/calendar/grade/p5.ics")
    assert str(special.uid) not in events(client, "/timetable/calendar/grade/p4.ics")


def test_drafts_are_in_no_feed(client: Client, slot: TimetableSlot) -> None:
    Lesson.objects.get(number=1).unpublish()
    assert on(events(client), FIRST).summary.value == "คณิตศาสตร์ ป.4"
    slot.course.unpublish()
    assert events(client) == {}
    assert client.get(f"/timetable/calendar/course/{slot.course_id}.ics").status_code == 404


def test_the_calendar_has_a_name_and_says_how_often_to_ask(
    client: Client, slot: TimetableSlot
) -> None:
    feed = read(client)
    assert feed.x_wr_calname.value == "รายการออกอากาศ DLTV4 · เรียนไกล"
    assert feed.x_published_ttl.value == "PT4H"
    assert feed.contents["refresh-interval"][0].value == "PT4H"
    assert feed.x_wr_timezone.value == "Asia/Bangkok"
    assert feed.source.value == f"http://testserver{CHANNEL}"
    assert "method" not in feed.contents  # or the stamp would be the time of asking


def test_an_empty_timetable_is_a_calendar_as_well(client: Client, calendar: Any) -> None:
    factories.ChannelFactory()
    assert events(client) == {}


# --- asking again -------------------------------------------------------------------------


def test_an_unchanged_feed_is_not_sent_again(
    client: Client, slot: TimetableSlot, time_machine: TimeMachineFixture
) -> None:
    first = client.get(CHANNEL)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "public, max-age=900"
    assert "Cookie" not in first.get("Vary", "")
    assert not first.cookies
    etag, body = first["ETag"], first.getvalue()

    time_machine.move_to(NOW + timedelta(days=3), tick=False)
    again = client.get(CHANNEL, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    since = client.get(CHANNEL, headers={"If-Modified-Since": first["Last-Modified"]})
    assert since.status_code == 304
    assert client.get(CHANNEL).getvalue() == body

    slot.start = time(8, 20)
    slot.save()
    changed = client.get(CHANNEL, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag
    assert parse_http_date(changed["Last-Modified"]) > parse_http_date(first["Last-Modified"])


def test_a_new_term_is_news_without_any_change(
    client: Client, slot: TimetableSlot, time_machine: TimeMachineFixture
) -> None:
    first = client.get(CHANNEL)
    time_machine.move_to(datetime(2027, 5, 15, 23, 59, tzinfo=BANGKOK), tick=False)
    held = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(CHANNEL, headers=held).status_code == 304
    time_machine.move_to(datetime(2027, 5, 16, 0, 0, tzinfo=BANGKOK), tick=False)
    assert client.get(CHANNEL, headers=held).status_code == 200
    assert client.get(CHANNEL, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert events(client) == {}


def test_a_feed_costs_the_same_however_long_it_is(
    client: Client, slot: TimetableSlot, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for weekday in range(2, 7):
        factories.TimetableSlotFactory(channel=slot.channel, weekday=weekday)
    current_schedule(NOW)
    with django_assert_num_queries(2):
        long = client.get(CHANNEL).getvalue()
    assert long.count(b"BEGIN:VEVENT") > 100  # several pieces
    assert long.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_english_is_spoken_while_the_pieces_are_made(client: Client, slot: TimetableSlot) -> None:
    slot.course.name_en = "Mathematics"
    slot.course.save()
    response = client.get(f"/en{CHANNEL}")
    with translation.override("th"):  # by then another request speaks another language
        text = response.getvalue().decode().replace("\r\n ", "")
    assert "SUMMARY:Mathematics: 1. เศษส่วน" in text
    assert "http://testserver/en/lessons/" in text


# --- bad addresses ------------------------------------------------------------------------

MANY = ",".join(f"dltv{number}" for number in range(10_000))


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("channel/dltv99.ics", 404, "ไม่มีช่อง “dltv99”"),
        ("channel/ช่อง.ics", 404, ""),
        ("grade/p99.ics", 404, "ไม่มีระดับชั้น “p99”"),
        ("course/99999.ics", 404, "ไม่มีรายวิชาที่เผยแพร่"),
        ("course/99999999999999999999999.ics", 404, "ไม่มีรายวิชาที่เผยแพร่"),
        ("course/x.ics", 404, ""),
        ("set.ics", 400, "อย่างน้อย"),
        ("set.ics?channels=", 400, "อย่างน้อย"),
        ("set.ics?channels=dltv99", 404, "ไม่มีช่อง “dltv99”"),
        ("set.ics?channels=dltv4&grades=p99", 404, "ไม่มีระดับชั้น “p99”"),
        ("set.ics?courses=99999", 404, "รายวิชา"),
        ("set.ics?courses=x", 400, "“x”"),
        ("set.ics?channels=%00", 400, "channels"),
        ("set.ics?channels=a%0d%0ab", 400, "channels"),
        (f"set.ics?channels={MANY}", 400, "ไม่เกิน 10"),
        ("set.ics?" + "channels=dltv4&" * 900, 400, "ไม่เกิน 10"),
        ("set.ics?courses=" + ",".join(map(str, range(11))), 400, "ไม่เกิน 10"),
        ("?channels=dltv99", 404, "ไม่มีช่อง “dltv99”"),
        (f"?channels={MANY}", 400, "ไม่เกิน 10"),
    ],
)
def test_a_bad_address_is_answered_in_thai(
    client: Client, slot: TimetableSlot, address: str, status: int, said: str
) -> None:
    response = client.get(f"/timetable/calendar/{address}")
    assert response.status_code == status
    text = re.sub(r"<[^>]+>", "", response.content.decode())
    assert re.search("[ก-๙]", text)
    assert said in text


def test_a_withdrawn_course_does_not_end_the_others(
    client: Client, three: dict[str, TimetableSlot]
) -> None:
    gone = three["first"].course
    gone.unpublish()
    chosen = {"courses": f"{gone.pk},{three['second'].course_id},99999", "utm_source": "mail"}
    found = events(client, "/timetable/calendar/set.ics", **chosen)
    assert slots_of(found) == {str(three["second"].uid)}


def test_feeds_are_only_read(client: Client, slot: TimetableSlot) -> None:
    assert client.post(CHANNEL).status_code == 405
    assert client.head(CHANNEL).status_code == 200


# --- pages --------------------------------------------------------------------------------


def test_channel_and_course_pages_lead_to_their_calendars(
    client: Client, slot: TimetableSlot
) -> None:
    page = client.get("/channels/dltv4/").content.decode()
    assert f'href="webcal://testserver{CHANNEL}"' in page
    assert f'href="http://testserver{CHANNEL}" download' in page
    assert "cid=webcal%3A%2F%2Ftestserver%2Ftimetable%2Fcalendar%2Fchannel%2Fdltv4.ics" in page
    assert "<svg" in page
    assert "channels=dltv4" in page
    course = client.get(f"/courses/{slot.course_id}/").content.decode()
    assert f"webcal://testserver/timetable/calendar/course/{slot.course_id}.ics" in course


def test_a_calendar_is_put_together_on_a_page(
    client: Client, three: dict[str, TimetableSlot]
) -> None:
    empty = client.get("/timetable/calendar/").content.decode()
    assert "webcal:" not in empty
    assert 'name="channels" value="dltv4"' in empty
    course = three["third"].course_id
    chosen = {"channels": ["dltv5", "dltv4"], "grades": "p4", "courses": course}
    page = client.get("/timetable/calendar/", chosen).content.decode()
    short = f"set.ics?channels=dltv4,dltv5&amp;grades=p4&amp;courses={course}"
    assert f"webcal://testserver/timetable/calendar/{short}" in page
    assert 'value="dltv4" checked' in page
    assert f'name="courses" value="{course}" checked' in page
