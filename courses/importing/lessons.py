"""What an uploaded list of lessons would change in one term. Pure: rows and stored data in.

A lesson is known by its course and number. An empty cell empties the value; a column that is left
out stays as it is. Lessons that a file leaves out stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import normalise_indicator_code
from catalog.spreadsheets import Change, Column, Fault, FieldFault, Line, Report, Row, Table, near
from courses.models.courses import normalise_course_code
from courses.models.lessons import ResourceRole
from courses.timetable import Term

from . import cells

COLUMNS = (
    Column("course_code", gettext_lazy("Course code"), ("รหัสวิชา",)),
    Column("number", gettext_lazy("Lesson number"), ("บทเรียนที่", "ลำดับ")),
    Column("name_th", gettext_lazy("Thai name"), ("ชื่อบทเรียน", "เรื่อง")),
    Column("name_en", gettext_lazy("English name"), required=False),
    Column("unit_number", gettext_lazy("Unit number"), ("หน่วยที่",), required=False),
    Column("unit_name", gettext_lazy("Unit name"), ("ชื่อหน่วย", "หน่วยการเรียนรู้"), required=False),
    Column("key_idea", gettext_lazy("Key idea"), ("สาระสำคัญ",), required=False),
    Column("objectives", gettext_lazy("Objectives"), ("จุดประสงค์",), required=False),
    Column("onsite_note", gettext_lazy("On-site note"), required=False),
    Column("indicators", gettext_lazy("Indicators"), ("ตัวชี้วัด",), required=False),
    Column("recording", gettext_lazy("Recordings"), ("คลิป", "วีดิทัศน์"), required=False),
    Column("worksheet", gettext_lazy("Worksheets"), ("ใบงาน",), required=False),
    Column("teacher_guide", gettext_lazy("Teacher's guides"), ("คู่มือครู",), required=False),
    Column("other", gettext_lazy("Other resources"), ("สื่ออื่น",), required=False),
)
_LABELS = {column.key: column.label for column in COLUMNS}
_TEXTS = {"name_en": 255, "key_idea": None, "objectives": None, "onsite_note": None}
ROLES = tuple(role.value for role in ResourceRole)
_COMPARED = (
    *("name_th", "name_en", "unit_number", "key_idea", "objectives", "onsite_note"),
    *("indicators", *ROLES),
)


@dataclass(frozen=True)
class StoredLesson:
    """A lesson in its newest version, as columns of the file; `locked` says why it may not."""

    pk: int
    values: Mapping[str, Any]
    locked: bool = False


@dataclass(frozen=True)
class Stored:
    """What a file is compared with."""

    term: Term
    courses: Mapping[str, list[int]] = field(default_factory=dict)
    # Unit names by course and number.
    units: Mapping[tuple[int, int], str] = field(default_factory=dict)
    lessons: Mapping[tuple[int, int], StoredLesson] = field(default_factory=dict)
    # Each indicator code with the key of its newest curriculum.
    indicators: Mapping[str, int] = field(default_factory=dict)
    indicator_codes: Mapping[int, str] = field(default_factory=dict)
    # Resources by number, and by name where the name is the only one of its kind.
    resources: Mapping[int, str] = field(default_factory=dict)
    resource_names: Mapping[str, int] = field(default_factory=dict)


def plan(table: Table, stored: Stored) -> Report:
    """Say what saving the table would do, without doing anything."""
    lines: list[Line] = []
    faults: list[Fault] = []
    first_row: dict[tuple[int, int], int] = {}
    unit_names: dict[tuple[int, int], tuple[str, int]] = {}
    for row in table.rows:
        reading = _Reading(row, stored, set(table.keys))
        values, wrong = reading.values()
        key = values.get("course_id", 0), values.get("number", 0)
        if all(key):
            if key in first_row:
                reason = _("Row %(row)s has the same course and lesson number.")
                wrong.append(_fault(row, "number", reason % {"row": first_row[key]}))
            first_row.setdefault(key, row.number)
        wrong += _one_name_per_unit(row, values, unit_names)
        if wrong:
            faults += wrong
        else:
            lines.append(_line(row, values, stored))
    return Report(table.name, tuple(lines), tuple(sorted(faults, key=lambda fault: fault.row)))


class _Reading:
    """Reads one row cell by cell; collects every fault instead of stopping at the first."""

    def __init__(self, row: Row, stored: Stored, keys: set[str]) -> None:
        self.row = row
        self.stored = stored
        self.keys = keys
        self.faults: list[Fault] = []
        self.read: dict[str, Any] = {}

    def values(self) -> tuple[dict[str, Any], list[Fault]]:
        """The stored values, and what is wrong."""
        self._take("course_id", "course_code", self._course)
        self._take("number", "number", cells.count)
        self._take("name_th", "name_th", lambda text: cells.words(cells.needed(text), 255))
        for name, limit in _TEXTS.items():
            if name in self.keys:
                self._take(name, name, lambda text, limit=limit: cells.words(text, limit))
        if "unit_number" in self.keys:
            self._unit()
        if "indicators" in self.keys:
            self._take("indicators", "indicators", self._indicators)
        for role in ROLES:
            if role in self.keys:
                self._take(role, role, self._resources)
        self._lock()
        return self.read, self.faults

    def _take(self, name: str, column: str, read: Any) -> None:
        try:
            self.read[name] = read(self.row.values.get(column, ""))
        except FieldFault as fault:
            self.faults.append(_fault(self.row, column, str(fault)))

    def _course(self, text: str) -> int:
        code = normalise_course_code(cells.needed(text))
        found = self.stored.courses.get(code, [])
        term = f"{self.stored.term.number}/{self.stored.term.academic_year}"
        facts = {"code": text[:40], "term": term}
        if not found:
            message = _("There is no course “%(code)s” in term %(term)s.") % facts
            raise FieldFault(message + near(code, self.stored.courses))
        if len(found) > 1:
            message = _("Several courses have the code “%(code)s” in term %(term)s.")
            raise FieldFault(message % facts)
        return found[0]

    def _unit(self) -> None:
        if not self.row.values.get("unit_number", "").strip():
            self.read["unit_number"] = None
            if self.row.values.get("unit_name", "").strip():
                self.faults.append(_fault(self.row, "unit_number", _("The unit has no number.")))
            return
        self._take("unit_number", "unit_number", cells.count)
        self._take("unit_name", "unit_name", lambda text: cells.words(text, 255))
        key = self.read.get("course_id", 0), self.read.get("unit_number", 0)
        if all(key) and key not in self.stored.units and not self.read.get("unit_name"):
            reason = _("The course has no unit %(number)s yet: name it.") % {"number": key[1]}
            self.faults.append(_fault(self.row, "unit_name", reason))

    def _indicators(self, text: str) -> tuple[int, ...]:
        found = []
        for written in cells.parts(text):
            try:
                code = normalise_indicator_code(written)
            except ValidationError as error:
                raise FieldFault(" ".join(error.messages)) from error
            if code not in self.stored.indicators:
                message = _("The indicator “%(code)s” is not in the list of indicators.")
                raise FieldFault(message % {"code": code})
            found.append(self.stored.indicators[code])
        return tuple(sorted(set(found)))

    def _resources(self, text: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._resource(written) for written in cells.parts(text)))

    def _resource(self, written: str) -> int:
        bare = cells.western(written).rstrip("/").rsplit("/", 1)[-1]
        if bare.isascii() and bare.isdigit() and int(bare[:9]) in self.stored.resources:
            return int(bare)
        if written in self.stored.resource_names:
            return self.stored.resource_names[written]
        message = _(
            "There is no resource “%(name)s”. Give its number in the catalogue, its address here, "
            "or its exact Thai name if no other has it."
        )
        raise FieldFault(
            message % {"name": written[:60]} + near(written, self.stored.resource_names)
        )

    def _lock(self) -> None:
        key = self.read.get("course_id", 0), self.read.get("number", 0)
        lesson = self.stored.lessons.get(key)
        if lesson and lesson.locked:
            reason = _("This lesson is locked or waits for approval.")
            self.faults.append(_fault(self.row, "number", reason))


def _one_name_per_unit(
    row: Row, values: Mapping[str, Any], names: dict[tuple[int, int], tuple[str, int]]
) -> list[Fault]:
    number, name = values.get("unit_number"), values.get("unit_name")
    if not number or not name or "course_id" not in values:
        return []
    known, first = names.setdefault((values["course_id"], number), (name, row.number))
    if known == name:
        return []
    reason = _("Row %(row)s calls the same unit “%(name)s”.") % {"row": first, "name": known}
    return [_fault(row, "unit_name", reason)]


def _fault(row: Row, column: str, reason: str) -> Fault:
    return Fault(row.number, str(_LABELS[column]), row.values.get(column, ""), reason)


def _line(row: Row, values: dict[str, Any], stored: Stored) -> Line:
    key = values["course_id"], values["number"]
    code = row.values["course_code"].strip()
    label = f"{code} {values['number']}. {values['name_th']}"
    lesson = stored.lessons.get(key)
    if lesson is None:
        return Line(row.number, key, values, is_new=True, label=label)
    changes = [
        Change(
            str(_LABELS[name]),
            _shown(name, lesson.values.get(name), stored),
            _shown(name, values[name], stored),
        )
        for name in _COMPARED
        if name in values and values[name] != lesson.values.get(name)
    ]
    unit = values["course_id"], values.get("unit_number") or 0
    new_name, old_name = values.get("unit_name"), stored.units.get(unit, "")
    if new_name and old_name and new_name != old_name:
        changes.append(Change(str(_LABELS["unit_name"]), old_name, new_name))
    return Line(row.number, key, values, False, tuple(changes), label)


def _shown(name: str, value: Any, stored: Stored) -> str:
    if name == "indicators":
        return ", ".join(stored.indicator_codes.get(pk, str(pk)) for pk in value or ())
    if name in ROLES:
        return ", ".join(stored.resources.get(pk, str(pk)) for pk in value or ())
    return cells.shown(value)
