"""Courses and lessons in the search, with the engine that the site runs on."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import AccessPoint, Indicator, Resource
from courses.models import Channel, Course, Lesson, LessonResource, Unit
from search import outbox, service
from search.contract import FACETS, Document
from search.models import Outbox
from search.rebuilding import rebuild
from search.sources import facet_values, sources
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    """Maths of ป.4 on DLTV4, one lesson with a recording and an on-site note."""
    platform = factories.PlatformFactory(slug="dltv", name_th="ดีแอลทีวี")
    subject = factories.SubjectFactory(short_name_th="คณิต")
    indicator = Indicator.objects.create(code="ค 1.1 ป.4/1", subject=subject, text="บอกเศษส่วน")
    course = factories.CourseFactory(
        code="ค14101",
        name_th="คณิตศาสตร์พื้นฐาน",
        name_en="Mathematics",
        subject=subject,
        summary="จำนวนและการดำเนินการ",
        channel=factories.ChannelFactory(platform=platform),
        indicators=[indicator],
    )
    factories.DeliveryModeFactory(code="onair", name_th="ออกอากาศ")
    factories.DeliveryModeFactory(code="onsite", name_th="ในชั้นเรียน")
    recording = factories.ResourceFactory(name_th="คลิปส้มโอ", points=["ondemand"])
    factories.LessonFactory(
        course=course,
        unit=factories.UnitFactory(course=course, name_th="หน่วยแตงโม"),
        name_th="เศษส่วนแท้",
        key_idea="ส่วนแบ่งที่เท่ากัน",
        onsite_note="เตรียมใบงาน",
        links={"recording": recording},
    )
    return course


def described(row: Any, kind: str) -> Document:
    (document,) = sources()[kind].documents([row.pk])
    return document


def found(words: str, **filters: str) -> list[str]:
    """The keys of what a query finds, after what is pending was brought in."""
    outbox.drain()
    outbox.forget_told()
    asked = {name: frozenset([value]) for name, value in filters.items()}
    return [hit.key for hit in service.find(words, asked, "relevance", 1, 50).answer.hits]


# --- documents ----------------------------------------------------------------------------


def test_a_course_is_described(course: Course) -> None:
    document = described(course, "course")
    assert (document.title, document.title_en) == ("คณิตศาสตร์พื้นฐาน", "Mathematics")
    assert document.url == f"/courses/{course.pk}/"
    assert document.codes == ("ค 1.1 ป.4/1", "ค14101")
    assert dict(document.facets) == {
        "grade": ("p4",),
        "subject": ("ma",),
        "mode": ("onair", "onsite", "ondemand"),
        "kind": ("course",),
        "platform": ("dltv",),
        "provider": (course.provider.slug,),
        "room": ("course",),
    }
    assert all(FACETS[name] or len(values) < 2 for name, values in document.facets.items())
    names = {"ป.4", "ประถมศึกษาปีที่ 4", "คณิต", "DLTV4", "ดีแอลทีวี", "ออกอากาศ", "รายวิชา"}
    assert names <= set(document.keywords)
    assert document.labels == ("รายวิชา", "ป.4", "คณิตศาสตร์", "DLTV4", "ภาคเรียน 2/2569")
    assert document.body == "หน่วยแตงโม"


def test_a_lesson_is_described_by_its_course_as_well(course: Course) -> None:
    lesson = course.lessons.get()
    document = described(lesson, "lesson")
    assert document.title == "เศษส่วนแท้"
    assert document.url == f"/lessons/{lesson.pk}/"
    assert document.summary == "ส่วนแบ่งที่เท่ากัน"
    assert document.codes == ("ค14101",)
    assert document.facets["grade"] == ("p4",)
    assert document.facets["mode"] == ("onair", "onsite", "ondemand")
    assert document.facets["kind"] == ("lesson",)
    assert {"คณิตศาสตร์พื้นฐาน", "หน่วยแตงโม", "คลิปส้มโอ"} <= set(document.keywords)
    assert document.labels[0] == "บทเรียน"
    assert document.labels[-1] == "คณิตศาสตร์พื้นฐาน"
    assert sources()["lesson"].document(lesson) == document


def test_drafts_are_not_described(course: Course) -> None:
    factories.CourseFactory(draft=True)
    factories.LessonFactory(course=course, draft=True)
    hidden = factories.LessonFactory(course=factories.CourseFactory(draft=True))
    assert sources()["course"].keys() == {f"course:{course.pk}"}
    assert sources()["lesson"].keys() == {f"lesson:{course.lessons.get(number=1).pk}"}
    assert list(sources()["lesson"].documents([hidden.pk])) == []


def test_what_is_not_published_is_not_told(course: Course) -> None:
    Resource.objects.get().unpublish()
    course.channel.platform.unpublish()
    document = described(course.lessons.get(), "lesson")
    assert document.facets["mode"] == ("onair", "onsite")
    assert document.facets["platform"] == ()
    assert not {"คลิปส้มโอ", "ดีแอลทีวี"} & set(document.keywords)


def test_facet_values_have_names(course: Course) -> None:
    kinds = {row.value: row.label_th for row in facet_values("kind")}
    assert (kinds["course"], kinds["lesson"]) == ("รายวิชา", "บทเรียน")
    assert kinds["video"] == "วีดิทัศน์"  # those of the catalogue stay
    rooms = {row.value: row.label_th for row in facet_values("room")}
    assert (rooms["course"], rooms["lesson"]) == ("รายวิชา", "บทเรียน")
    document = described(course, "course")
    for name in ("grade", "subject", "mode", "kind", "platform", "provider", "room"):
        named = {row.value for row in facet_values(name)}
        assert set(document.facets[name]) <= named, name


def test_a_change_reaches_every_row_that_shows_it(course: Course) -> None:
    lesson = course.lessons.get()
    other = factories.LessonFactory(
        course=factories.CourseFactory(
            grade=factories.GradeFactory(code="p5", name_th="ป.5"),
            subject=factories.SubjectFactory(code="sc", name_th="วิทยาศาสตร์"),
        )
    )
    lesson.indicators = [Indicator.objects.get()]
    lesson.save()
    shown: list[Any] = [
        course,
        course.grade,
        course.subject,
        course.channel,
        course.channel.platform,
        Indicator.objects.get(),
        Unit.objects.get(),
        lesson,
        LessonResource.objects.get(),
        Resource.objects.get(),
    ]
    for kind, expected in (("course", course.pk), ("lesson", lesson.pk)):
        source = sources()[kind]
        assert {type(row) for row in shown} <= set(source.watches)
        for row in shown:
            assert set(source.dependents(row)) == {expected}, (kind, row)
    assert set(sources()["lesson"].dependents(course.provider)) == {lesson.pk}
    mode = AccessPoint.objects.get().mode
    assert set(sources()["lesson"].dependents(mode)) == {lesson.pk, other.pk}


def test_describing_more_rows_takes_no_more_queries(
    course: Course, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(4):
        lesson = factories.LessonFactory(course=factories.CourseFactory())
        lesson.lesson_resources.add(LessonResource(resource=Resource.objects.first()))
        lesson.save()
    with django_assert_max_num_queries(9):
        assert len(list(sources()["course"].documents())) == 5
    with django_assert_max_num_queries(7):
        assert len(list(sources()["lesson"].documents())) == 5


# --- through the engine -------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["ป.4 คณิต", "คณิต ป4", "คณิตศาสตร์ ประถม 4", "ค14101", "ค๑๔๑๐๑", "Mathematics", "แตงโม"],
)
def test_teachers_words_find_the_course(course: Course, words: str) -> None:
    rebuild()
    assert f"course:{course.pk}" in found(words)


def test_filters_hold(course: Course) -> None:
    rebuild()
    lesson = course.lessons.get()
    assert found("", kind="course") == [f"course:{course.pk}"]
    assert found("", room="lesson", mode="onair") == [f"lesson:{lesson.pk}"]
    assert found("คณิต", grade="p4", subject="ma", platform="dltv", kind="lesson") == [
        f"lesson:{lesson.pk}"
    ]


def test_publishing_and_unpublishing_reach_the_index(course: Course) -> None:
    rebuild()
    lesson = course.lessons.get()
    draft = factories.CourseFactory(draft=True, name_th="ดาราศาสตร์น่ารู้")
    assert found("ดาราศาสตร์") == []
    draft.save_revision().publish()
    assert f"course:{draft.pk}" in found("ดาราศาสตร์")

    course.unpublish()  # takes its lessons with it
    assert f"course:{course.pk}" not in found("ค14101")
    assert f"lesson:{lesson.pk}" not in found("เศษส่วนแท้")
    course.save_revision().publish()
    assert f"lesson:{lesson.pk}" in found("เศษส่วนแท้")
    lesson.unpublish()
    assert f"lesson:{lesson.pk}" not in found("เศษส่วนแท้")


def test_a_draft_of_a_published_course_changes_nothing(course: Course) -> None:
    rebuild()
    course.name_th = "ชื่อลับสุดยอด"
    course.save_revision()
    assert found("ลับสุดยอด") == []


def test_renaming_a_learning_area_reaches_courses_and_lessons(course: Course) -> None:
    rebuild()
    course.subject.name_th = "ปัญญาประดิษฐ์"
    course.subject.save()
    assert {f"course:{course.pk}", f"lesson:{course.lessons.get().pk}"} <= set(found("ปัญญาประดิษฐ์"))


def test_a_renamed_channel_or_unit_reaches_them_as_well(course: Course) -> None:
    rebuild()
    channel = Channel.objects.get()
    channel.label_th = "สำหรับนักบินอวกาศ"
    channel.save()
    unit = Unit.objects.get()
    unit.name_th = "จรวด"
    unit.save()
    both = {f"course:{course.pk}", f"lesson:{course.lessons.get().pk}"}
    assert both <= set(found("นักบินอวกาศ"))
    assert both <= set(found("จรวด"))


def test_another_way_to_a_resource_is_a_mode_of_its_lessons(course: Course) -> None:
    rebuild()
    assert found("", kind="course", mode="onhand") == []
    resource = Resource.objects.get()
    mode = factories.DeliveryModeFactory(code="onhand", name_th="ใบงาน")
    resource.access_points.add(AccessPoint(mode=mode, url="https://example.org/sheet"))
    resource.save_revision().publish()
    assert found("", kind="course", mode="onhand") == [f"course:{course.pk}"]
    resource.unpublish()
    assert found("", kind="lesson", mode="onhand") == []


def test_deleting_reaches_the_index(course: Course) -> None:
    rebuild()
    keys = [f"course:{course.pk}", f"lesson:{course.lessons.get().pk}"]
    assert set(keys) <= set(found("ค14101"))
    course.lessons.get().delete()
    assert keys[1] not in found("ค14101")
    course.delete()
    assert keys[0] not in found("ค14101")
    assert not Outbox.objects.pending().exists()
    assert not Lesson.objects.exists()


def test_the_search_page_shows_them_in_thai(course: Course, client: Client) -> None:
    rebuild()
    page = client.get("/search/", {"q": "ป.4 คณิต"}).content.decode()
    assert f'href="/courses/{course.pk}/"' in page
    assert "รายวิชา" in page
    answer = client.get("/api/v1/search", {"q": "ป.4 คณิต", "room": "course"}).json()
    assert [row["key"] for row in answer["results"]] == [f"course:{course.pk}"]
