"""Copying a course to another term, with its units, lessons and what they use."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from .models import Course, Lesson, LessonResource, TermNumber, Unit


def next_term(course: Course) -> tuple[int, int]:
    """The school year and term that follow those of the course."""
    if course.term == TermNumber.FIRST:
        return course.academic_year, TermNumber.SECOND
    return course.academic_year + 1, TermNumber.FIRST


def is_taken(course: Course, academic_year: int, term: int) -> bool:
    """Whether that term has the course already."""
    same = Course.objects.of_term(academic_year, term).filter(
        code=course.code, provider=course.provider
    )
    return (
        same.exists()
        if course.code
        else (academic_year, term)
        == (
            course.academic_year,
            course.term,
        )
    )


@transaction.atomic
def copy_course(course: Course, academic_year: int, term: int, user: Any = None) -> Course:
    """Make a draft of the course in another term.

    Lessons keep their state: what is published becomes public with the course, and no sooner.
    The timetable is not copied, for the days of another term differ.
    """
    copied = Course(
        **{
            name: getattr(course, name)
            for name in (
                *("name_th", "name_en", "code", "grade", "subject", "provider", "channel"),
                *("summary", "editor_note", "is_sample"),
            )
        },
        academic_year=academic_year,
        term=term,
        live=False,
        has_unpublished_changes=True,
    )
    copied.indicators = list(course.indicators.all())
    copied.save()
    copied.save_revision(user=user, log_action="wagtail.create")
    units = {unit.pk: _copy_unit(unit, copied) for unit in course.units.order_by("number")}
    for lesson in course.lessons.order_by("number"):
        _copy_lesson(lesson, copied, units.get(lesson.unit_id or 0), user)
    log(copied, "courses.copied", user=user, data={"from": course.pk})
    return copied


def _copy_unit(unit: Unit, course: Course) -> Unit:
    return Unit.objects.create(
        course=course, number=unit.number, name_th=unit.name_th, name_en=unit.name_en
    )


def _copy_lesson(lesson: Lesson, course: Course, unit: Unit | None, user: Any) -> None:
    copied = Lesson(
        **{
            name: getattr(lesson, name)
            for name in (
                *("number", "name_th", "name_en", "key_idea", "objectives", "onsite_note"),
                *("live", "has_unpublished_changes"),
            )
        },
        course=course,
        unit=unit,
    )
    copied.indicators = list(lesson.indicators.all())
    copied.lesson_resources.set(
        LessonResource(resource_id=link.resource_id, role=link.role, sort_order=link.sort_order)
        for link in lesson.lesson_resources.all()
    )
    copied.save()
    revision = copied.save_revision(user=user, changed=False)
    if lesson.live:
        Lesson.objects.filter(pk=copied.pk).update(
            live_revision=revision,
            has_unpublished_changes=False,
            first_published_at=revision.created_at,
            last_published_at=revision.created_at,
        )
