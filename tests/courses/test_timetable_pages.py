"""Days and weeks of the timetable: what stands there, and what a wrong address leads to."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import ExceptionKind, TimetableException
from tests import factories
from tests.courses.public_pages import full_week, lesson_resources, main_of, moment, text_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

NOW = "2026-11-10 10:00"


@pytest.fixture
def slot() -> Any:
    """Mondays 08:30 to 09:20 on DLTV4, with two lessons."""
    row = factories.TimetableSlotFactory()
    factories.LessonFactory(course=row.course, name_th="รู้จักเศษส่วน", links=lesson_resources())
    factories.LessonFactory(course=row.course, name_th="บวกเศษส่วน")
    return row


def test_a_day_shows_every_channel_that_is_on(client: Client, slot: Any) -> None:
    other = factories.ChannelFactory(code="dltv5", label_th="ประถมศึกษาปีที่ 5")
    factories.TimetableSlotFactory(channel=other, start=time(13, 0), end=time(13, 50))
    text = main_of(text_at(client, NOW, "/timetable/2026-11-16/"))
    assert "วันจันทร์ที่ 16 พฤศจิกายน 2569" in text
    assert text.index('id="dltv4"') < text.index('id="dltv5"')
    assert "13:00–13:50 น." in text
    assert 'href="/timetable/2026-11-15/"' in text
    assert 'href="/timetable/2026-11-17/"' in text
    assert 'href="/timetable/"' in text
    assert 'href="/channels/dltv4/week/2026-W47/"' in text


def test_today_is_bangkok_s_today(client: Client, slot: Any) -> None:
    assert "วันจันทร์ที่ 9 พฤศจิกายน 2569" in text_at(client, "2026-11-09 00:00:00", "/timetable/")
    assert "วันอาทิตย์ที่ 8 พฤศจิกายน 2569" in text_at(client, "2026-11-08 23:59:59", "/timetable/")


def test_past_airings_of_a_day_lead_to_recording_and_worksheet(client: Client, slot: Any) -> None:
    lesson = slot.course.lessons.get(number=1)
    for address in ("/timetable/2026-11-02/", "/channels/dltv4/2026-11-02/"):
        text = main_of(text_at(client, NOW, address))
        for link in lesson.lesson_resources.all():
            assert f'href="{link.resource.get_absolute_url()}"' in text
    week = main_of(text_at(client, NOW, "/channels/dltv4/week/2026-W45/"))
    assert "บันทึกรายการเศษส่วน" in week
    assert "บันทึกรายการ" not in main_of(text_at(client, NOW, "/timetable/2026-11-16/"))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-12-07", "วันหยุด: <strong>ชดเชยวันพ่อแห่งชาติ</strong>"),
        ("2026-10-31", "วันที่เลือกไม่อยู่ในภาคเรียน"),
        ("2026-11-01", "ไม่มีรายการในตารางออกอากาศ"),
        ("2027-04-01", "ไม่มีรายการในตารางออกอากาศ"),
        ("2027-04-02", "วันที่เลือกไม่อยู่ในภาคเรียน"),
        ("2024-01-01", "วันที่เลือกไม่อยู่ในภาคเรียน"),
    ],
)
def test_a_day_without_airings_says_why(client: Client, slot: Any, day: str, words: str) -> None:
    assert words in text_at(client, NOW, f"/timetable/{day}/")


def test_the_ends_of_a_term(client: Client) -> None:
    factories.TimetableSlotFactory(weekday=4)  # Thursdays; the term ends on one
    assert "08:30" in main_of(text_at(client, NOW, "/timetable/2027-04-01/"))
    assert "08:30" not in main_of(text_at(client, NOW, "/timetable/2027-04-08/"))
    assert "08:30" not in main_of(text_at(client, NOW, "/timetable/2026-10-29/"))
    assert "08:30" in main_of(text_at(client, NOW, "/timetable/2026-11-05/"))


def test_an_earlier_term_is_still_there(client: Client) -> None:
    course = factories.CourseFactory(term=1, name_th="รายวิชาเทอมต้น")
    factories.TimetableSlotFactory(course=course)
    assert "รายวิชาเทอมต้น" in text_at(client, NOW, "/timetable/2026-06-01/")
    assert "รายวิชาเทอมต้น" in text_at(client, NOW, "/channels/dltv4/week/2026-W23/")
    assert "รายวิชาเทอมต้น" not in text_at(client, NOW, "/timetable/2026-11-16/")


def test_a_week_has_monday_to_friday_and_a_weekend_that_is_used(client: Client, slot: Any) -> None:
    text = main_of(text_at(client, NOW, "/channels/dltv4/week/2026-W47/"))
    assert text.count('class="week__day') == 5
    assert "16 พฤศจิกายน 2569" in text
    assert "22 พฤศจิกายน 2569" in text
    assert 'href="/channels/dltv4/week/2026-W46/"' in text
    assert 'href="/channels/dltv4/week/2026-W48/"' in text
    factories.TimetableSlotFactory(channel=slot.channel, weekday=6)
    text = main_of(text_at(client, NOW, "/channels/dltv4/week/2026-W47/"))
    assert text.count('class="week__day') == 6


def test_week_53_and_the_turn_of_the_year(client: Client) -> None:
    factories.TimetableSlotFactory(weekday=3)
    text = main_of(text_at(client, NOW, "/channels/dltv4/week/2026-W53/"))
    assert "พ. 30 ธ.ค. 2569" in text
    assert "วันหยุด: <span>วันสิ้นปี</span>" in text
    assert "วันหยุด: <span>วันขึ้นปีใหม่</span>" in text
    assert 'href="/channels/dltv4/week/2027-W01/"' in text
    missing = text_at(client, NOW, "/channels/dltv4/week/2027-W53/", 404)
    assert "ปี ค.ศ. 2027 ไม่มีสัปดาห์ที่ 53" in missing


def test_a_special_broadcast_shares_the_cell_with_what_it_replaces(
    client: Client, slot: Any
) -> None:
    TimetableException.objects.create(
        kind=ExceptionKind.SPECIAL,
        date=date(2026, 11, 16),
        channel=slot.channel,
        title_th="พิธีเปิด",
        start=slot.start,
        end=slot.end,
    )
    text = main_of(text_at(client, NOW, "/channels/dltv4/week/2026-W47/"))
    cell = text.partition('<li class="week__cell')[2].partition("</li>")[0]
    assert "พิธีเปิด" in cell
    assert "งดออกอากาศ" in cell


def test_english_days_and_weeks(client: Client, slot: Any) -> None:
    day = text_at(client, NOW, "/en/timetable/2026-11-16/")
    assert "Monday, 16 November 2026" in day
    assert 'href="/en/timetable/2026-11-17/"' in day
    week = text_at(client, NOW, "/en/channels/dltv4/week/2026-W47/")
    assert "Mon 16 Nov 2026" in week
    assert "This day belongs to no school term" in text_at(client, NOW, "/en/timetable/2026-10-31/")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/timetable/tomorrow/", "ไม่ใช่วันที่"),
        ("/timetable/2026-02-30/", "ไม่ใช่วันที่"),
        ("/timetable/20261130/", "ไม่ใช่วันที่"),
        ("/timetable/2026-W48-1/", "ไม่ใช่วันที่"),
        ("/timetable/๒๕๖๙-๑๑-๓๐/", "ไม่ใช่วันที่"),
        ("/timetable/0001-01-01/", "ดูตารางออกอากาศได้ตั้งแต่"),
        ("/timetable/9999-12-31/", "ดูตารางออกอากาศได้ตั้งแต่"),
        ("/timetable/2569-11-30/", "ดูตารางออกอากาศได้ตั้งแต่"),
        ("/channels/dltv4/2028-01-01/", "ดูตารางออกอากาศได้ตั้งแต่"),
        ("/channels/dltv4/yesterday/", "ไม่ใช่วันที่"),
        ("/channels/dltv99/2026-11-30/", "ไม่มีช่อง"),
        ("/channels/dltv4/week/2026-48/", "ไม่ใช่สัปดาห์"),
        ("/channels/dltv4/week/2026-W00/", "ไม่มีสัปดาห์ที่ 0"),
        ("/channels/dltv4/week/2026-W54/", "ไม่มีสัปดาห์ที่ 54"),
        ("/channels/dltv4/week/0000-W01/", "ไม่มีสัปดาห์ที่ 1"),
        ("/channels/dltv4/week/0001-W01/", "ดูตารางออกอากาศได้ตั้งแต่"),
        ("/channels/dltv4/week/9999-W52/", "ดูตารางออกอากาศได้ตั้งแต่"),
        ("/channels/dltv99/week/2026-W48/", "ไม่มีช่อง"),
    ],
)
def test_a_wrong_address_is_a_thai_404_with_a_way_on(
    client: Client, slot: Any, address: str, words: str
) -> None:
    text = text_at(client, NOW, address, 404)
    assert words in text
    assert 'href="/timetable/"' in main_of(text)


def test_the_form_leads_to_a_day_or_says_which_days_there_are(client: Client, slot: Any) -> None:
    with time_machine.travel(moment(NOW), tick=False):
        answer = client.get("/timetable/?date=2026-11-16")
        assert answer["Location"] == "/timetable/2026-11-16/"
        assert client.get("/en/timetable/?date=2026-11-16")["Location"].startswith("/en/")
        assert client.get("/timetable/?date=").status_code == 200
    for asked in ("0001-01-01", "x", "2026-13-01", "9999-12-31"):
        text = text_at(client, NOW, f"/timetable/?date={asked}", 400)
        assert "ดูตารางออกอากาศได้ตั้งแต่วันที่ 2023-01-01" in text


@pytest.mark.parametrize(
    ("address", "gone"),
    [
        ("/timetable/2023-01-01/", 'rel="prev'),
        ("/timetable/2027-12-31/", 'rel="next'),
        ("/channels/dltv4/week/2022-W52/", 'rel="prev'),
        ("/channels/dltv4/week/2027-W52/", 'rel="next'),
    ],
)
def test_the_walk_through_the_days_ends(client: Client, slot: Any, address: str, gone: str) -> None:
    steps = text_at(client, NOW, address).partition('class="steps')[2].partition("</nav>")[0]
    assert gone not in steps
    assert steps.count("rel=") == 1


def test_only_today_is_for_search_engines(client: Client, slot: Any) -> None:
    noindex = '<meta name="robots" content="noindex">'
    assert noindex not in text_at(client, NOW, "/timetable/")
    assert noindex in text_at(client, NOW, "/timetable/2026-11-16/")
    assert noindex in text_at(client, NOW, "/channels/dltv4/week/2026-W40/")


def test_days_and_weeks_cost_the_same_for_a_full_timetable(client: Client, slot: Any) -> None:
    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    addresses = ("/timetable/2026-11-02/", "/channels/dltv4/week/2026-W45/")
    with time_machine.travel(moment(NOW), tick=False):
        few = [cost(address) for address in addresses]
        for code in ("dltv4", "dltv5"):
            course = factories.CourseFactory()
            for _ in range(4):
                factories.LessonFactory(course=course, links=lesson_resources())
            full_week(factories.ChannelFactory(code=code), course, [(time(10, 0), time(10, 50))])
        many = [cost(address) for address in addresses]
    assert many == few
    assert max(few) <= 8
