"""Who may do what: lessons are drafted by editors, what is on air is kept by those who publish."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from courses.models import Course, LessonPin, TimetableException, TimetableSlot
from tests import factories

from .admin_pages import SNIPPETS, TABLES, course_form, page, slot_form

pytestmark = pytest.mark.django_db

EVERYBODY = [
    *("editor", "working_group", "group_head"),
    *("deputy_director", "director", "reporting_staff"),
]
CURATORS = EVERYBODY[:3]
PUBLISHERS = ["working_group", "group_head"]


def make_everything() -> dict[str, Any]:
    slot = factories.TimetableSlotFactory()
    recording = {"recording": factories.ResourceFactory()}
    lesson = factories.LessonFactory(course=slot.course, links=recording)
    day = date(2026, 11, 2)
    return {
        "course": slot.course,
        "lesson": lesson,
        "unit": factories.UnitFactory(course=slot.course),
        "timetableslot": slot,
        "timetableexception": TimetableException.objects.create(
            kind="cancelled", channel=slot.channel, date=day
        ),
        "lessonpin": LessonPin.objects.create(lesson=lesson, date=day),
        "channel": slot.channel,
        "trainingevent": factories.TrainingEventFactory(),
    }


@pytest.mark.parametrize("code", EVERYBODY)
def test_every_role_sees_lists_exports_and_inspects(sign_in: Any, code: str) -> None:
    client = sign_in(code)
    for model, row in make_everything().items():
        for address in (
            page(model, "index"),
            page(model, "index") + "?export=csv",
            page(model, "index") + "?export=xlsx",
            page(model, "inspect", row.pk),
        ):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("code", EVERYBODY)
def test_who_adds_and_edits(sign_in: Any, code: str) -> None:
    client = sign_in(code)
    allowed = {
        **dict.fromkeys((*SNIPPETS, "unit"), CURATORS),
        **dict.fromkeys(TABLES[1:4], PUBLISHERS),
        "channel": PUBLISHERS,
    }
    for model, row in make_everything().items():
        may = code in allowed[model]
        assert (client.get(page(model, "edit", row.pk)).status_code == 200) is may, model
        if model == "channel":
            may = code == "group_head"
        assert (client.get(page(model, "add")).status_code == 200) is may, model


@pytest.mark.parametrize("code", EVERYBODY)
def test_who_publishes_a_course(sign_in: Any, code: str) -> None:
    course = factories.CourseFactory(draft=True)
    form = {**course_form(), "action-publish": "1"}
    sign_in(code).post(page("course", "edit", course.pk), form)
    course.refresh_from_db()
    assert course.live is (code in PUBLISHERS)


@pytest.mark.parametrize("code", EVERYBODY)
def test_who_changes_what_is_on_air(sign_in: Any, code: str) -> None:
    slot = factories.TimetableSlotFactory()
    client = sign_in(code)
    client.post(page("timetableslot", "edit", slot.pk), slot_form(slot, end="09:40"))
    slot.refresh_from_db()
    assert (slot.end.minute == 40) is (code in PUBLISHERS)
    client.post(page("timetableslot", "delete", slot.pk))
    assert TimetableSlot.objects.exists() is (code not in PUBLISHERS)


@pytest.mark.parametrize("code", EVERYBODY)
def test_only_the_head_deletes_courses(sign_in: Any, code: str) -> None:
    course = factories.CourseFactory()
    sign_in(code).post(page("course", "delete", course.pk))
    assert Course.objects.exists() is (code != "group_head")


@pytest.mark.parametrize("code", EVERYBODY)
def test_who_imports_and_copies(sign_in: Any, code: str) -> None:
    course = factories.CourseFactory()
    client = sign_in(code)
    for address, allowed in (
        (reverse("timetable_import"), PUBLISHERS),
        (reverse("timetable_import_template", args=["csv"]), PUBLISHERS),
        (reverse("lessons_import"), CURATORS),
        (reverse("lessons_import_template", args=["xlsx"]), CURATORS),
        (reverse("courses_copy", args=[course.pk]), CURATORS),
    ):
        assert (client.get(address).status_code == 200) is (code in allowed), address


def test_a_course_on_air_is_not_deleted_and_the_refusal_names_the_slot(head: Any) -> None:
    slot = factories.TimetableSlotFactory()
    answer = head.post(page("course", "delete", slot.course_id))
    assert answer.status_code == 409
    assert "08:30–09:20" in answer.content.decode()
    assert Course.objects.exists()
