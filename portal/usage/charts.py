"""Bars for a chart that is drawn as SVG: a table with the same numbers always stands beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Bar(NamedTuple):
    """One bar: how long it is in whole percent, and where it stands."""

    label: str
    number: int | None
    percent: int
    top: int


ROW = 28


def bars(rows: Iterable[tuple[str, Iterable[int | None]]]) -> list[Bar]:
    """A bar for each row, as long as its numbers together; none where one is hidden."""
    sums = [(label, _sum(numbers)) for label, numbers in rows]
    longest = max((number or 0 for _label, number in sums), default=0)
    return [
        Bar(label, number, round(100 * (number or 0) / longest) if longest else 0, place * ROW)
        for place, (label, number) in enumerate(sums)
    ]


def _sum(numbers: Iterable[int | None]) -> int | None:
    found = [number for number in numbers if number is not None]
    return sum(found) if found else None
