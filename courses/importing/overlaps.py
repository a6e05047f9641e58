"""One broadcast at a time on a channel: within a file, and with what stays in the table. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from catalog.spreadsheets import Line

Key = tuple[int, int, time, date | None]


@dataclass(frozen=True)
class StoredSlot:
    """A slot of the term as it is now."""

    pk: int
    channel: int
    weekday: int
    start: time
    end: time
    course: int
    valid_from: date | None
    valid_to: date | None
    label: str

    @property
    def key(self) -> Key:
        """What a row of a file finds it by."""
        return self.channel, self.weekday, self.start, self.valid_from


@dataclass(frozen=True)
class _Span:
    """What fills a channel on a weekday, whoever says so."""

    start: time
    end: time
    valid_from: date | None
    valid_to: date | None
    told: str

    def overlaps(self, other: _Span) -> bool:
        return (
            self.start < other.end
            and other.start < self.end
            and (self.valid_from or date.min) <= (other.valid_to or date.max)
            and (other.valid_from or date.min) <= (self.valid_to or date.max)
        )


def one_at_a_time(
    lines: list[Line], slots: Sequence[StoredSlot], gone: set[int]
) -> tuple[list[Line], list[tuple[int, str]]]:
    """Take out rows that overlap an earlier row, or a slot that would still be there; say why.

    A row taken out leaves its slot as it was, which may overlap another row: hence the loop.
    """
    clashes: list[tuple[int, str]] = []
    while True:
        kept, found = [], []
        filled = _filled(lines, slots, gone)
        for line in lines:
            place = filled.setdefault(line.code[:2], [])
            span = _span(line.values, _("row %(row)s") % {"row": line.row})
            other = next((each for each in place if each.overlaps(span)), None)
            if other is None:
                place.append(span)
                kept.append(line)
                continue
            reason = _("At this time the channel has: %(slot)s.") % {"slot": other.told}
            found.append((line.row, reason))
        clashes += found
        if not found:
            return kept, clashes
        lines = kept
        gone = set()  # with a fault nothing is removed


def _filled(
    lines: Iterable[Line], slots: Iterable[StoredSlot], gone: set[int]
) -> dict[tuple[int, int], list[_Span]]:
    """What stays as it is: slots that no row rewrites and that will not be removed."""
    rewritten = {line.code for line in lines}
    filled: dict[tuple[int, int], list[_Span]] = {}
    for slot in _staying(slots, rewritten, gone):
        span = _Span(slot.start, slot.end, slot.valid_from, slot.valid_to, slot.label)
        filled.setdefault((slot.channel, slot.weekday), []).append(span)
    return filled


def _staying(
    slots: Iterable[StoredSlot], rewritten: set[Key], gone: set[int]
) -> Iterator[StoredSlot]:
    return (slot for slot in slots if slot.key not in rewritten and slot.channel not in gone)


def _span(values: Mapping[str, Any], told: str) -> _Span:
    return _Span(values["start"], values["end"], values["valid_from"], values["valid_to"], told)
