"""What an uploaded register of schools would change, row by row. Pure: rows in, report out.

A school is known by its ministry code, so the same file can be imported twice. Nothing is guessed:
a value that could be wrong is a fault of its row, with the column and the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from catalog.spreadsheets import Change, Column, Fault, FieldFault, Line, Report, Row, Table

from .import_fields import READERS, Places, together

COLUMNS = (
    Column("ministry_code", gettext_lazy("Ministry code (10 digits)"), ("รหัสกระทรวง",)),
    Column("name_th", gettext_lazy("Thai name"), ("ชื่อโรงเรียน", "ชื่อสถานศึกษา")),
    Column("name_en", gettext_lazy("English name"), required=False),
    Column("smis_code", gettext_lazy("SMIS code (8 digits)"), ("รหัส SMIS", "SMIS"), False),
    Column("obec_code", gettext_lazy("OBEC code (6 digits)"), ("รหัส OBEC", "OBEC"), False),
    Column("district", gettext_lazy("District"), ("อำเภอ",)),
    Column(
        "cluster",
        gettext_lazy("School cluster"),
        ("กลุ่มโรงเรียน", "กลุ่มเครือข่าย", "ศูนย์เครือข่าย"),
        required=False,
    ),
    Column("pupils", gettext_lazy("Pupils"), ("จำนวนนักเรียน", "นักเรียน"), required=False),
    Column("is_active", pgettext_lazy("school", "Open"), ("สถานะ",), required=False),
    # Stand in the exported list, so that it can come back; not read.
    Column("size", gettext_lazy("Size"), required=False),
    Column("is_sample", gettext_lazy("Sample data"), required=False),
)
LABELS: dict[str, str | Promise] = {column.key: column.label for column in COLUMNS}
_NOT_READ = {"size", "is_sample"}


@dataclass(frozen=True)
class Register:
    """What the import is compared with: places by name, schools by ministry code."""

    places: Places
    schools: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def plan(table: Table, register: Register) -> Report:
    """Say what saving the table would do, without doing anything."""
    lines: list[Line] = []
    faults: list[Fault] = []
    first_row: dict[str, int] = {}
    for row in table.rows:
        values, wrong = _read_row(row, table.keys, register)
        code = values.get("ministry_code", "")
        if code in first_row:
            reason = _("Row %(row)s has the same code. A school may stand in the file once.")
            wrong.append(_fault(row, "ministry_code", reason % {"row": first_row[code]}))
        elif code:
            first_row[code] = row.number
        if wrong:
            faults += wrong
        else:
            lines.append(_compare(row.number, values, register))
    lines, clashes = _one_school_per_smis(lines, register)
    faults = sorted(faults + clashes, key=lambda fault: fault.row)
    return Report(table.name, tuple(lines), tuple(faults))


def _read_row(
    row: Row, keys: Iterable[str], register: Register
) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults = []
    for key in keys:
        if key in _NOT_READ:
            continue
        try:
            values[_stored(key)] = READERS[key](row.values[key], register.places)
        except FieldFault as fault:
            faults.append(_fault(row, key, str(fault)))
    for key, reason in together(values):
        faults.append(_fault(row, key, reason))
    return values, faults


def _fault(row: Row, key: str, reason: str) -> Fault:
    return Fault(row.number, str(LABELS[key]), row.values.get(key, ""), reason)


def _stored(key: str) -> str:
    return f"{key}_id" if key in ("district", "cluster") else key


def _compare(number: int, values: dict[str, Any], register: Register) -> Line:
    code = values["ministry_code"]
    values["obec_code"] = code[4:]
    if values.get("is_active", True) is None:
        del values["is_active"]  # an empty cell leaves the school as it is
    known = register.schools.get(code)
    if known is None:
        label = f"{values['name_th']} ({code})"
        return Line(number, code, values, is_new=True, label=label)
    changes = tuple(
        Change(
            str(LABELS[key]),
            _shown(key, known[_stored(key)], register.places),
            _shown(key, values[_stored(key)], register.places),
        )
        for key in LABELS
        if _stored(key) in values and values[_stored(key)] != known[_stored(key)]
    )
    label = f"{values.get('name_th', known['name_th'])} ({code})"
    return Line(number, code, values, is_new=False, changes=changes, label=label)


def _shown(key: str, value: Any, places: Places) -> str:
    if key == "district":
        return places.districts.get(value, "")
    if key == "cluster":
        return places.clusters.get(value, "")
    if key == "is_active":
        return pgettext("school", "Open") if value else pgettext("school", "Closed")
    return "" if value is None else str(value)


def _one_school_per_smis(lines: list[Line], register: Register) -> tuple[list[Line], list[Fault]]:
    """Take out rows whose SMIS code another school has, as the register would be afterwards.

    A row taken out leaves its school as it was, which may clash with another row: hence the loop.
    """
    clashes: list[Fault] = []
    while True:
        rewritten = {line.code for line in lines if "smis_code" in line.values}
        owners = {
            school["smis_code"]: code
            for code, school in register.schools.items()
            if school["smis_code"] and code not in rewritten
        }
        kept = []
        for line in lines:
            smis = line.values.get("smis_code", "")
            owner = owners.setdefault(smis, line.code) if smis else line.code
            if owner == line.code:
                kept.append(line)
                continue
            reason = _("The school with ministry code %(code)s has this SMIS code.")
            clashes.append(
                Fault(line.row, str(LABELS["smis_code"]), smis, reason % {"code": owner})
            )
        if len(kept) == len(lines):
            return lines, clashes
        lines = kept
