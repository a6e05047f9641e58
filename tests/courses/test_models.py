"""What the models refuse, and what they announce to calendars."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from courses.models import (
    Course,
    ExceptionKind,
    Lesson,
    LessonPin,
    TimetableException,
    TimetableRevision,
    TimetableSlot,
    course_code_warning,
)
from portal.core.models import AcademicTerm, OfficeHoliday
from tests.factories import (
    ChannelFactory,
    CourseFactory,
    LessonFactory,
    ResourceFactory,
    SubjectFactory,
    TimetableSlotFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)


# --- what is refused --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "stored", "warned"),
    [
        ("ค14101", "ค14101", False),
        ("ค ๑๔๑๐๑", "ค14101", False),
        ("I30201", "I30201", False),
        ("", "", False),
        ("ค17101", "ค17101", True),
        ("ท14101", "ท14101", True),
        ("30000-1201", "300001201", True),
    ],
)
def test_an_unusual_course_code_is_warned_of_and_kept(code: str, stored: str, warned: bool) -> None:
    subject = SubjectFactory(course_letters="ค")
    course = CourseFactory.build(
        code=code, subject=subject, provider=CourseFactory().provider, grade=CourseFactory().grade
    )
    course.full_clean()
    assert course.code == stored
    assert bool(course_code_warning(course)) is warned


def test_a_year_of_the_common_era_is_refused() -> None:
    course = CourseFactory()
    course.academic_year = 2026
    with pytest.raises(ValidationError, match="2569"):
        course.full_clean()


@pytest.mark.parametrize(
    ("start", "end"), [(time(9), time(9)), (time(9), time(8)), (time(23, 30), time(0, 30))]
)
def test_a_slot_ends_after_it_begins_on_the_same_day(start: time, end: time) -> None:
    slot = TimetableSlotFactory()
    slot.start, slot.end = start, end
    with pytest.raises(ValidationError) as refused:
        slot.full_clean()
    assert "เที่ยงคืน" in " ".join(refused.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        slot.save()


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({}, True),
        ({"start": time(9, 19), "end": time(10)}, True),
        ({"start": time(9, 20), "end": time(10)}, False),
        ({"start": time(8), "end": time(8, 30)}, False),
        ({"start": time(8), "end": time(10)}, True),
        ({"weekday": 2}, False),
    ],
)
def test_an_overlap_on_the_channel_is_refused_by_name(
    values: dict[str, Any], refused: bool
) -> None:
    there = TimetableSlotFactory()
    slot = TimetableSlotFactory.build(
        channel=there.channel, course=CourseFactory(name_th="ภาษาไทย"), **values
    )
    if not refused:
        slot.full_clean()
        return
    with pytest.raises(ValidationError) as error:
        slot.full_clean()
    assert "DLTV4 จันทร์ 08:30–09:20" in " ".join(error.value.messages)
    assert there.course.code in " ".join(error.value.messages)


def test_another_channel_term_or_part_of_the_term_is_no_overlap() -> None:
    there = TimetableSlotFactory(valid_to=date(2026, 12, 31))
    for values in (
        {"channel": ChannelFactory(code="dltv5")},
        {"course": CourseFactory(term=1)},
        {"valid_from": date(2027, 1, 1)},
    ):
        others = {"channel": there.channel, "course": CourseFactory(), **values}
        TimetableSlotFactory.build(**others).full_clean()
    late = TimetableSlotFactory.build(
        channel=there.channel, course=CourseFactory(), valid_from=date(2026, 12, 31)
    )
    with pytest.raises(ValidationError):
        late.full_clean()


def special(**values: Any) -> TimetableException:
    return TimetableException(
        **{
            "kind": ExceptionKind.SPECIAL,
            "date": MONDAY,
            "channel": ChannelFactory(),
            "title_th": "ถ่ายทอดสดวันสำคัญ",
            "start": time(8),
            "end": time(10),
            **values,
        }
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"end": time(8)},
        {"start": time(23), "end": time(1)},
        {"start": None},
        {"title_th": ""},
    ],
)
def test_a_special_broadcast_has_a_name_and_times(wrong: dict[str, Any]) -> None:
    special().full_clean()
    with pytest.raises(ValidationError):
        special(**wrong).full_clean()


def test_two_special_broadcasts_do_not_overlap() -> None:
    special().save()
    special(start=time(10), end=time(11)).full_clean()
    with pytest.raises(ValidationError, match="ถ่ายทอดสดวันสำคัญ"):
        special(start=time(9), end=time(11)).full_clean()


def test_a_cancellation_names_a_slot_of_that_channel_and_day() -> None:
    slot = TimetableSlotFactory()
    good = {"kind": ExceptionKind.CANCELLED, "slot": slot, "channel": slot.channel}
    TimetableException(**good, date=MONDAY).full_clean()
    for wrong in (
        {**good, "date": date(2026, 11, 3)},
        {**good, "date": MONDAY, "channel": ChannelFactory(code="dltv5")},
    ):
        with pytest.raises(ValidationError):
            TimetableException(**wrong).full_clean()
    TimetableException.objects.create(**good, date=MONDAY)
    with pytest.raises(ValidationError):
        TimetableException(**good, date=MONDAY).full_clean()


def test_a_lesson_lies_in_a_unit_of_its_course_and_has_its_number_alone() -> None:
    lesson = LessonFactory()
    lesson.full_clean()
    lesson.unit = UnitFactory()
    with pytest.raises(ValidationError):
        lesson.full_clean()
    with pytest.raises(ValidationError):
        Lesson(course=lesson.course, number=lesson.number, name_th="ซ้ำ").full_clean()
    with pytest.raises(ValidationError):
        Lesson(course=lesson.course, number=0, name_th="ศูนย์").full_clean()


def test_a_lesson_of_a_draft_course_is_not_public() -> None:
    shown = LessonFactory()
    LessonFactory(draft=True, course=shown.course)
    LessonFactory(course=CourseFactory(draft=True))
    assert list(Lesson.objects.public()) == [shown]
    course = Course.objects.public().for_listing().get()
    assert course.lesson_count == 1


# --- what is announced ------------------------------------------------------------------


def sequences() -> list[int]:
    return list(TimetableSlot.objects.order_by("pk").values_list("sequence", flat=True))


def test_the_sequence_rises_whenever_an_airing_reads_differently() -> None:
    slot = TimetableSlotFactory()
    lesson = LessonFactory(course=slot.course)
    uid, before = slot.uid, sequences()[0]
    steps: list[Any] = [
        lambda: setattr(slot, "end", time(9, 30)) or slot.save(),
        lambda: setattr(lesson, "name_th", "เรื่องใหม่") or lesson.save(),
        lambda: setattr(slot.course, "name_th", "คณิต") or slot.course.save(),
        lambda: setattr(slot.channel, "name_th", "DLTV ๔") or slot.channel.save(),
        lambda: LessonPin.objects.create(lesson=lesson, date=MONDAY),
        lambda: LessonPin.objects.get().delete(),
        lambda: TimetableException.objects.create(
            kind=ExceptionKind.CANCELLED, channel=slot.channel, date=MONDAY
        ),
        lambda: TimetableException.objects.get().delete(),
        lambda: LessonFactory(course=slot.course),
        lambda: lesson.delete(),
        lambda: OfficeHoliday.objects.create(date=MONDAY, name="วันหยุดพิเศษ"),
        lambda: OfficeHoliday.objects.get().delete(),
        lambda: AcademicTerm.objects.create(
            academic_year=2569, number=2, first_day=MONDAY, last_day=date(2027, 3, 31)
        ),
    ]
    for place, step in enumerate(steps):
        token = TimetableRevision.current()
        step()
        after = sequences()[0]
        assert after > before, place
        assert TimetableRevision.current() != token, place
        before = after
    slot.refresh_from_db()
    assert slot.uid == uid


def test_saving_without_a_change_announces_nothing_and_lowers_nothing() -> None:
    slot = TimetableSlotFactory()
    stale = TimetableSlot.objects.get(pk=slot.pk)
    slot.start = time(8, 20)
    slot.save()
    before, token = sequences(), TimetableRevision.current()
    slot.save()
    slot.course.summary = "อื่น"
    slot.course.save()
    slot.course.save_revision()
    assert (sequences(), TimetableRevision.current()) == (before, token)
    stale.refresh_from_db(fields=["start"])
    stale.save()
    assert sequences() == before


def test_a_draft_announces_nothing_before_it_is_published() -> None:
    slot = TimetableSlotFactory()
    before = sequences()
    slot.course.name_th = "ชื่อใหม่"
    revision = slot.course.save_revision()
    assert sequences() == before
    revision.publish()
    assert sequences() > before


def test_a_special_broadcast_is_announced_too() -> None:
    row = special(course=CourseFactory())
    row.save()
    row.title_th = "เปลี่ยนชื่อ"
    row.save()
    first = row.sequence
    LessonFactory(course=row.course)
    row.refresh_from_db()
    assert row.sequence > first > 0


def test_a_lesson_brings_its_course_to_a_special_broadcast() -> None:
    lesson = LessonFactory()
    row = special(lesson=lesson)
    row.save()
    assert row.course == lesson.course


def test_what_a_lesson_uses_cannot_be_deleted_unseen() -> None:
    resource = ResourceFactory()
    LessonFactory(links={"recording": resource})
    with pytest.raises(IntegrityError), transaction.atomic():
        resource.delete()
