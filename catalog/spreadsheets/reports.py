"""What an uploaded table would do, row by row: the words every import shares. Pure.

A room's own planning makes a `Report` of a `Table`. Nothing is guessed: a value that could be
wrong is a fault of its row, with the column and the reason.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


class FieldFault(ValueError):
    """A cell that cannot be stored; says why."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one row: where, what stands there, and why it cannot be."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Change:
    """A stored value that the import would replace."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One good row: what it is known by, its values as stored, and how they differ."""

    row: int
    code: Any
    values: dict[str, Any]
    is_new: bool
    changes: tuple[Change, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Removal:
    """Something stored that the file no longer names."""

    key: int
    label: str


@dataclass(frozen=True)
class Report:
    """What the file would do."""

    name: str
    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()
    removed: tuple[Removal, ...] = ()

    @property
    def new(self) -> list[Line]:
        """What would be added."""
        return [line for line in self.lines if line.is_new]

    @property
    def changed(self) -> list[Line]:
        """What would change."""
        return [line for line in self.lines if line.changes and not line.is_new]

    @property
    def unchanged(self) -> list[Line]:
        """What is already as the file says."""
        return [line for line in self.lines if not line.changes and not line.is_new]

    @property
    def to_save(self) -> list[Line]:
        """Rows that saving would touch."""
        return [line for line in self.lines if line.is_new or line.changes]

    @property
    def effects(self) -> int:
        """How many things saving would add, change or remove."""
        return len(self.to_save) + len(self.removed)

    @property
    def faulty_rows(self) -> list[int]:
        """Numbers of the rows that cannot be saved."""
        return sorted({fault.row for fault in self.faults})

    @property
    def fingerprint(self) -> str:
        """Same text, same effect: tells a second look whether the table changed meanwhile."""
        effect = [(line.row, line.is_new, line.changes) for line in self.lines]
        told = repr((effect, self.faulty_rows, self.removed))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


class NotSaved(Exception):
    """Nothing was saved; `report` says how things stand."""

    def __init__(self, report: Report) -> None:
        super().__init__("nothing was saved")
        self.report = report


class ChangedMeanwhile(NotSaved):
    """The effect would not be the one that the operator agreed to."""


class FaultsLeft(NotSaved):
    """There are rows with faults, and leaving them out was not chosen."""


def agreed(report: Report, *, good_rows: bool, seen: str | None) -> Report:
    """Pass on a report that may be saved.

    Raises:
        ChangedMeanwhile: when the effect would differ from the one that was seen.
        FaultsLeft: when there are faults and leaving them out was not chosen.
    """
    if seen is not None and seen != report.fingerprint:
        raise ChangedMeanwhile(report)
    if report.faults and not good_rows:
        raise FaultsLeft(report)
    return report


def near(text: str, known: Iterable[str]) -> str:
    """Ask whether a known name was meant; empty where none is near."""
    found = difflib.get_close_matches(text, list(known), n=1, cutoff=0.5)
    return " " + _("Is it “%(name)s”?") % {"name": found[0]} if found else ""
