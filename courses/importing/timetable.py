"""What an uploaded timetable would change in one term. Pure: rows and stored data in, report out.

A slot is known by channel, weekday, start and first day, so the same file can be imported twice and
a slot keeps its calendar entries when it gets another course or end. A file speaks for the whole
week of every channel that it names: where that was chosen, slots that it leaves out are removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.spreadsheets import (
    Change,
    Column,
    Fault,
    FieldFault,
    Line,
    Removal,
    Report,
    Row,
    Table,
    near,
)
from courses.models.courses import normalise_course_code
from courses.models.slots import Weekday
from courses.timetable import Term, week_days

from . import cells
from .overlaps import Key, StoredSlot, one_at_a_time

COLUMNS = (
    Column("channel", gettext_lazy("Channel"), ("ช่อง", "สถานี")),
    Column("weekday", gettext_lazy("Weekday"), ("วัน", "วันในสัปดาห์")),
    Column("start", gettext_lazy("Begins at"), ("เวลาเริ่ม", "เริ่ม")),
    Column("end", gettext_lazy("Ends at"), ("เวลาสิ้นสุด", "สิ้นสุด", "ถึงเวลา")),
    Column("course_code", gettext_lazy("Course code"), ("รหัสวิชา",)),
    Column("valid_from", gettext_lazy("From day"), ("ตั้งแต่วันที่",), required=False),
    Column("valid_to", gettext_lazy("To day"), ("ถึงวันที่",), required=False),
    Column("weeks", gettext_lazy("Weeks of the term"), ("สัปดาห์", "สัปดาห์ที่"), required=False),
    # Stand in the exported list, so that it can come back; not read.
    Column("course", gettext_lazy("Course"), ("ชื่อรายวิชา",), required=False),
)
_LABELS = {column.key: column.label for column in COLUMNS}
_COMPARED = ("end", "course_code", "valid_to")
_EVENING, _MORNING = time(18), time(6)


@dataclass(frozen=True)
class Stored:
    """What a file is compared with: the term, its courses by code, channels by their names."""

    term: Term
    channels: Mapping[str, int] = field(default_factory=dict)
    channel_names: Mapping[int, str] = field(default_factory=dict)
    # By code, each with its channel: two providers may have a course of the same code.
    courses: Mapping[str, list[tuple[int, int | None]]] = field(default_factory=dict)
    course_codes: Mapping[int, str] = field(default_factory=dict)
    slots: tuple[StoredSlot, ...] = ()

    @property
    def weeks(self) -> int:
        """How many weeks the term touches."""
        first, last = week_days(self.term.first_day)[0], week_days(self.term.last_day)[0]
        return (last - first).days // 7 + 1


def channel_key(name: str) -> str:
    """A channel's name, code or number in a comparable form."""
    return cells.western(name).casefold().replace(" ", "").removeprefix("ช่อง")


def plan(table: Table, stored: Stored, *, remove: bool) -> Report:
    """Say what saving the table would do, without doing anything."""
    faults: list[Fault] = []
    lines: list[Line] = []
    first_row: dict[Key, int] = {}
    named: set[int] = set()
    by_key = {slot.key: slot for slot in stored.slots}
    rows = {row.number: row for row in table.rows}
    for row in table.rows:
        values, wrong = _Reading(row, stored).values()
        if "channel_id" in values:
            named.add(values["channel_id"])
        if not wrong:
            key = _key(values)
            if key in first_row:
                reason = _("Row %(row)s has the same channel, weekday and time.")
                wrong.append(_fault(row, "start", reason % {"row": first_row[key]}))
            first_row.setdefault(key, row.number)
        if wrong:
            faults += wrong
        else:
            lines.append(_line(row, values, stored, by_key.get(_key(values))))
    gone = named if remove and not faults else set()
    lines, clashes = one_at_a_time(lines, stored.slots, gone)
    clashing = [_fault(rows[number], "start", reason) for number, reason in clashes]
    faults = sorted(faults + clashing, key=lambda fault: fault.row)
    kept = {line.code for line in lines}
    # A faulty row may stand for a slot that would look left out: then nothing is removed.
    removed = tuple(
        Removal(slot.pk, slot.label)
        for slot in stored.slots
        if remove and not faults and slot.channel in named and slot.key not in kept
    )
    return Report(table.name, tuple(lines), tuple(faults), removed)


class _Reading:
    """Reads one row cell by cell; collects every fault instead of stopping at the first."""

    def __init__(self, row: Row, stored: Stored) -> None:
        self.row = row
        self.stored = stored
        self.faults: list[Fault] = []
        self.read: dict[str, Any] = {}

    def values(self) -> tuple[dict[str, Any], list[Fault]]:
        """The stored values, and what is wrong."""
        self._take("channel_id", "channel", self._channel)
        self._take("weekday", "weekday", cells.weekday)
        self._take("start", "start", cells.clock_time)
        self._take("end", "end", cells.clock_time)
        self._take("course_id", "course_code", self._course)
        self._days()
        self._order()
        return self.read, self.faults

    def _take(self, name: str, column: str, read: Any) -> None:
        try:
            self.read[name] = read(self.row.values.get(column, ""))
        except FieldFault as fault:
            self._wrong(column, str(fault))

    def _wrong(self, column: str, reason: str) -> None:
        self.faults.append(_fault(self.row, column, reason))

    def _channel(self, text: str) -> int:
        found = self.stored.channels.get(channel_key(cells.needed(text)))
        if found is None:
            message = _("There is no channel “%(name)s”.") % {"name": text[:40]}
            raise FieldFault(message + near(text, self.stored.channel_names.values()))
        return found

    def _course(self, text: str) -> int:
        code = normalise_course_code(cells.needed(text))
        found = self.stored.courses.get(code, [])
        here = [course for course, channel in found if channel == self.read.get("channel_id")]
        term = f"{self.stored.term.number}/{self.stored.term.academic_year}"
        facts = {"code": text[:40], "term": term}
        if not found:
            message = _("There is no course “%(code)s” in term %(term)s.") % facts
            raise FieldFault(message + near(code, self.stored.courses))
        if len(found) > 1 and len(here) != 1:
            message = _("Several courses have the code “%(code)s” in term %(term)s.")
            raise FieldFault(message % facts)
        return here[0] if len(here) == 1 else found[0][0]

    def _days(self) -> None:
        self._take("valid_from", "valid_from", cells.optional_day)
        self._take("valid_to", "valid_to", cells.optional_day)
        for name in ("valid_from", "valid_to"):
            day = self.read.get(name)
            if day and not self.stored.term.first_day <= day <= self.stored.term.last_day:
                self._wrong(name, _("This day lies outside the term."))
        try:
            weeks = cells.optional_weeks(self.row.values.get("weeks", ""), self.stored.weeks)
        except FieldFault as fault:
            self._wrong("weeks", str(fault))
            return
        if weeks is None:
            return
        if self.read.get("valid_from") or self.read.get("valid_to"):
            self._wrong("weeks", _("Give either weeks or days, not both."))
            return
        monday = week_days(self.stored.term.first_day)[0]
        self.read["valid_from"] = max(
            monday + timedelta(weeks=weeks[0] - 1), self.stored.term.first_day
        )
        self.read["valid_to"] = min(
            monday + timedelta(weeks=weeks[1] - 1, days=6), self.stored.term.last_day
        )

    def _order(self) -> None:
        start, end = self.read.get("start"), self.read.get("end")
        if start and end is not None and end <= start:
            past_midnight = start >= _EVENING and end <= _MORNING
            self._wrong(
                "end",
                _("A broadcast that runs past midnight must be split into two rows.")
                if past_midnight
                else _("It must end after it begins."),
            )
        first, last = self.read.get("valid_from"), self.read.get("valid_to")
        if first and last and last < first:
            self._wrong("valid_to", _("The last day lies before the first."))


def _key(values: Mapping[str, Any]) -> Key:
    return values["channel_id"], values["weekday"], values["start"], values["valid_from"]


def _fault(row: Row, column: str, reason: str) -> Fault:
    return Fault(row.number, str(_LABELS[column]), row.values.get(column, ""), reason)


def _line(row: Row, values: dict[str, Any], stored: Stored, slot: StoredSlot | None) -> Line:
    times = f"{values['start']:%H:%M}–{values['end']:%H:%M}"
    channel, day = stored.channel_names[values["channel_id"]], Weekday(values["weekday"]).label
    label = f"{channel} {day} {times} {stored.course_codes[values['course_id']]}"
    if slot is None:
        return Line(row.number, _key(values), values, is_new=True, label=label)
    new = {**values, "course_code": stored.course_codes[values["course_id"]]}
    old = {
        "end": slot.end,
        "course_code": stored.course_codes.get(slot.course, ""),
        "valid_to": slot.valid_to,
    }
    changes = [
        Change(str(_LABELS[name]), cells.shown(old[name]), cells.shown(new[name]))
        for name in _COMPARED
        if (slot.course != values["course_id"] if name == "course_code" else old[name] != new[name])
    ]
    return Line(row.number, _key(values), values, False, tuple(changes), label)
