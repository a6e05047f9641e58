"""What the page of one course or lesson shows.

The editor's preview uses it as well, so everything here must also work on a draft that was never
saved: a field that an editor has not filled in yet may be missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.detail import Way
from catalog.going import Door, numbered, origin_of
from catalog.models import DeliveryMode

from . import timetable as pure
from .guide import Entry, State, airings_of_course, with_materials
from .models import Course, Lesson, LessonResource, ResourceRole, TimetableSlot, Unit
from .structured_data import course_script, lesson_script

COMING_SHOWN, PAST_SHOWN = 5, 10
LESSON_AIRINGS_SHOWN = 3
# The order in which a lesson shows the ways to learn; the names stand in where a row is missing.
_MODES = {
    "onair": "On air",
    "ondemand": "On demand",
    "onhand": "On hand",
    "onsite": "On site",
    "online": "Online",
}


@dataclass(frozen=True)
class LessonRow:
    """A lesson in the list of its course, with the broadcast that is nearest."""

    lesson: Lesson
    airing: Entry | None


@dataclass(frozen=True)
class UnitLessons:
    """A unit with its published lessons in order; no unit for lessons outside of all units."""

    unit: Unit | None
    lessons: list[LessonRow]


@dataclass(frozen=True)
class WeeklyTime:
    """One time of day at which a course is on air, and on which days of the week."""

    slot: TimetableSlot
    weekdays: list[str]


@dataclass(frozen=True)
class RoleResources:
    """What a lesson uses for one purpose."""

    role: ResourceRole
    links: list[LessonResource]


@dataclass(frozen=True)
class LinkWays:
    """One resource of a lesson, and the ways of one mode to reach it."""

    link: LessonResource
    ways: list[Way]


@dataclass(frozen=True)
class ModeCard:
    """One way to learn a lesson: what there is of it."""

    code: str
    name: str
    links: list[LinkWays] = field(default_factory=list)


def course_context(course: Course, address: str = "") -> dict[str, Any]:
    """What the course's page and its preview hand to the template; `address` is its own."""
    now = timezone.now()
    airings = airings_of_course(course, now) if course.pk else []
    taught = [entry for entry in airings if entry.lesson and entry.state is State.PAST]
    coming = [entry for entry in airings if entry.state in (State.NOW, State.COMING)]
    units = units_of(course, nearest(airings))
    return {
        "course": course,
        "grade": course.grade if course.grade_id else None,
        "subject": course.subject if course.subject_id else None,
        "provider": course.provider if course.provider_id else None,
        "units": units,
        "lesson_count": sum(len(group.lessons) for group in units),
        "times": weekly_times(course, now),
        "coming": coming[:COMING_SHOWN],
        "missed": with_materials(taught[-PAST_SHOWN:][::-1]),
        "structured_data": course_script(course, airings, address),
        "trail": [_list_of_courses()],
    }


def lesson_context(lesson: Lesson, address: str = "") -> dict[str, Any]:
    """What the lesson's page and its preview hand to the template; `address` is its own."""
    now = timezone.now()
    course = lesson.course if lesson.course_id else None
    airings = airings_of_course(course, now) if course and lesson.pk else []
    own = [entry for entry in airings if entry.airing.lesson == lesson.pk]
    links = links_of(lesson)
    past = [entry for entry in own if entry.state is State.PAST]
    indicators = list(lesson.indicators.all())
    return {
        "lesson": lesson,
        "course": course,
        "past": past[-LESSON_AIRINGS_SHOWN:][::-1],
        "coming": [each for each in own if each.state in (State.NOW, State.COMING)][
            :LESSON_AIRINGS_SHOWN
        ],
        "modes": mode_cards(links, lesson, address),
        "roles": resources_by_role(links),
        "indicators": indicators,
        **neighbours(lesson),
        "structured_data": lesson_script(lesson, own, indicators, address),
        "trail": [_list_of_courses()]
        + ([{"name": course.name, "url": course.get_absolute_url()}] if course else []),
    }


def nearest(airings: Iterable[Entry]) -> dict[int, Entry]:
    """The broadcast of each lesson that is on or comes next, else its last one."""
    found: dict[int, Entry] = {}
    for entry in airings:
        if entry.lesson is None or entry.state is State.CANCELLED:
            continue
        known = found.get(entry.lesson.pk)
        if known is None or known.state is State.PAST:
            found[entry.lesson.pk] = entry
    return found


def units_of(course: Course, airings: dict[int, Entry]) -> list[UnitLessons]:
    """The published lessons of a course under their units, in the order of the lessons."""
    groups: list[UnitLessons] = []
    if not course.pk:
        return groups
    for lesson in course.lessons.filter(live=True).select_related("unit").order_by("number"):
        if not groups or groups[-1].unit != lesson.unit:
            groups.append(UnitLessons(lesson.unit, []))
        groups[-1].lessons.append(LessonRow(lesson, airings.get(lesson.pk)))
    return groups


def weekly_times(course: Course, now: datetime) -> list[WeeklyTime]:
    """When a course is on air week after week; what is over for good is left out."""
    if not course.pk:
        return []
    today = pure.bangkok(now).date()
    slots = course.slots.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    times: dict[tuple[Any, ...], WeeklyTime] = {}
    for slot in slots.select_related("channel").order_by("start", "channel", "weekday"):
        key = (slot.start, slot.end, slot.channel_id, slot.valid_from, slot.valid_to)
        times.setdefault(key, WeeklyTime(slot, [])).weekdays.append(slot.get_weekday_display())
    return list(times.values())


def links_of(lesson: Lesson) -> list[LessonResource]:
    """What a lesson uses and the public may see, with every way to reach it."""
    links = [link for link in lesson.lesson_resources.all() if link.resource_id]
    ways = "resource__access_points"
    prefetch_related_objects(links, "resource", f"{ways}__mode", f"{ways}__document")
    return [link for link in links if link.resource.live]


def resources_by_role(links: Iterable[LessonResource]) -> list[RoleResources]:
    """The resources of a lesson by what they are for, each role once."""
    by_role: defaultdict[str, list[LessonResource]] = defaultdict(list)
    for link in links:
        by_role[link.role].append(link)
    return [RoleResources(role, by_role[role]) for role in ResourceRole if by_role[role]]


def door_of(lesson: Lesson, link: LessonResource, address: str) -> Door | None:
    """Where the ways of a lesson's resource begin; nowhere while the lesson is not public."""
    if not (lesson.pk and lesson.live):
        return None
    path = reverse("go_from:lesson", args=[lesson.pk, link.resource_id])
    return Door(path, origin_of(address))


def mode_cards(links: Sequence[LessonResource], lesson: Lesson, address: str) -> list[ModeCard]:
    """The ways to learn, side by side; learning online only where something is there for it."""
    names = {mode.code: mode.name for mode in DeliveryMode.objects.all()}
    cards = {code: ModeCard(code, names.get(code, name)) for code, name in _MODES.items()}
    for link in links:
        by_mode: defaultdict[str, list[Way]] = defaultdict(list)
        door = door_of(lesson, link, address)
        for point, number in numbered(link.resource.access_points.all()):
            by_mode[point.mode.code].append(Way.of(point, number, door))
        for code, ways in by_mode.items():
            if code in cards:
                cards[code].links.append(LinkWays(link, ways))
    return [card for card in cards.values() if card.links or card.code != "online"]


def neighbours(lesson: Lesson) -> dict[str, Any]:
    """The published lessons before and after, and how many the course has."""
    others: list[Lesson] = []
    if lesson.course_id:
        published = Lesson.objects.filter(course=lesson.course_id, live=True)
        others = list(published.only("number", "name_th", "name_en").order_by("number"))
    before = [other for other in others if other.number < (lesson.number or 0)]
    after = [other for other in others if other.number > (lesson.number or 0)]
    return {
        "previous": before[-1] if before else None,
        "next": after[0] if after else None,
        "lesson_count": len(others),
    }


def _list_of_courses() -> dict[str, str]:
    return {"name": _("Courses"), "url": reverse("courses:courses")}
