"""Importing lessons: through drafts, twice the same, with every fault named."""

from __future__ import annotations

import io
from typing import Any

import pytest

from catalog.models import Indicator
from catalog.spreadsheets import Report, Table, read_table
from courses.importing import stored
from courses.importing.lessons import COLUMNS
from courses.models import Lesson, Unit
from tests.catalog.admin_pages import make_indicator
from tests.factories import (
    CourseFactory,
    LessonFactory,
    ResourceFactory,
    SubjectFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

HEAD = "course_code,number,name_th,unit_number,unit_name,key_idea,indicators,recording,worksheet"
OF_TERM = {"academic_year": 2569, "term": 2}
GOOD = "ค14101,1,ความหมายของเศษส่วน,1,เศษส่วน,ส่วนที่เท่ากัน,ค 1.1 ป.4/1,คลิปเศษส่วน,"


@pytest.fixture(autouse=True)
def _known(calendar: Any) -> None:
    CourseFactory(code="ค14101")
    make_indicator()
    ResourceFactory(name_th="คลิปเศษส่วน")


def table(*rows: str, head: str = HEAD) -> Table:
    text = "\n".join([head, *rows]) + "\n"
    return read_table(io.BytesIO(text.encode()), COLUMNS, name="บทเรียน.csv")


def look(*rows: str, head: str = HEAD) -> Report:
    return stored.dry_run_lessons(table(*rows, head=head), **OF_TERM)


def save(*rows: str, head: str = HEAD, user: Any = None, **choices: Any) -> Report:
    choices = {"good_rows": False, **choices}
    return stored.save_lessons(table(*rows, head=head), **OF_TERM, user=user, **choices)


def test_a_lesson_comes_with_unit_indicators_and_resources() -> None:
    assert len(look(GOOD).new) == 1
    assert Lesson.objects.count() == Unit.objects.count() == 0
    save(GOOD)
    lesson = Lesson.objects.get()
    assert lesson.live
    assert (lesson.name_th, str(lesson.unit)) == ("ความหมายของเศษส่วน", "1. เศษส่วน")
    assert list(lesson.indicators.all()) == [Indicator.objects.get()]
    assert [(link.role, link.resource.name_th) for link in lesson.lesson_resources.all()] == [
        ("recording", "คลิปเศษส่วน")
    ]
    again = save(GOOD)
    assert (len(again.unchanged), again.effects) == (1, 0)
    assert Lesson.objects.get().revisions.count() == 1


def test_a_left_out_column_stays_and_an_empty_cell_empties() -> None:
    save(GOOD)
    save("ค14101,1,ชื่อใหม่", head="course_code,number,name_th")
    lesson = Lesson.objects.get()
    assert (lesson.name_th, lesson.key_idea) == ("ชื่อใหม่", "ส่วนที่เท่ากัน")
    assert lesson.lesson_resources.count() == 1
    report = save("ค14101,1,ชื่อใหม่,,", head="course_code,number,name_th,key_idea,recording")
    assert len(report.changed[0].changes) == 2
    lesson = Lesson.objects.get()
    assert (lesson.key_idea, lesson.lesson_resources.count()) == ("", 0)


def test_a_resource_is_found_by_number_address_or_name() -> None:
    sheet = ResourceFactory(name_th="ใบงานเศษส่วน")
    for written in (str(sheet.pk), f"https://x.example/resources/{sheet.pk}/", "ใบงานเศษส่วน"):
        report = look(f"ค14101,1,ก,,,,,,{written}")
        assert report.new[0].values["worksheet"] == (sheet.pk,)


FAULTS = {
    "unknown course": ("ค14999,1,ก,,,,,,", "รหัสวิชา", "ไม่มีรายวิชา"),
    "no course": (",1,ก,,,,,,", "รหัสวิชา", "ว่าง"),
    "no number": ("ค14101,,ก,,,,,,", "บทเรียนที่", "ว่าง"),
    "number 0": ("ค14101,0,ก,,,,,,", "บทเรียนที่", "“0”"),
    "number in words": ("ค14101,หนึ่ง,ก,,,,,,", "บทเรียนที่", "“หนึ่ง”"),
    "no name": ("ค14101,1,,,,,,,", "ชื่อ", "ว่าง"),
    "too long": (f"ค14101,1,{'ก' * 256},,,,,,", "ชื่อ", "256"),
    "unit without name": ("ค14101,1,ก,7,,,,,", "หน่วย", "7"),
    "unit without number": ("ค14101,1,ก,,เศษส่วน,,,,", "หน่วย", "เลขที่"),
    "no indicator": ("ค14101,1,ก,,,,อ 1.1 ป.1/1,,", "ตัวชี้วัด", "อ 1.1 ป.1/1"),
    "unknown indicator": ("ค14101,1,ก,,,,ค 9.9 ป.4/9,,", "ตัวชี้วัด", "ค 9.9 ป.4/9"),
    "unknown resource": ("ค14101,1,ก,,,,,ไม่มีจริง,", "บันทึก", "ไม่มีจริง"),
    "number of no resource": ("ค14101,1,ก,,,,,,99999999", "ใบงาน", "99999999"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_named_with_row_column_and_reason(name: str) -> None:
    row, column, reason = FAULTS[name]
    report = look(row)
    assert [fault.row for fault in report.faults] == [2]
    assert column in report.faults[0].column
    assert reason in report.faults[0].reason


def test_a_duplicate_and_two_names_of_one_unit_are_named() -> None:
    report = look(GOOD, GOOD.replace("1,เศษส่วน", "1,ทศนิยม"))
    assert [fault.row for fault in report.faults] == [3, 3]
    assert "เศษส่วน" in report.faults[1].reason


def test_names_that_two_resources_share_are_not_guessed() -> None:
    ResourceFactory(name_th="คลิปเศษส่วน")
    assert look(GOOD).faulty_rows == [2]


def test_an_editor_makes_drafts_and_the_public_sees_nothing_yet(editor: Any) -> None:
    shown = LessonFactory(
        course=CourseFactory(code="ท14101", subject=SubjectFactory()), name_th="เดิม"
    )
    unit = UnitFactory(course=shown.course)
    rows = (GOOD, f"ท14101,1,ใหม่,{unit.number},,,,,")
    save(*rows, user=editor.user)
    new = Lesson.objects.get(course__code="ค14101")
    assert (new.live, new.has_unpublished_changes) == (False, True)
    shown.refresh_from_db()
    assert (shown.name_th, shown.live, shown.has_unpublished_changes) == ("เดิม", True, True)
    assert shown.get_latest_revision_as_object().name_th == "ใหม่"
    again = save(*rows, user=editor.user)
    assert again.effects == 0


def test_a_locked_lesson_is_left_alone_by_name(editor: Any) -> None:
    LessonFactory(course=CourseFactory(code="ท14101"), locked=True)
    report = stored.dry_run_lessons(table("ท14101,1,ใหม่,,,,,,"), **OF_TERM, user=editor.user)
    assert "ล็อก" in report.faults[0].reason
