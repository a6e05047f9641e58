"""The screens of the office: lists, forms, drafts, copying, importing."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses import seeding
from courses.models import Course, Lesson, TimetableSlot
from tests import factories

from .admin_pages import (
    SNIPPETS,
    TABLES,
    course_form,
    decide,
    lesson_form,
    page,
    slot_form,
    upload,
)
from .test_permissions import make_everything

pytestmark = pytest.mark.django_db

TIMETABLE = "ช่อง,วัน,เวลาเริ่ม,เวลาสิ้นสุด,รหัสวิชา\n"


# --- lists ------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [*SNIPPETS, *TABLES])
def test_lists_cost_the_same_for_any_number_of_rows(head: Any, model: str) -> None:
    make_everything()
    url = page(model, "index")
    head.get(url)
    with CaptureQueriesContext(connection) as few:
        head.get(url)
    for number in range(5, 12):
        channel = factories.ChannelFactory(code=f"dltv{number}")
        grade = factories.GradeFactory(code=f"x{number}", name_th=f"ชั้น {number}")
        channel.grades.add(grade)
        course = factories.CourseFactory(grade=grade, channel=channel)
        slot = factories.TimetableSlotFactory(channel=channel, course=course)
        unit = factories.UnitFactory(course=course)
        lesson = factories.LessonFactory(
            course=course, unit=unit, links={"recording": factories.ResourceFactory()}
        )
        lesson.pins.create(date=date(2026, 11, 2))
        slot.exceptions.create(kind="cancelled", channel=channel, date=date(2026, 11, 2))
    with CaptureQueriesContext(connection) as many:
        head.get(url)
    assert len(many) == len(few)
    assert len(many) <= 35


@pytest.mark.parametrize(
    ("model", "query", "found"),
    [
        ("course", "q=ิตศาส", True),
        ("course", "q=ไม่มี", False),
        ("course", "term=2", True),
        ("course", "term=1", False),
        ("course", "academic_year=2569&status=live", True),
        ("course", "ordering=grade__sort_order", True),
        ("lesson", "q=เศษ", True),
        ("lesson", "linked=no", False),
        ("lesson", "linked=yes", True),
        ("unit", "q=ิตศาส", True),
        ("timetableslot", "q=ิตศาส", True),
        ("timetableslot", "weekday=1", True),
        ("timetableslot", "weekday=2", False),
        ("timetableslot", "term=1", False),
        ("timetableexception", "kind=special", False),
        ("timetableexception", "kind=cancelled", True),
        ("channel", "q=tv4", True),
    ],
)
def test_search_inside_words_and_filters(head: Any, model: str, query: str, found: bool) -> None:
    everything = make_everything()
    lesson = everything["lesson"]
    lesson.name_th = "รู้จักเศษส่วน"
    lesson.save()
    answer = head.get(f"{page(model, 'index')}?{query}")
    assert (page(model, "edit", everything[model].pk) in answer.content.decode()) is found


def test_the_timetable_is_exported_so_that_it_can_come_back(head: Any, calendar: Any) -> None:
    factories.TimetableSlotFactory()
    answer = head.get(page("timetableslot", "index") + "?export=csv")
    data = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(data)))[0] == "ช่อง"
    report = head.get(upload(head, "timetable", data, remove="on").url).context["report"]
    assert (len(report.unchanged), report.effects, report.faults) == (1, 0, ())


# --- courses and lessons ----------------------------------------------------------------


def test_an_unusual_code_is_saved_with_a_warning(editor: Any) -> None:
    answer = editor.post(page("course", "add"), course_form(code="ค99"), follow=True)
    assert "ไม่เหมือนรหัสวิชา" in answer.content.decode()
    assert Course.objects.get().code == "ค99"
    url = page("course", "edit", Course.objects.get().pk)
    again = editor.post(url, course_form(code="ค 14101"), follow=True)
    assert "ไม่เหมือนรหัสวิชา" not in again.content.decode()


def test_a_draft_is_approved_by_somebody_else_and_then_public(sign_in: Any) -> None:
    editor, approver = sign_in("editor"), sign_in("working_group")
    editor.post(page("course", "add"), {**course_form(), "action-submit": "1"})
    course = Course.objects.get()
    assert not course.live
    state = course.current_workflow_state.current_task_state
    url = reverse(
        "wagtailsnippets_courses_course:workflow_action", args=[course.pk, "approve", state.pk]
    )
    approver.post(url, {"comment": ""})
    course.refresh_from_db()
    assert course.live


def test_a_lesson_is_written_with_its_resources_and_previewed(head: Any) -> None:
    course, sheet = factories.CourseFactory(), factories.ResourceFactory(name_th="ใบงานเศษส่วน")
    form = lesson_form(course, (("worksheet", sheet),))
    head.post(page("lesson", "add"), {**form, "action-publish": "1"})
    lesson = Lesson.objects.get()
    assert (lesson.live, lesson.lesson_resources.get().resource) == (True, sheet)
    for model, row, words in (("lesson", lesson, "ใบงานเศษส่วน"), ("course", course, "เศษส่วน")):
        url = page(model, "preview_on_edit", row.pk)
        data = form if model == "lesson" else course_form(provider=str(course.provider_id))
        assert head.post(url, data).json()["is_valid"]
        assert words in head.get(url + "?mode=").content.decode()


def test_history_and_comparison(head: Any) -> None:
    slot = factories.TimetableSlotFactory()
    head.post(page("timetableslot", "edit", slot.pk), slot_form(slot, end="09:40"))
    assert head.get(page("timetableslot", "history", slot.pk)).status_code == 200
    assert head.get(page("course", "history", slot.course_id)).status_code == 200


def test_an_overlap_is_told_in_the_form_and_nothing_typed_is_lost(head: Any) -> None:
    slot = factories.TimetableSlotFactory()
    form = slot_form(slot, start="09:00", end="09:45")
    answer = head.post(page("timetableslot", "add"), form).content.decode()
    assert "เวลานี้ช่องมีรายการอยู่แล้ว: DLTV4 จันทร์ 08:30–09:20" in answer
    assert "09:45" in answer
    assert TimetableSlot.objects.count() == 1


def test_choosers_find_inside_thai_words(head: Any) -> None:
    everything = make_everything()
    for chooser, model in (("unit_chooser", "unit"), ("slot_chooser", "timetableslot")):
        url = reverse(f"{chooser}:choose_results")
        found = head.get(url + "?q=ิตศาส").content.decode()
        assert str(everything[model]) in found
        assert str(everything[model]) not in head.get(url + "?q=ไม่มี").content.decode()


# --- copying ----------------------------------------------------------------------------


def test_a_course_is_copied_to_the_next_term_with_all_that_it_holds(editor: Any) -> None:
    course = factories.CourseFactory(term=1)
    unit = factories.UnitFactory(course=course)
    sheet = factories.ResourceFactory()
    factories.LessonFactory(course=course, unit=unit, links={"worksheet": sheet})
    factories.LessonFactory(course=course, draft=True)
    url = reverse("courses_copy", args=[course.pk])
    assert url in editor.get(page("course", "index")).content.decode()
    form = editor.get(url).context["form"]
    assert form.initial == {"academic_year": 2569, "term": 2}
    editor.post(url, form.initial)
    copied = Course.objects.get(term=2)
    assert (copied.live, copied.code, copied.get_latest_revision() is not None) == (
        False,
        course.code,
        True,
    )
    first, second = copied.lessons.order_by("number")
    assert (first.unit.course, first.live, second.live) == (copied, True, False)
    assert first.unit != unit
    assert [link.resource for link in first.lesson_resources.all()] == [sheet]
    assert not Lesson.objects.public().filter(course=copied).exists()
    refused = editor.post(url, form.initial).content.decode()
    assert "มีรายวิชารหัสนี้ในภาคเรียนนี้แล้ว" in refused
    assert Course.objects.count() == 2


# --- importing --------------------------------------------------------------------------


def test_the_timetable_comes_in_two_steps(head: Any, calendar: Any) -> None:
    factories.ChannelFactory()
    factories.CourseFactory(code="ค14101")
    url = upload(head, "timetable", TIMETABLE + "4,จันทร์,08:30,09:20,ค14101\n", remove="on").url
    assert "DLTV4 จันทร์ 08:30–09:20 ค14101" in head.get(url).content.decode()
    assert not TimetableSlot.objects.exists()
    assert "เพิ่มใหม่ 1" in decide(head, url).content.decode()
    slot = TimetableSlot.objects.get()
    history = head.get(page("timetableslot", "history", slot.pk)).content.decode()
    assert "นำเข้าจากตารางคำนวณ" in history


def test_faults_block_all_and_are_shown(head: Any, calendar: Any) -> None:
    factories.ChannelFactory()
    factories.CourseFactory(code="ค14101")
    rows = "4,จันทร์,08:30,09:20,ค14101\n4,วันไหน,08:30,09:20,ค14101\n"
    url = upload(head, "timetable", TIMETABLE + rows).url
    assert "“วันไหน” ไม่ใช่วันในสัปดาห์" in head.get(url).content.decode()
    decide(head, url)
    assert not TimetableSlot.objects.exists()
    decide(head, url, rows="good")
    assert TimetableSlot.objects.count() == 1


def test_a_year_of_the_common_era_is_refused_before_reading(head: Any) -> None:
    answer = upload(head, "timetable", TIMETABLE, academic_year="2026")
    assert "2569" in answer.content.decode()


def test_lessons_come_in_as_drafts_of_an_editor(editor: Any, calendar: Any) -> None:
    factories.CourseFactory(code="ค14101")
    head = "รหัสวิชา,บทเรียนที่,ชื่อบทเรียน\n"
    url = upload(editor, "lessons", head + "ค14101,1,เศษส่วน\n").url
    decide(editor, url)
    assert [(row.name_th, row.live) for row in Lesson.objects.all()] == [("เศษส่วน", False)]


@pytest.mark.parametrize("name", ["timetable", "lessons"])
def test_the_examples_of_the_repository_fit_the_samples(head: Any, name: str) -> None:
    from catalog import seeding as catalogue

    said: list[str] = []
    catalogue.seed(said.append)
    catalogue.seed_samples(said.append)
    seeding.seed(said.append)
    seeding.seed_samples(said.append)
    example = (seeding._FOLDER.parent / "examples" / f"{name}.csv").read_text(encoding="utf-8")
    course = Course.objects.filter(is_sample=True).first()
    term = {"academic_year": course.academic_year, "term": course.term}
    report = head.get(upload(head, name, example, remove="on", **term).url).context["report"]
    assert report.faults == ()
    assert report.effects
    template = head.get(reverse(f"{name}_import_template", args=["csv"])).content.decode()
    assert set(example.splitlines()[0].split(",")[:2])
    assert upload(head, name, template, **term).status_code == 200
