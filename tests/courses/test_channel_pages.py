"""What is on air now and next, to the minute, and what the pages cost."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.front_page import on_air_now
from courses.models import ExceptionKind, TimetableException
from tests import factories
from tests.courses.public_pages import full_week, lesson_resources, main_of, moment, text_at
from tests.portal.home.site_pages import make_home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

ON_AIR = "กำลังออกอากาศ"
ADDRESSES = ["/channels/", "/channels/now/", "/channels/dltv4/", "/channels/dltv4/now/"]


@pytest.fixture
def slot() -> Any:
    """Mondays 08:30 to 09:20 on DLTV4, with two lessons."""
    row = factories.TimetableSlotFactory()
    factories.LessonFactory(course=row.course, name_th="รู้จักเศษส่วน", links=lesson_resources())
    factories.LessonFactory(course=row.course, name_th="บวกเศษส่วน")
    return row


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("when", "on_air"),
    [
        ("2026-11-02 08:29:59", False),
        ("2026-11-02 08:30:00", True),
        ("2026-11-02 09:19:59", True),
        ("2026-11-02 09:20:00", False),
        ("2026-11-03 00:00:00", False),
    ],
)
def test_now_begins_with_the_start_and_ends_before_the_end(
    client: Client, slot: Any, address: str, when: str, on_air: bool
) -> None:
    text = text_at(client, when, address)
    board = text.partition('id="board"')[2].partition("</ul>")[0]
    assert (ON_AIR in board) is on_air
    if on_air:
        assert "รู้จักเศษส่วน" in board


def test_next_after_the_last_minute_is_next_week(client: Client, slot: Any) -> None:
    board = text_at(client, "2026-11-02 09:20:00", "/channels/dltv4/now/")
    assert "จ. 9 พ.ย. 2569" in board
    assert "08:30–09:20 น." in board
    assert "บวกเศษส่วน" in board


def test_the_old_and_the_new_year(client: Client) -> None:
    factories.TimetableSlotFactory(weekday=4, start=time(23, 0), end=time(23, 59))
    factories.TimetableSlotFactory(weekday=6, start=time(0, 0), end=time(0, 30))
    board = text_at(client, "2026-12-30 12:00", "/channels/dltv4/now/")
    # 31 December is a holiday of the test's calendar.
    assert "ส. 2 ม.ค. 2570" in board
    assert ON_AIR in text_at(client, "2027-01-02 00:00:00", "/channels/dltv4/now/")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-12-07 08:40", "วันนี้เป็นวันหยุด: <strong>ชดเชยวันพ่อแห่งชาติ</strong>"),
        ("2026-10-19 08:40", "วันนี้ไม่อยู่ในภาคเรียน"),
        ("2027-04-05 08:40", "วันนี้ไม่อยู่ในภาคเรียน"),
    ],
)
def test_days_without_the_timetable_say_why(
    client: Client, slot: Any, when: str, words: str
) -> None:
    for address in ADDRESSES:
        text = text_at(client, when, address)
        assert words in text
        assert ON_AIR not in text.partition('id="board"')[2].partition("</ul>")[0]


def test_english_page_says_it_in_english(client: Client, slot: Any) -> None:
    text = text_at(client, "2026-11-02 08:40", "/en/channels/dltv4/")
    assert "On air now" in text
    assert "Monday, 2 November 2026" in text
    assert '<p class="airing__title" lang="th">คณิตศาสตร์ ป.4' in text
    assert 'hx-get="/en/channels/dltv4/now/?shown=' in text
    holiday = text_at(client, "2026-12-07 08:40", "/en/channels/dltv4/")
    assert 'Today is a holiday: <strong lang="th">' in holiday
    assert "belongs to no school term" in text_at(client, "2026-10-19 08:40", "/en/channels/")


def test_a_channel_without_a_timetable_and_a_site_without_channels(client: Client) -> None:
    assert "ยังไม่มีช่องโทรทัศน์" in text_at(client, "2026-11-02 08:40", "/channels/")
    factories.ChannelFactory(code="dltv9")
    assert "ยังไม่มีตารางออกอากาศของช่องนี้" in text_at(client, "2026-11-02 08:40", "/channels/dltv9/")


def test_poll_answers_with_nothing_while_it_reads_the_same(client: Client, slot: Any) -> None:
    for address in ("/channels/now/", "/channels/dltv4/now/"):
        with time_machine.travel(moment("2026-11-02 08:31"), tick=False):
            key = client.get(address).context["key"]
        with time_machine.travel(moment("2026-11-02 09:19:59"), tick=False):
            same = client.get(f"{address}?shown={key}")
            assert (same.status_code, same.content) == (204, b"")
            assert same["Cache-Control"] == "no-cache, max-age=0"
        with time_machine.travel(moment("2026-11-02 09:20"), tick=False):
            assert client.get(f"{address}?shown={key}").status_code == 200
        slot.course.name_th = f"ชื่อใหม่ {address}"
        slot.course.save()
        with time_machine.travel(moment("2026-11-02 08:31"), tick=False):
            assert slot.course.name_th in client.get(f"{address}?shown={key}").content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_whoever_keeps_a_copy_asks_again(client: Client, slot: Any, address: str) -> None:
    with time_machine.travel(moment("2026-11-02 08:40"), tick=False):
        assert client.get(address)["Cache-Control"] == "no-cache, max-age=0"


def test_now_and_next_needs_three_queries_at_most(
    client: Client, slot: Any, django_assert_max_num_queries: Any
) -> None:
    with time_machine.travel(moment("2026-11-02 08:40"), tick=False):
        for address in ("/channels/", "/channels/now/", "/channels/dltv4/now/"):
            client.get(address)
            with django_assert_max_num_queries(3):
                client.get(address)


def test_pages_cost_the_same_for_a_full_timetable(client: Client, slot: Any) -> None:
    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    addresses = ("/channels/", "/channels/dltv4/")
    with time_machine.travel(moment("2026-11-16 08:40"), tick=False):
        few = [cost(address) for address in addresses]
        for number in (5, 6, 7):
            channel = factories.ChannelFactory(code=f"dltv{number}")
            course = factories.CourseFactory()
            factories.LessonFactory(course=course, links=lesson_resources())
            full_week(channel, course)
        course = factories.CourseFactory()
        for _ in range(12):
            factories.LessonFactory(course=course, links=lesson_resources())
        full_week(slot.channel, course, [(time(10, 0), time(10, 50))])
        many = [cost(address) for address in addresses]
    assert many == few


def test_missed_broadcasts_lead_to_recording_and_worksheet(client: Client, slot: Any) -> None:
    text = main_of(text_at(client, "2026-11-12 10:00", "/channels/dltv4/"))
    missed = text.partition('id="missed"')[2]
    first = slot.course.lessons.get(number=1)
    assert f'href="{first.get_absolute_url()}"' in missed
    for link in first.lesson_resources.all():
        assert f'href="{link.resource.get_absolute_url()}"' in missed
    # The latest stands first; what is still to come does not stand there.
    assert missed.index("จ. 9 พ.ย. 2569") < missed.index("จ. 2 พ.ย. 2569")
    assert "จ. 16 พ.ย. 2569" not in missed
    assert 'id="missed"' not in text_at(client, "2026-11-02 09:00", "/channels/dltv4/")


def test_drafts_of_resources_are_not_offered(client: Client) -> None:
    row = factories.TimetableSlotFactory()
    draft = factories.ResourceFactory(draft=True, name_th="ลับ")
    factories.LessonFactory(course=row.course, links={"recording": draft})
    assert "ลับ" not in text_at(client, "2026-11-12 10:00", "/channels/dltv4/")


def test_cancelled_and_special_broadcasts_say_so(client: Client, slot: Any) -> None:
    TimetableException.objects.create(
        kind=ExceptionKind.SPECIAL,
        date=date(2026, 11, 9),
        channel=slot.channel,
        title_th="พิธีเปิด",
        start=time(8, 0),
        end=time(9, 0),
        reason="วันสำคัญ",
    )
    text = text_at(client, "2026-11-09 08:30", "/channels/dltv4/")
    today = text.partition('id="today"')[2].partition("</section>")[0]
    assert ">รายการพิเศษ<" in today
    assert "พิธีเปิด" in today
    assert "งดออกอากาศ" in today
    assert "วันสำคัญ" in today
    assert "พิธีเปิด" in text.partition('id="board"')[2].partition("</dd>")[0]


@pytest.mark.parametrize(
    "address",
    ["/channels/dltv99/", "/channels/dltv99/now/", "/channels/dltv99/week/"],
)
def test_an_unknown_channel_is_a_thai_404_with_a_way_on(
    client: Client, slot: Any, address: str
) -> None:
    text = text_at(client, "2026-11-02 08:40", address, 404)
    assert "ไม่มีช่อง “dltv99”" in text
    assert 'href="/timetable/"' in text


def test_broadcasts_are_told_to_search_engines(client: Client, slot: Any) -> None:
    text = text_at(client, "2026-11-02 08:40", "/channels/dltv4/")
    assert '"@type": "BroadcastEvent"' in text
    assert '"startDate": "2026-11-02T08:30:00+07:00"' in text


def test_front_page_says_what_is_on_or_comes_next(client: Client, slot: Any) -> None:
    make_home()
    text = text_at(client, "2026-11-02 08:40", "/")
    strip = text.partition('id="on-air"')[2].partition("</section>")[0]
    assert 'href="/channels/dltv4/"' in strip
    assert "คณิตศาสตร์ ป.4" in strip
    nothing = text_at(client, "2026-12-07 08:40", "/")
    strip = nothing.partition('id="on-air"')[2].partition("</section>")[0]
    assert "ขณะนี้ไม่มีรายการออกอากาศ" in strip
    assert "ชดเชยวันพ่อแห่งชาติ" in strip
    assert "วันจันทร์ที่ 14 ธันวาคม 2569" in strip


def test_strip_is_one_query_once_it_is_kept(slot: Any, django_assert_num_queries: Any) -> None:
    with time_machine.travel(moment("2026-11-02 08:40"), tick=False):
        on_air_now(None)
        with django_assert_num_queries(1):
            section = on_air_now(None)
            assert section
            assert [row.now.title for row in section["context"]["on_air"]] == ["คณิตศาสตร์ ป.4"]
