"""The rank test: which hidden figures are fixed by the printed ones. Exact, and pure.

Every total gives an equation between its parts. With the printed figures known, a hidden one is
fixed exactly when its unit vector lies in the row space of what is left; in reduced row echelon
form that is a row with a single entry. Whole numbers over fractions, so that nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction

Equation = dict[Hashable, Fraction]


def recovered(
    hidden: Iterable[Hashable], sums: Iterable[tuple[Hashable, Sequence[Hashable]]]
) -> set[Hashable]:
    """The hidden figures that follow from the rest, given which figure is the sum of which."""
    unknown = set(hidden)
    pivots: dict[Hashable, Equation] = {}
    for total, parts in sums:
        _add(_equation(total, parts, unknown), pivots)
    return {name for name, row in pivots.items() if len(row) == 1}


def _equation(total: Hashable, parts: Sequence[Hashable], unknown: set[Hashable]) -> Equation:
    row: Equation = {}
    for name in parts:
        if name in unknown:
            row[name] = row.get(name, Fraction(0)) + 1
    if total in unknown:
        row[total] = row.get(total, Fraction(0)) - 1
    return {name: value for name, value in row.items() if value}


def _add(row: Equation, pivots: dict[Hashable, Equation]) -> None:
    """Reduce a new equation by those before, and those before by it."""
    for name in [name for name in row if name in pivots]:
        if name in row:
            _subtract(row, pivots[name], row[name])
    if not row:
        return
    pivot = next(iter(row))
    scale = row[pivot]
    row = {name: value / scale for name, value in row.items()}
    for other in pivots.values():
        if pivot in other:
            _subtract(other, row, other[pivot])
    pivots[pivot] = row


def _subtract(row: Equation, other: Equation, times: Fraction) -> None:
    for name, value in other.items():
        left = row.get(name, Fraction(0)) - times * value
        if left:
            row[name] = left
        else:
            row.pop(name, None)
