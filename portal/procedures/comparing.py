"""What differs between two versions: rows added, removed, changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .models import ProcedureVersion, Section

# What of the version itself is compared; the rest says when and by whom.
_FACTS = (
    *("document_code", "name_th", "name_en", "unit_th", "unit_en", "scope_th"),
    *("kpi_th", "kpi_en", "kpi_th_page2", "legend_note_th", "legend_note_en"),
)
# Of each kind of row what makes it the same row in both versions; without any, its place.
_ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("objectives", ()),
    ("definitions", ("term_th",)),
    ("narrative_steps", ("no",)),
    ("steps", ("seq",)),
    ("flow_nodes", ("key",)),
    ("flow_edges", ("source", "target", "kind")),
    ("legend", ()),
    ("forms", ("code",)),
    ("references", ("text_th",)),
    ("anomalies", ("text_th",)),
)
_NEVER_SHOWN = {"id", "version", "sort_order"}


@dataclass(frozen=True)
class FieldChange:
    """One field with what it said and says."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """One row; `fields` holds what changed, or all that an added or removed row says."""

    kind: str  # added, removed, changed
    name: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class SectionChanges:
    """The changes of one kind of row."""

    name: str
    rows: list[RowChange]


def differences(before: ProcedureVersion, after: ProcedureVersion) -> list[SectionChanges]:
    """Everything in which two versions differ, in the order of the document."""
    facts = _changed_fields(before, after, _FACTS)
    sections = [SectionChanges(_("About the procedure"), [RowChange("changed", "", facts)])]
    sections = sections if facts else []
    for name, key in _ROWS:
        rows = list(_row_changes(_keyed(before, name, key), _keyed(after, name, key)))
        if rows:
            sections.append(SectionChanges(_heading(name), rows))
    return sections


def _heading(name: str) -> str:
    known = {**dict(Section.choices), "narrative_steps": Section.NARRATIVE.label}
    model: Any = ProcedureVersion._meta.get_field(name).related_model
    return str(known.get(name) or capfirst(model._meta.verbose_name_plural))


def _keyed(version: ProcedureVersion, name: str, key: tuple[str, ...]) -> dict[Any, models.Model]:
    """The rows by what makes them the same; a repeated key is told apart by its place."""
    rows: dict[Any, models.Model] = {}
    for place, row in enumerate(getattr(version, name).all()):
        found = tuple(getattr(row, field) for field in key) or (place,)
        rows[found if found not in rows else (*found, place)] = row
    return rows


def _row_changes(
    before: dict[Any, models.Model], after: dict[Any, models.Model]
) -> Iterator[RowChange]:
    for key, row in after.items():
        if key not in before:
            yield RowChange("added", str(row), _changed_fields(None, row))
        elif changed := _changed_fields(before[key], row):
            yield RowChange("changed", str(row), changed)
    for key, row in before.items():
        if key not in after:
            yield RowChange("removed", str(row), _changed_fields(row, None))


def _changed_fields(
    before: models.Model | None, after: models.Model | None, names: tuple[str, ...] = ()
) -> list[FieldChange]:
    row = after or before
    if row is None:
        return []
    fields = [row._meta.get_field(name) for name in names] if names else _shown(row)
    told = [
        FieldChange(str(capfirst(field.verbose_name)), _said(before, field), _said(after, field))
        for field in fields
        if isinstance(field, models.Field)
    ]
    return [change for change in told if change.before != change.after]


def _shown(row: models.Model) -> list[models.Field[Any, Any]]:
    fields = row._meta.concrete_fields
    return [field for field in fields if field.editable and field.name not in _NEVER_SHOWN]


def _said(row: models.Model | None, field: models.Field[Any, Any]) -> str:
    if row is None:
        return ""
    value = getattr(row, field.name)
    if field.choices:
        value = dict(field.flatchoices).get(value, value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
