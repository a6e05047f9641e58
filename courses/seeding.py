"""What the room starts with: DLTV's channels; on request sample courses and a sample timetable.

The samples are made for the term of the day on which set-up runs, or for the next one between
terms. A second run adds only what is missing, so nothing that an editor has changed is overwritten.
"""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import (
    AccessPoint,
    Audience,
    DeliveryMode,
    Grade,
    Licence,
    Platform,
    Provider,
    Resource,
    ResourceKind,
    Subject,
)
from catalog.seeding.removal import remove
from catalog.seeding.telling import Count, Say, count, plural_name, tell_added, tell_removed
from catalog.seeding.writing import insert_named, insert_with_history

from . import training_samples
from .models import (
    Channel,
    Course,
    Lesson,
    LessonResource,
    ResourceRole,
    TimetableException,
    TimetableRevision,
    TimetableSlot,
    TrainingEvent,
    Unit,
)
from .school_calendar import calendar_around
from .timetable import Term, bangkok, terms_around, week_days

__all__ = ["counts", "remove_samples", "seed", "seed_samples"]

_FOLDER = Path(__file__).resolve().parent / "seed"
SOURCE = "sample-course"
_PROVIDER = "sample-office-team"
_WARMING_UP = timedelta(weeks=2)
_ONSITE = "เตรียมใบงานให้ครบจำนวนนักเรียน และเปิดเครื่องรับก่อนเวลา 10 นาที"


def seed(say: Say) -> None:
    """Add the channels that are missing, each with its grade."""
    data = _load("channels")
    platform = Platform.objects.filter(slug=data["platform"]).first()
    there = set(Channel.objects.values_list("code", flat=True))
    missing = [row for row in data["channels"] if row["code"] not in there]
    for row in missing:
        grades = Grade.objects.filter(code__in=row.pop("grades"))
        channel = Channel.objects.create(**row, platform=platform, sort_order=row["number"])
        channel.grades.set(grades)
    tell_added(say, plural_name(Channel), len(missing), len(data["channels"]) - len(missing))


def seed_samples(say: Say) -> None:
    """Add the samples that are missing: courses with all that hangs on them, and trainings."""
    _seed_courses(say)
    training_samples.add_samples(say)


def _seed_courses(say: Say) -> None:
    data = _load("sample_courses")
    there = set(Course.objects.filter(is_sample=True).values_list("code", flat=True))
    missing = [row for row in data["courses"] if row["code"] not in there]
    kept = len(data["courses"]) - len(missing)
    term = _present_term()
    if term is None:
        return
    _Samples(term, data["editor_note"]).add(missing)
    TimetableRevision.renew()  # rows in bulk announce nothing
    tell_added(say, _("%(what)s (samples)") % {"what": plural_name(Course)}, len(missing), kept)


def remove_samples(say: Say) -> None:
    """Remove the trainings, the timetable, then the courses with their units and lessons."""
    training_samples.remove_samples(say)
    for samples in (
        TimetableException.objects.filter(is_sample=True),
        TimetableSlot.objects.filter(is_sample=True),
        Lesson.objects.filter(course__is_sample=True),
        Course.objects.filter(is_sample=True),
    ):
        tell_removed(say, plural_name(samples.model), remove(samples))


def counts() -> list[Count]:
    """How many channels, courses, lessons and slots there are."""
    of_samples = Lesson.objects.filter(course__is_sample=True).count()
    lessons = Count(plural_name(Lesson), Lesson.objects.count(), of_samples)
    return [count(Channel), count(Course), lessons, count(TimetableSlot), count(TrainingEvent)]


def _load(name: str) -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def _present_term() -> Term | None:
    """The term of today; between terms the next one."""
    now = timezone.now()
    today = bangkok(now).date()
    begun, coming = terms_around(calendar_around(now), today)
    return begun if begun and today <= begun.last_day else coming


def _begin(term: Term) -> date:
    """Two weeks ago, so that some lessons were on air and many are still to come."""
    monday = week_days(bangkok(timezone.now()).date() - _WARMING_UP)[0]
    return max(term.first_day, min(monday, term.last_day))


class _Samples:
    """Makes the sample courses of one term from the lists of the seed data."""

    def __init__(self, term: Term, note: str) -> None:
        self.term = term
        self.note = note
        self.begins = _begin(term)
        self.grades = {grade.code: grade for grade in Grade.objects.all()}
        self.subjects = {subject.code: subject for subject in Subject.objects.all()}
        self.modes = {mode.code: mode for mode in DeliveryMode.objects.all()}
        self.audiences = {audience.code: audience for audience in Audience.objects.all()}
        self.channels = {channel.code: channel for channel in Channel.objects.all()}
        self.provider = Provider.objects.get(slug=_PROVIDER)

    def add(self, rows: list[dict[str, Any]]) -> None:
        """Insert courses, units, lessons, resources and slots, a few queries for all of them."""
        courses = [self._course(row) for row in rows]
        insert_with_history(courses)
        self._add_resources(rows)
        units = [
            Unit(course=course, number=number, name_th=unit["name_th"])
            for course, row in zip(courses, rows, strict=True)
            for number, unit in enumerate(row["units"], start=1)
        ]
        insert_named(units)
        by_place = {(unit.course_id, unit.number): unit for unit in units}
        insert_with_history(
            [
                lesson
                for course, row in zip(courses, rows, strict=True)
                for lesson in self._lessons(course, row, by_place)
            ]
        )
        TimetableSlot.objects.bulk_create(
            slot
            for course, row in zip(courses, rows, strict=True)
            for slot in self._slots(course, row)
        )

    def _course(self, row: dict[str, Any]) -> Course:
        return Course(
            **{name: row[name] for name in ("code", "name_th", "name_en", "summary")},
            grade=self.grades[row["grade"]],
            subject=self.subjects[row["subject"]],
            channel=self.channels[row["channel"]],
            academic_year=self.term.academic_year,
            term=self.term.number,
            provider=self.provider,
            editor_note=self.note,
            is_sample=True,
        )

    def _lessons(
        self, course: Course, row: dict[str, Any], units: dict[tuple[int, int], Unit]
    ) -> list[Lesson]:
        lessons: list[Lesson] = []
        links = self._links(row)
        for number, unit in enumerate(row["units"], start=1):
            for topic, part in product(unit["lessons"], (1, 2)):
                values: dict[str, Any] = {
                    "name_th": f"{topic['name_th']} ({part})",
                    "key_idea": topic["key_idea"],
                    "course": course,
                    "unit": units[course.pk, number],
                    "number": len(lessons) + 1,
                    "objectives": _objectives(topic["name_th"]),
                    "onsite_note": _ONSITE,
                    "lesson_resources": [
                        LessonResource(resource_id=pk, role=role) for pk, role in links
                    ],
                }
                lessons.append(Lesson(**values))
        return lessons

    def _links(self, row: dict[str, Any]) -> list[tuple[int, ResourceRole]]:
        """Where the lessons lead: DLTV's own list of recordings, worksheets, teacher's guide."""
        recordings = Resource.objects.filter(
            source="dltv",
            kind=ResourceKind.LESSON_SERIES,
            grades__code=row["grade"],
            subjects__code=row["subject"],
        ).order_by("source_key")[:1]
        own = Resource.objects.filter(source=SOURCE, source_key__startswith=row["code"])
        roles = {
            ResourceKind.WORKSHEET: ResourceRole.WORKSHEET,
            ResourceKind.TEACHER_GUIDE: ResourceRole.TEACHER_GUIDE,
        }
        return [(resource.pk, ResourceRole.RECORDING) for resource in recordings] + [
            (resource.pk, roles[ResourceKind(resource.kind)])
            for resource in own.order_by("-source_key")
        ]

    def _add_resources(self, rows: list[dict[str, Any]]) -> None:
        there = set(Resource.objects.filter(source=SOURCE).values_list("source_key", flat=True))
        wanted = [resource for row in rows for resource in self._resources(row)]
        insert_with_history([each for each in wanted if each.source_key not in there])

    def _resources(self, row: dict[str, Any]) -> list[Resource]:
        return [
            self._resource(row, kind, title, mode, audience)
            for kind, title, mode, audience in (
                (ResourceKind.WORKSHEET, "ชุดใบงานประกอบรายวิชา", "onhand", "student"),
                (ResourceKind.TEACHER_GUIDE, "คู่มือครูรายวิชา", "onsite", "teacher"),
            )
        ]

    def _resource(
        self, row: dict[str, Any], kind: ResourceKind, title: str, mode: str, audience: str
    ) -> Resource:
        place = f"{self.subjects[row['subject']].code}-{row['grade']}-{kind.value}"
        url = f"https://example.org/sample/{place}"
        values: dict[str, Any] = {
            "name_th": f"{title} {row['name_th']}",
            "summary": "ใช้กับบทเรียนของรายวิชาตัวอย่างตลอดภาคเรียน",
            "kind": kind,
            "provider": self.provider,
            "grades": [self.grades[row["grade"]]],
            "subjects": [self.subjects[row["subject"]]],
            "audiences": [self.audiences[audience]],
            "access_points": [AccessPoint(mode=self.modes[mode], label="เปิดเอกสาร", url=url)],
            "licence": Licence.OFFICE,
            "editor_note": self.note,
            "source": SOURCE,
            "source_key": f"{row['code']}-{kind.value}",
            "is_sample": True,
        }
        return Resource(**values)

    def _slots(self, course: Course, row: dict[str, Any]) -> list[TimetableSlot]:
        return [
            TimetableSlot(
                course=course,
                channel=self.channels[row["channel"]],
                weekday=slot["weekday"],
                start=time.fromisoformat(slot["start"]),
                end=time.fromisoformat(slot["end"]),
                valid_from=self.begins,
                is_sample=True,
            )
            for slot in row["slots"]
        ]


def _objectives(topic: str) -> str:
    return (
        f"ความรู้ (K): อธิบายเรื่อง{topic}ได้\n"
        "ทักษะกระบวนการ (P): ทำใบงานและนำเสนอผลงานของตนได้\n"
        "คุณลักษณะ (A): ใฝ่เรียนรู้และมุ่งมั่นในการทำงาน"
    )
