"""Which airings a calendar holds, how it is asked for again, and bad addresses."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.http import parse_http_date
from pytest_django.fixtures import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from courses.models import ExceptionKind, Lesson, TimetableException, TimetableSlot
from courses.schedule import current_schedule
from courses.timetable import BANGKOK
from tests import factories
from tests.courses.calendars import (
    CHANNEL,
    FIRST,
    NOW,
    clock,
    events,
    on,
    read,
    slot,
)

__all__ = ["clock", "slot"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

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
