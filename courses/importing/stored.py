"""What imports compare with, read from the database, and the one place where they are saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from wagtail.log_actions import log

from catalog.models import Indicator, Resource
from catalog.spreadsheets import Line, Report, Table, agreed
from courses.models import Channel, Course, Lesson, LessonResource, TimetableSlot, Unit
from courses.school_calendar import school_calendar
from courses.timetable import Term

from . import lessons, timetable
from .overlaps import StoredSlot

IMPORTED = "courses.import"


def _term(academic_year: int, term: int) -> Term:
    found = school_calendar((academic_year,)).term(academic_year, term)
    if found is None:
        raise LookupError(f"nobody knows the days of term {term}/{academic_year}")
    return found


# --- the timetable ----------------------------------------------------------------------


def read_timetable(academic_year: int, term: int) -> timetable.Stored:
    """Read a term's timetable, in a constant number of queries."""
    channels = list(Channel.objects.all())
    of_term = Course.objects.of_term(academic_year, term).order_by("pk")
    by_code: defaultdict[str, list[tuple[int, int | None]]] = defaultdict(list)
    codes = {}
    for pk, code, channel in of_term.exclude(code="").values_list("pk", "code", "channel"):
        by_code[code].append((pk, channel))
        codes[pk] = code
    slots = TimetableSlot.objects.filter(course__in=of_term).select_related("channel", "course")
    return timetable.Stored(
        term=_term(academic_year, term),
        channels={
            timetable.channel_key(name): channel.pk
            for channel in channels
            for name in (channel.code, channel.name_th, channel.name_en, str(channel.number))
            if name
        },
        channel_names={channel.pk: channel.name_th for channel in channels},
        courses=dict(by_code),
        course_codes=codes,
        slots=tuple(_stored_slot(slot) for slot in slots.order_by("pk")),
    )


def _stored_slot(slot: TimetableSlot) -> StoredSlot:
    return StoredSlot(
        pk=slot.pk,
        channel=slot.channel_id,
        weekday=slot.weekday,
        start=slot.start,
        end=slot.end,
        course=slot.course_id,
        valid_from=slot.valid_from,
        valid_to=slot.valid_to,
        label=str(slot),
    )


def dry_run_timetable(
    table: Table, *, academic_year: int, term: int, remove: bool, user: Any = None
) -> Report:
    """Say what saving the timetable would do now."""
    return timetable.plan(table, read_timetable(academic_year, term), remove=remove)


@transaction.atomic
def save_timetable(
    table: Table,
    *,
    academic_year: int,
    term: int,
    remove: bool,
    good_rows: bool,
    user: Any = None,
    seen: str | None = None,
) -> Report:
    """Save the table all or nothing; faulty rows are left out only where that was chosen."""
    stored = read_timetable(academic_year, term)
    report = agreed(timetable.plan(table, stored, remove=remove), good_rows=good_rows, seen=seen)
    for removal in report.removed:
        slot = TimetableSlot.objects.get(pk=removal.key)
        log(slot, "wagtail.delete", user=user, deleted=True, data={"file": report.name})
        slot.delete()
    by_key = {slot.key: slot.pk for slot in stored.slots}
    known = TimetableSlot.objects.in_bulk()
    for line in report.to_save:
        slot = known[by_key[line.code]] if line.code in by_key else TimetableSlot()
        for name, value in line.values.items():
            setattr(slot, name, value)
        slot.save()
        log(slot, IMPORTED, user=user, data={"file": report.name, "row": line.row})
    return report


# --- lessons ----------------------------------------------------------------------------


def read_lessons(academic_year: int, term: int, user: Any = None) -> lessons.Stored:
    """Read a term's lessons in their newest versions, and what lessons can name."""
    by_code: defaultdict[str, list[int]] = defaultdict(list)
    of_term = Course.objects.of_term(academic_year, term)
    for pk, code in of_term.exclude(code="").values_list("pk", "code"):
        by_code[code].append(pk)
    indicators = Indicator.objects.order_by("curriculum_version").values_list("code", "pk")
    resources = dict(Resource.objects.values_list("pk", "name_th"))
    named: defaultdict[str, list[int]] = defaultdict(list)
    for pk, name in resources.items():
        named[name].append(pk)
    units = Unit.objects.filter(course__in=of_term).values_list("course", "number", "name_th")
    return lessons.Stored(
        term=_term(academic_year, term),
        courses=dict(by_code),
        units={(course, number): name for course, number, name in units},
        lessons={
            (lesson.course_id, lesson.number): _stored_lesson(lesson, user)
            for lesson in _lessons(of_term)
        },
        indicators=dict(indicators),
        indicator_codes={pk: code for code, pk in indicators},
        resources=resources,
        resource_names={name: pks[0] for name, pks in named.items() if len(pks) == 1},
    )


def _lessons(courses: Any) -> Iterable[Lesson]:
    return Lesson.objects.filter(course__in=courses).prefetch_related(
        "unit",
        "latest_revision",
        "indicators",
        Prefetch("lesson_resources", LessonResource.objects.order_by("sort_order")),
    )


def _newest(lesson: Lesson) -> Lesson:
    """The version that an editor sees: the draft, where there is one."""
    return lesson.get_latest_revision_as_object() if lesson.has_unpublished_changes else lesson


def _stored_lesson(lesson: Lesson, user: Any) -> lessons.StoredLesson:
    newest = _newest(lesson)
    links = list(newest.lesson_resources.all())
    lock = lesson.get_lock() if user else None
    return lessons.StoredLesson(
        pk=lesson.pk,
        values={
            "name_th": newest.name_th,
            "name_en": newest.name_en,
            "unit_number": newest.unit.number if newest.unit else None,
            "key_idea": newest.key_idea,
            "objectives": newest.objectives,
            "onsite_note": newest.onsite_note,
            "indicators": tuple(sorted(row.pk for row in newest.indicators.all())),
            **{
                role: tuple(link.resource_id for link in links if link.role == role)
                for role in lessons.ROLES
            },
        },
        locked=bool(lock and lock.for_user(user)),
    )


def dry_run_lessons(table: Table, *, academic_year: int, term: int, user: Any = None) -> Report:
    """Say what saving the lessons would do now."""
    return lessons.plan(table, read_lessons(academic_year, term, user))


@transaction.atomic
def save_lessons(
    table: Table,
    *,
    academic_year: int,
    term: int,
    good_rows: bool,
    user: Any = None,
    seen: str | None = None,
) -> Report:
    """Save the table all or nothing: published where the person may publish, else as drafts."""
    stored = read_lessons(academic_year, term, user)
    report = agreed(lessons.plan(table, stored), good_rows=good_rows, seen=seen)
    publish = user is None or user.has_perm("courses.publish_lesson")
    for line in report.to_save:
        unit = _unit(line.values)
        known = stored.lessons.get(line.code)
        lesson = _newest(Lesson.objects.get(pk=known.pk)) if known else _new_lesson(line)
        _fill(lesson, line.values, unit)
        revision = lesson.save_revision(user=user, log_action=True)
        if publish:
            revision.publish(user=user)
        log(lesson, IMPORTED, user=user, data={"file": report.name, "row": line.row})
    return report


def _unit(values: dict[str, Any]) -> Unit | None:
    number, name = values.get("unit_number"), values.get("unit_name")
    if not number:
        return None
    unit, _created = Unit.objects.get_or_create(
        course_id=values["course_id"], number=number, defaults={"name_th": name or ""}
    )
    if name and unit.name_th != name:
        unit.name_th = name
        unit.save()
    return unit


def _new_lesson(line: Line) -> Lesson:
    course, number = line.code
    return Lesson.objects.create(
        course_id=course, number=number, name_th=line.values["name_th"], live=False
    )


def _fill(lesson: Lesson, values: dict[str, Any], unit: Unit | None) -> None:
    for name in ("name_th", "name_en", "key_idea", "objectives", "onsite_note"):
        if name in values:
            setattr(lesson, name, values[name])
    if "unit_number" in values:
        lesson.unit = unit
    if "indicators" in values:
        lesson.indicators = list(Indicator.objects.filter(pk__in=values["indicators"]))
    roles = [role for role in lessons.ROLES if role in values]
    kept = [link for link in lesson.lesson_resources.all() if link.role not in roles]
    made = [LessonResource(resource_id=pk, role=role) for role in roles for pk in values[role]]
    lesson.lesson_resources.set([*made, *kept])
