"""The public API of courses and broadcasts: what it answers, and what it refuses."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from courses.models import ExceptionKind, TimetableException, TimetableSlot
from courses.timetable import BANGKOK
from tests import factories

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _clock(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2026, 11, 2, 8, 40, tzinfo=BANGKOK), tick=False)


@pytest.fixture
def slot(calendar: Any) -> TimetableSlot:
    """Mondays on DLTV4, a course with a unit and two lessons, one of them a draft."""
    channel = factories.ChannelFactory(live_url="https://example.org/live")
    channel.grades.add(factories.GradeFactory())
    course = factories.CourseFactory(code="ค14101", name_en="Mathematics", channel=channel)
    unit = factories.UnitFactory(course=course)
    factories.LessonFactory(course=course, unit=unit, name_th="เศษส่วน")
    factories.LessonFactory(course=course, name_th="ลับ", draft=True)
    return factories.TimetableSlotFactory(channel=channel, course=course)


def get(client: Client, address: str, **asked: Any) -> Any:
    answer = client.get(f"/api/v1/{address}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_courses_are_listed(client: Client, slot: TimetableSlot) -> None:
    factories.CourseFactory(draft=True)
    answer = get(client, "courses")
    (course,) = answer["courses"]
    assert (answer["total"], answer["pages"]) == (1, 1)
    assert course["code"] == "ค14101"
    assert course["grade"] == {"code": "p4", "name_th": "ป.4", "name_en": "Primary 4"}
    assert (course["academic_year_be"], course["term"]) == (2569, 2)
    assert course["channel"] == "dltv4"
    assert course["lesson_count"] == 1
    assert course["url"] == f"http://testserver/courses/{slot.course_id}/"
    assert client.get(course["calendar"]).status_code == 200


def test_courses_are_filtered_and_paged(client: Client, slot: TimetableSlot) -> None:
    p5 = factories.GradeFactory(code="p5", name_th="ป.5")
    for _number in range(3):
        factories.CourseFactory(grade=p5, term=1)
    assert get(client, "courses", grade="p5")["total"] == 3
    assert get(client, "courses", grade=["p5", "p4"])["total"] == 4
    assert get(client, "courses", channel="dltv4")["total"] == 1
    assert get(client, "courses", term=1, academic_year_be=2569)["total"] == 3
    assert get(client, "courses", subject="ma", academic_year_be=2568)["courses"] == []
    pages = [get(client, "courses", per_page=3, page=page) for page in (1, 2, 3)]
    assert [len(page["courses"]) for page in pages] == [3, 1, 0]
    assert len({row["id"] for page in pages for row in page["courses"]}) == 4


def test_one_course_with_units_and_published_lessons(client: Client, slot: TimetableSlot) -> None:
    course = get(client, f"courses/{slot.course_id}")
    assert course["units"] == [{"number": 1, "name_th": "เศษส่วน", "name_en": ""}]
    (lesson,) = course["lessons"]
    assert (lesson["number"], lesson["unit"], lesson["name_th"]) == (1, 1, "เศษส่วน")
    assert "ลับ" not in str(course)


def test_channels_in_the_staffs_order(client: Client, slot: TimetableSlot) -> None:
    factories.ChannelFactory(code="dltv1")
    first, fourth = get(client, "channels")["channels"]
    assert (first["code"], fourth["code"]) == ("dltv1", "dltv4")
    assert fourth["grades"] == ["p4"]
    assert fourth["live_url"] == "https://example.org/live"
    assert client.get(fourth["calendar"]).status_code == 200


def test_now_and_next_with_their_offset(client: Client, slot: TimetableSlot) -> None:
    answer = get(client, "channels/dltv4/now")
    assert answer["at"] == "2026-11-02T08:40:00+07:00"
    now = answer["now"]
    assert (now["start"], now["end"]) == ("2026-11-02T08:30:00+07:00", "2026-11-02T09:20:00+07:00")
    assert (now["title_th"], now["title_en"]) == ("คณิตศาสตร์ ป.4", "Mathematics")
    assert now["course"] == slot.course_id
    assert now["url"].endswith(f"/lessons/{now['lesson']}/")
    assert answer["next"]["start"] == "2026-11-09T08:30:00+07:00"
    factories.ChannelFactory(code="dltv5")
    assert get(client, "channels/dltv5/now")["now"] is None


def test_broadcasts_of_a_day(client: Client, slot: TimetableSlot) -> None:
    TimetableException.objects.create(
        kind=ExceptionKind.SPECIAL,
        date=MONDAY,
        channel=slot.channel,
        start=time(9),
        end=time(10),
        title_th="วันสำคัญ",
        reason="พิธีการ",
    )
    factories.TimetableSlotFactory(channel=factories.ChannelFactory(code="dltv5"))
    answer = get(client, "airings", date="2026-11-02", channel="dltv4")
    assert answer["date"] == "2026-11-02"
    regular, special = answer["airings"]
    assert (regular["cancelled"], regular["reason"]) == (True, "พิธีการ")
    assert (special["title_th"], special["is_special"], special["course"]) == (
        "วันสำคัญ",
        True,
        None,
    )
    assert get(client, "airings", date="2026-11-02")["total"] == 3
    second = get(client, "airings", date="2026-11-02", per_page=1, page=2)
    assert (second["pages"], len(second["airings"])) == (3, 1)
    assert get(client, "airings", date="2026-12-07")["airings"] == []  # a holiday
    assert get(client, "airings", date="2026-06-01")["airings"] == []  # another term


@pytest.mark.parametrize(
    ("address", "named", "said"),
    [
        ("courses?colour=red", "colour", ""),
        ("courses?grade=p99", "grade", "p99"),
        ("courses?grade=%00", "grade", ""),
        ("courses?grade={x}", "grade", "{x}"),
        ("courses?subject=zz", "subject", "zz"),
        ("courses?channel=dltv99", "channel", "dltv99"),
        ("courses?" + "grade=p4&" * 101, "grade", ""),
        ("courses?academic_year_be=2026", "academic_year_be", ""),
        ("courses?term=3", "term", ""),
        ("courses?page=0", "page", ""),
        ("courses?page=x", "page", ""),
        ("courses?per_page=101", "per_page", ""),
        ("courses/1?x=1", "x", ""),
        ("channels?x=1", "x", ""),
        ("channels/dltv4/now?date=2026-11-02", "date", ""),
        ("airings", "date", ""),
        ("airings?date=", "date", "2026-11-02"),
        ("airings?date=2.11.2026", "date", "2026-11-02"),
        ("airings?date=2026-02-30", "date", "2026-11-02"),
        ("airings?date=2026-11-02T08:30", "date", "2026-11-02"),
        ("airings?date=1793577600", "date", "2026-11-02"),
        ("airings?date=2569-11-02", "date", "2026"),
        ("airings?date=1950-01-01", "date", "2023-01-01"),
        ("airings?date=2026-11-02&channel=dltv99", "channel", "dltv99"),
        ("airings?date=2026-11-02&per_page=1000", "per_page", ""),
    ],
)
def test_bad_parameters_are_named(
    client: Client, slot: TimetableSlot, address: str, named: str, said: str
) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 422
    faults = [fault for fault in answer.json()["detail"] if named in fault["loc"]]
    assert faults
    assert said in faults[0]["msg"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("courses/99999", "ไม่มีรายวิชา"),
        ("courses/99999999999999999999999", "ไม่มีรายวิชา"),
        ("channels/dltv99/now", "ไม่มีช่อง “dltv99”"),
    ],
)
def test_what_does_not_exist_is_said_in_thai(
    client: Client, slot: TimetableSlot, address: str, said: str
) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 404
    assert said in answer.json()["detail"]


def test_a_draft_does_not_exist(client: Client, slot: TimetableSlot) -> None:
    slot.course.unpublish()
    assert get(client, "courses")["courses"] == []
    assert client.get(f"/api/v1/courses/{slot.course_id}").status_code == 404
    assert get(client, "channels/dltv4/now")["now"] is None
    assert get(client, "airings", date="2026-11-02")["airings"] == []


def test_the_description_lists_every_address_and_parameter(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {
        "/api/v1/courses",
        "/api/v1/courses/{course_id}",
        "/api/v1/channels",
        "/api/v1/channels/{code}/now",
        "/api/v1/airings",
    } <= set(paths)
    by_name = {each["name"]: each for each in paths["/api/v1/airings"]["get"]["parameters"]}
    assert by_name["date"]["required"]
    assert by_name["date"]["schema"]["format"] == "date"
    assert {"channel", "page", "per_page"} < by_name.keys()


def test_writing_is_not_possible(client: Client, slot: TimetableSlot) -> None:
    for address in ("courses", f"courses/{slot.course_id}", "channels", "airings"):
        assert client.post(f"/api/v1/{address}").status_code == 405


def test_a_longer_list_takes_no_more_queries(
    client: Client, slot: TimetableSlot, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for weekday in range(2, 6):
        row = factories.TimetableSlotFactory(channel=slot.channel, weekday=weekday)
        factories.LessonFactory(course=row.course)
    get(client, "channels")
    with django_assert_num_queries(2):
        get(client, "courses")
    with django_assert_num_queries(3):
        get(client, f"courses/{slot.course_id}")
    with django_assert_num_queries(1):
        get(client, "channels/dltv4/now")
    with django_assert_num_queries(3):
        get(client, "airings", date="2026-11-06", channel="dltv4")
