"""What may be printed: one set of rules for screens, spreadsheets and the API alike.

A figure of few visitor-days may say something about one person, so it is hidden, and enough of its
neighbours with it that no subtraction brings it back. Zero is printed: it is what reach is about.
What is hidden carries a mark and is never blank. Before figures go out, `release` tests all tables
of a period together: no hidden figure may be a fixed combination of printed ones.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from .codes import Audience
from .release_gate import recovered

SMALL_SCHOOL = 60  # pupils: below, no split by audience, and only with the network's other schools


class Reader(Enum):
    """Who reads: everybody and the ministry, or a named role of the office."""

    PUBLIC = "public"
    OFFICE = "office"


class Grain(Enum):
    """How fine in time a table is."""

    DAY = "day"
    MONTH = "month"
    TERM = "term"
    YEAR = "year"


class TooFineError(Exception):
    """Such a table is not printed for anybody."""


class ReleaseStoppedError(Exception):
    """Hidden figures could be worked out from printed ones."""


def threshold(reader: Reader, audience: int | None = None) -> int:
    """The fewest visitor-days of a figure that this reader sees."""
    if reader is Reader.OFFICE:
        return 3
    return 10 if audience == Audience.STUDENT else 5


def check_grain(grain: Grain, *, by_school: bool, by_audience: bool = False) -> None:
    """Refuse tables that are finer than month and school.

    Raises:
        TooFineError: for schools by day, and for audiences of schools by month.
    """
    if by_school and grain is Grain.DAY:
        raise TooFineError("use of schools is not printed by the day")
    if by_school and by_audience and grain is Grain.MONTH:
        raise TooFineError("audiences of schools are printed by term or year only")


@dataclass(frozen=True)
class Figure:
    """A figure with the visitor-days that were counted at its own level."""

    uses: int = 0
    visitors: int = 0


def lone(figure: Figure, k: int) -> int | None:
    """A figure on its own: itself, or nothing where fewer than k visitor-days stand behind it."""
    return None if figure.uses and figure.visitors < k else figure.uses


def mark(k: int) -> str:
    """What stands in place of a hidden lone figure."""
    return f"<{k}"


# --- rows and tables --------------------------------------------------------------------

Place = tuple[Hashable, Hashable]


@dataclass(frozen=True)
class Table:
    """Figures in rows and columns, with the totals that are printed beside and below them.

    `keys` gives each figure the name by which other tables of the period print it too.
    """

    rows: Sequence[Hashable]
    columns: Sequence[Hashable]
    cells: Mapping[Place, Figure]
    row_totals: Mapping[Hashable, Figure] = field(default_factory=dict)
    column_totals: Mapping[Hashable, Figure] = field(default_factory=dict)
    name: str = ""

    def at(self, row: Hashable, column: Hashable) -> Figure:
        """A figure; where nothing was counted, zero."""
        return self.cells.get((row, column), Figure())


def hide(table: Table, k: int) -> set[Place]:
    """The places whose figures are not printed.

    Rows and columns in turn until nothing changes: a line with a printed total hides two figures or
    more, whose visitor-days and uses together reach k and are more than their number.
    """
    hidden = {
        (row, column)
        for row in table.rows
        for column in table.columns
        if lone(table.at(row, column), k) is None
    }
    lines: list[list[Place]] = []
    if table.row_totals:
        lines += [[(row, column) for column in table.columns] for row in table.rows]
    if table.column_totals:
        lines += [[(row, column) for row in table.rows] for column in table.columns]
    size = -1
    while len(hidden) != size:
        size = len(hidden)
        for line in lines:
            hidden |= _second(table, line, hidden, k)
    return hidden


def _second(table: Table, line: list[Place], hidden: set[Place], k: int) -> set[Place]:
    """What must be hidden along with the hidden figures of one line; all of it if nothing helps."""
    chosen = [place for place in line if place in hidden]
    if not chosen:
        return set()
    rest = [place for place in line if place not in hidden and table.at(*place).uses]
    rest.sort(key=lambda place: (table.at(*place).visitors, table.at(*place).uses))
    while not _is_safe([table.at(*place) for place in chosen], k):
        if not rest:
            return set(line)
        chosen.append(rest.pop(0))
    return set(chosen)


def _is_safe(figures: list[Figure], k: int) -> bool:
    count = len(figures)
    visitors = sum(each.visitors for each in figures)
    uses = sum(each.uses for each in figures)
    return count >= 2 and visitors >= k and visitors > count and uses > count


# --- the gate ---------------------------------------------------------------------------


@dataclass
class Release:
    """All figures of a period that go out together, by name, and which are sums of which."""

    hidden: set[Hashable] = field(default_factory=set)
    printed: set[Hashable] = field(default_factory=set)
    sums: list[tuple[Hashable, tuple[Hashable, ...]]] = field(default_factory=list)

    def add(self, table: Table, hidden: set[Place], k: int) -> None:
        """Take a table along: its figures are `(table name, row, column)`."""
        for row in table.rows:
            for column in table.columns:
                known = self.hidden if (row, column) in hidden else self.printed
                known.add((table.name, row, column))
        for row, total in table.row_totals.items():
            parts = tuple((table.name, row, column) for column in table.columns)
            self._total((table.name, row, None), total, parts, k)
        for column, total in table.column_totals.items():
            parts = tuple((table.name, row, column) for row in table.rows)
            self._total((table.name, None, column), total, parts, k)

    def _total(self, name: Hashable, total: Figure, parts: tuple[Hashable, ...], k: int) -> None:
        (self.hidden if lone(total, k) is None else self.printed).add(name)
        self.sums.append((name, parts))

    def same(self, one: Hashable, other: Hashable) -> None:
        """Say that two names mean one figure."""
        self.sums.append((one, (other,)))

    def leaks(self) -> set[Hashable]:
        """The hidden figures that anybody could work out."""
        hidden = self.hidden - self.printed
        return recovered(hidden, self.sums) | (self.hidden & self.printed)

    def check(self) -> None:
        """Let the figures go out, or stop all of them.

        Raises:
            ReleaseStoppedError: with the figures that would come back.
        """
        if leaks := self.leaks():
            names = ", ".join(sorted(str(each) for each in leaks)[:5])
            raise ReleaseStoppedError(f"{len(leaks)} hidden figures can be worked out: {names}")


def release_all(tables: Iterable[tuple[Table, set[Place]]], k: int) -> Release:
    """Test tables together.

    Raises:
        ReleaseStoppedError: when one of them must not go out beside the others.
    """
    release = Release()
    for table, hidden in tables:
        release.add(table, hidden, k)
    release.check()
    return release
