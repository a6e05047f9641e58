"""The directory, the page of a course, the page of a lesson."""

from __future__ import annotations

import json
import re
from datetime import time
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from courses.models import Course, Lesson
from courses.signals import course_opened, lesson_opened
from tests import factories
from tests.catalog.public_pages import indicator
from tests.courses.public_pages import lesson_resources, main_of, moment, text_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

NOW = "2026-11-10 10:00"


@pytest.fixture
def course() -> Course:
    """A course on air on Mondays, with two units of one lesson each."""
    slot = factories.TimetableSlotFactory(course__name_en="Mathematics, Primary 4")
    course = slot.course
    for number, name in ((1, "รู้จักเศษส่วน"), (2, "บวกเศษส่วน")):
        unit = factories.UnitFactory(course=course, number=number, name_th=f"หน่วย {name}")
        factories.LessonFactory(
            course=course, unit=unit, name_th=name, links=lesson_resources(), key_idea="ส่วนเท่ากัน"
        )
    return course


def structured(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert found
    return json.loads(found[1])


# --- the directory ----------------------------------------------------------------------


def test_directory_filters_by_grade_subject_and_term_with_counts(client: Client) -> None:
    p5 = factories.GradeFactory(code="p5", name_th="ป.5", sort_order=5)
    thai = factories.SubjectFactory(code="th", name_th="ภาษาไทย")
    factories.CourseFactory(name_th="คณิตเทอมปลาย")
    factories.CourseFactory(name_th="คณิตเทอมต้น", term=1)
    factories.CourseFactory(name_th="ไทยป5", grade=p5, subject=thai)
    factories.CourseFactory(name_th="ร่าง", draft=True)
    everything = text_at(client, NOW, "/courses/")
    assert "3 รายวิชา" in everything
    assert everything.index("คณิตเทอมปลาย") < everything.index("คณิตเทอมต้น")
    assert "ร่าง" not in main_of(everything)
    assert "ไทยป5" not in text_at(client, NOW, "/courses/?grade=p4")
    assert "1 รายวิชา" in text_at(client, NOW, "/courses/?grade=p4&term=2569-1")
    assert "คณิตเทอม" not in text_at(client, NOW, "/courses/?subject=th")
    facets = {
        facet.name: {option.choice.value: option.count for option in facet.options}
        for facet in client.get("/courses/?grade=p4").context["facets"]
    }
    assert facets == {
        "grade": {"p4": 2, "p5": 1},
        "subject": {"ma": 2, "th": 0},
        "term": {"2569-2": 1, "2569-1": 1},
    }


@pytest.mark.parametrize("query", ["grade=zz", "subject=zz", "term=2569", "term=2569-9"])
def test_directory_with_an_unknown_value_is_a_thai_400_with_a_way_on(
    client: Client, course: Course, query: str
) -> None:
    text = text_at(client, NOW, f"/courses/?{query}", 400)
    assert "ไม่ใช่ตัวเลือก" in text or "ไม่อยู่ในตัวเลือก" in text or "ตัวเลือก" in text
    assert "แสดงรายการ" in text


def test_directory_partial_for_htmx(client: Client, course: Course) -> None:
    answer = client.get("/courses/?grade=p4", headers={"HX-Request": "true"})
    assert answer["HX-Push-Url"] == "/courses/?grade=p4"
    assert "<html" not in answer.content.decode()


def test_directory_speaks_english(client: Client, course: Course) -> None:
    text = text_at(client, NOW, "/en/courses/")
    assert "1 course<" in text.replace(" <", "<")
    assert "Mathematics, Primary 4" in text
    assert "Term 2/2026" in text


def test_empty_directory(client: Client) -> None:
    assert "0 รายวิชา" in text_at(client, NOW, "/courses/")


# --- one course -------------------------------------------------------------------------


def test_course_page_shows_units_lessons_and_times(client: Client, course: Course) -> None:
    text = main_of(text_at(client, NOW, course.get_absolute_url()))
    assert text.index("หน่วยที่ 1 หน่วย รู้จักเศษส่วน") < text.index("หน่วยที่ 2 หน่วย บวกเศษส่วน")
    for lesson in course.lessons.all():
        assert f'href="{lesson.get_absolute_url()}"' in text
    assert "จันทร์ <span" in text
    assert "08:30–09:20 น." in text
    # Lesson 2 was on air yesterday; from now on the lessons are used up.
    assert "ออกอากาศแล้ว จ. 9 พ.ย. 2569" in re.sub("<[^>]*>", "", text)
    missed = text.partition('id="missed"')[2]
    assert "ใบงานเศษส่วน" in missed
    assert f'data-course="{course.pk}" data-lessons="2"' in text


def test_course_page_in_english(client: Client, course: Course) -> None:
    text = text_at(client, NOW, f"/en/courses/{course.pk}/")
    assert "<h1>Mathematics, Primary 4</h1>" in text
    assert "Term 2/2026" in text
    assert 'lang="th">รู้จักเศษส่วน' in text


def test_course_of_an_earlier_term_keeps_its_airings(client: Client) -> None:
    old = factories.CourseFactory(term=1)
    factories.TimetableSlotFactory(course=old)
    lesson = factories.LessonFactory(course=old, links=lesson_resources())
    assert "จ. 18 พ.ค. 2569" in text_at(client, NOW, lesson.get_absolute_url())
    assert 'id="missed"' in text_at(client, NOW, old.get_absolute_url())


@pytest.mark.parametrize("pk", ["999999", "99999999999999999999999999"])
def test_no_such_course_or_lesson_is_a_thai_404(client: Client, pk: str) -> None:
    assert "ไม่มีรายวิชาที่เผยแพร่" in text_at(client, NOW, f"/courses/{pk}/", 404)
    assert "ไม่มีบทเรียนที่เผยแพร่" in text_at(client, NOW, f"/lessons/{pk}/", 404)


def test_drafts_have_no_page(client: Client, course: Course) -> None:
    hidden = factories.LessonFactory(course=course, draft=True, name_th="บทลับ")
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert "บทลับ" not in text_at(client, NOW, course.get_absolute_url())
    draft = factories.CourseFactory(draft=True)
    of_draft = factories.LessonFactory(course=draft)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(of_draft.get_absolute_url()).status_code == 404


def test_course_and_lesson_cost_the_same_for_few_and_many(client: Client, course: Course) -> None:
    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    first = course.lessons.get(number=1)
    addresses = (course.get_absolute_url(), first.get_absolute_url(), "/courses/")
    with time_machine.travel(moment("2026-12-01 10:00"), tick=False):
        few = [cost(address) for address in addresses]
        for weekday in (2, 3, 4, 5):
            channel = course.slots.get(weekday=1).channel
            factories.TimetableSlotFactory(course=course, channel=channel, weekday=weekday)
        for number in range(6):
            factories.LessonFactory(course=course, links=lesson_resources())
            factories.CourseFactory(name_th=f"อื่น {number}")
            first.indicators.add(indicator(number + 1))
        first.save()
        many = [cost(address) for address in addresses]
    assert many == few


# --- one lesson -------------------------------------------------------------------------


def test_lesson_page_shows_every_way_side_by_side(client: Client, course: Course) -> None:
    lesson = course.lessons.get(number=2)
    lesson.onsite_note = "เตรียมใบงาน"
    lesson.indicators.add(indicator(1))
    lesson.save()
    text = main_of(text_at(client, "2026-11-09 08:40", lesson.get_absolute_url()))
    cards = dict(
        re.findall(r'chip--mode-(\w+)"[^>]*>.*?</h3>(.*?)</li> <li class="card mode', text)
    )
    assert list(cards) == ["onair", "ondemand", "onhand"]
    assert "กำลังออกอากาศ" in cards["onair"]
    assert "08:30–09:20 น." in cards["onair"]
    assert 'href="/channels/dltv4/"' in cards["onair"]
    assert "เปิด ondemand" in cards["ondemand"]
    assert "เปิด onhand" in cards["onhand"]
    assert "เตรียมใบงาน" in text
    assert "ค 1.1 ป.4/1" in text
    assert "ส่วนเท่ากัน" in text


def test_lesson_page_leads_to_its_neighbours(client: Client, course: Course) -> None:
    first, second = course.lessons.order_by("number")
    factories.LessonFactory(course=course, draft=True)
    text = text_at(client, NOW, first.get_absolute_url())
    assert f'rel="next" href="{second.get_absolute_url()}"' in text
    assert 'rel="prev"' not in text
    assert "รายวิชานี้มี 2 บทเรียน" in text
    text = text_at(client, NOW, second.get_absolute_url())
    assert f'rel="prev" href="{first.get_absolute_url()}"' in text
    assert 'rel="next"' not in text


def test_lesson_page_says_when_it_was_and_comes(client: Client, course: Course) -> None:
    second = course.lessons.get(number=2)
    before = text_at(client, "2026-11-03 10:00", second.get_absolute_url())
    assert "ออกอากาศครั้งต่อไป" in before
    assert "จ. 9 พ.ย. 2569" in before
    after = text_at(client, NOW, second.get_absolute_url())
    assert "ออกอากาศแล้ว" in after
    assert "ออกอากาศครั้งต่อไป" not in after


def test_a_bare_lesson_says_what_is_missing(client: Client) -> None:
    lesson = factories.LessonFactory()
    text = text_at(client, NOW, lesson.get_absolute_url())
    for words in (
        "บทเรียนนี้ไม่มีเวลาออกอากาศ",
        "ยังไม่มีรายการย้อนหลัง",
        "ยังไม่มีเอกสารให้พิมพ์",
        "ยังไม่มีคำแนะนำสำหรับห้องเรียน",
        "ยังไม่มีรายละเอียด",
    ):
        assert words in text


def test_english_lesson_page(client: Client, course: Course) -> None:
    lesson = course.lessons.get(number=1)
    text = text_at(client, NOW, f"/en/lessons/{lesson.pk}/")
    assert "Ways to learn it" in text
    assert '<h1 lang="th">รู้จักเศษส่วน</h1>' in text
    assert "Mon 2 Nov 2026" in text


def test_pages_tell_that_they_were_opened(client: Client, course: Course) -> None:
    told: list[Any] = []

    def hear(sender: Any, request: Any, **kwargs: Any) -> None:
        told.append((sender, kwargs.get("course") or kwargs.get("lesson"), request.path))

    lesson = course.lessons.get(number=1)
    course_opened.connect(hear)
    lesson_opened.connect(hear)
    try:
        client.get(course.get_absolute_url())
        client.get(lesson.get_absolute_url())
        client.get("/lessons/999999/")
    finally:
        course_opened.disconnect(hear)
        lesson_opened.disconnect(hear)
    assert told == [
        (Course, course, f"/courses/{course.pk}/"),
        (Lesson, lesson, f"/lessons/{lesson.pk}/"),
    ]


def test_a_listener_that_fails_takes_no_page_away(client: Client, course: Course) -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    course_opened.connect(fail)
    try:
        assert client.get(course.get_absolute_url()).status_code == 200
    finally:
        course_opened.disconnect(fail)


def test_previews_are_the_public_pages(superuser: Any, course: Course) -> None:
    request = RequestFactory().get("/")
    request.user = superuser
    lesson = course.lessons.get(number=1)
    for row, words in ((course, "รู้จักเศษส่วน"), (lesson, "เปิด ondemand")):
        page = row.save_revision().as_object().make_preview_request(request)
        assert words in page.content.decode()


def test_drafts_that_were_never_saved_can_be_previewed(superuser: Any) -> None:
    request = RequestFactory().get("/")
    request.user = superuser
    for row in (Course(name_th="ใหม่"), Lesson(name_th="ใหม่")):
        page = row.make_preview_request(request)
        assert page.status_code == 200
        assert "ใหม่" in page.content.decode()


# --- for machines -----------------------------------------------------------------------


def test_course_in_schema_org_words(client: Client, course: Course) -> None:
    facts = structured(text_at(client, "2026-11-02 08:00", course.get_absolute_url()))
    assert facts["@type"] == "Course"
    assert facts["courseCode"] == course.code
    assert facts["url"] == f"http://testserver/courses/{course.pk}/"
    (instance,) = facts["hasCourseInstance"]
    assert instance["@type"] == "CourseInstance"
    assert instance["startDate"] == "2026-11-02"
    event = instance["subEvent"][0]
    assert event["@type"] == "BroadcastEvent"
    assert event["startDate"] == "2026-11-02T08:30:00+07:00"
    assert event["publishedOn"]["name"] == "DLTV4"


def test_lesson_in_schema_org_words(client: Client, course: Course) -> None:
    lesson = course.lessons.get(number=2)
    lesson.name_th = "</script><script>alert(1)</script>"
    lesson.save()
    text = text_at(client, NOW, lesson.get_absolute_url())
    assert "<script>alert(1)" not in text
    facts = structured(text)
    assert facts["@type"] == "LearningResource"
    assert facts["position"] == 2
    assert facts["isPartOf"]["name"] == "คณิตศาสตร์ ป.4"
    assert facts["publication"][0]["startDate"] == "2026-11-09T08:30:00+07:00"


def test_feeds_give_what_is_published(client: Client, course: Course) -> None:
    factories.CourseFactory(name_th="รายวิชาลับ", draft=True)
    factories.LessonFactory(course=course, name_th="a\x0bb", key_idea="\x01")
    factories.LessonFactory(course=course, name_th="บทลับ", draft=True)
    courses = text_at(client, NOW, "/courses/feed/")
    assert "<title>คณิตศาสตร์ ป.4</title>" in courses
    assert "2/2569" in courses
    assert "รายวิชาลับ" not in courses
    lessons = text_at(client, NOW, "/lessons/feed/")
    assert "<title>a b</title>" in lessons
    assert "บทลับ" not in lessons
    assert f"http://testserver/lessons/{course.lessons.first().pk}/" in lessons
    assert "Mathematics, Primary 4" in text_at(client, NOW, "/en/courses/feed/")


def test_feeds_cost_the_same_for_few_and_many(client: Client, course: Course) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    addresses = ("/courses/feed/", "/lessons/feed/")
    few = [cost(address) for address in addresses]
    for _ in range(5):
        factories.LessonFactory()
    assert [cost(address) for address in addresses] == few


def test_sitemap_names_what_is_published(client: Client, course: Course) -> None:
    draft = factories.LessonFactory(course=course, draft=True)
    lesson = course.lessons.get(number=1)
    text = client.get("/sitemap.xml").content.decode()
    for path in (
        f"/courses/{course.pk}/",
        f"/en/courses/{course.pk}/",
        f"/lessons/{lesson.pk}/",
        "/courses/",
        "/channels/",
        "/channels/dltv4/",
        "/timetable/",
    ):
        assert f"<loc>http://testserver{path}</loc>" in text
    assert f"/lessons/{draft.pk}/" not in text


def test_grade_page_and_menu_lead_here(client: Client, course: Course) -> None:
    text = text_at(client, NOW, "/grades/p4/")
    assert 'href="/courses/?grade=p4"' in text
    menu = text.partition('id="site-menu"')[2].partition("</nav>")[0]
    assert 'href="/courses/"' in menu
    assert 'href="/channels/"' in menu


def test_two_times_a_day_are_told_apart(client: Client, course: Course) -> None:
    channel = course.slots.get().channel
    for weekday in (2, 5):
        factories.TimetableSlotFactory(
            course=course, channel=channel, weekday=weekday, start=time(10, 0), end=time(10, 50)
        )
    text = main_of(text_at(client, NOW, course.get_absolute_url()))
    facts = text.partition('id="facts"')[2].partition("</section>")[0]
    assert "อังคาร, ศุกร์ <span" in facts
    assert "10:00–10:50 น." in facts
