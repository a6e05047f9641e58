"""What the page of one course or lesson shows.

The editor's preview uses it as well, so everything here must also work on a draft that was never
saved: a field that an editor has not filled in yet may be missing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from .models import Course, Lesson, LessonResource, ResourceRole, Unit


@dataclass(frozen=True)
class UnitLessons:
    """A unit with its published lessons in order; no unit for lessons outside of all units."""

    unit: Unit | None
    lessons: list[Lesson]


@dataclass(frozen=True)
class RoleResources:
    """What a lesson uses for one purpose."""

    role: ResourceRole
    links: list[LessonResource]


def units_of(course: Course) -> list[UnitLessons]:
    """The published lessons of a course under their units, in the order of the lessons."""
    groups: list[UnitLessons] = []
    if not course.pk:
        return groups
    for lesson in course.lessons.filter(live=True).select_related("unit").order_by("number"):
        if not groups or groups[-1].unit != lesson.unit:
            groups.append(UnitLessons(lesson.unit, []))
        groups[-1].lessons.append(lesson)
    return groups


def resources_by_role(lesson: Lesson) -> list[RoleResources]:
    """The published resources of a lesson by what they are for, each role once."""
    by_role: defaultdict[str, list[LessonResource]] = defaultdict(list)
    for link in lesson.lesson_resources.all():
        if link.resource_id and link.resource.live:
            by_role[link.role].append(link)
    return [RoleResources(role, by_role[role]) for role in ResourceRole if by_role[role]]


def course_context(course: Course) -> dict[str, Any]:
    """What the course's page and its preview hand to the template."""
    return {"course": course, "units": units_of(course)}


def lesson_context(lesson: Lesson) -> dict[str, Any]:
    """What the lesson's page and its preview hand to the template."""
    return {"lesson": lesson, "roles": resources_by_role(lesson)}
