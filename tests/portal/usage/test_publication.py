"""What is hidden stays hidden: by subtraction, by rank, and over all tables together."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.usage.codes import Audience
from portal.usage.publication import (
    Figure,
    Grain,
    Reader,
    Release,
    ReleaseStoppedError,
    Table,
    TooFineError,
    check_grain,
    hide,
    lone,
    mark,
    release_all,
    threshold,
)
from portal.usage.release_gate import recovered


def row_of(*numbers: int) -> Table:
    """One school with its audiences and the total beside them."""
    cells = {("school", place): Figure(n, n) for place, n in enumerate(numbers)}
    total = Figure(sum(numbers), sum(numbers))
    return Table(("school",), tuple(range(len(numbers))), cells, {"school": total}, {}, "split")


def hidden_numbers(table: Table, k: int = 5) -> list[int]:
    return sorted(table.at(*place).uses for place in hide(table, k))


def test_thresholds() -> None:
    assert threshold(Reader.PUBLIC) == 5
    assert threshold(Reader.PUBLIC, Audience.STUDENT) == 10
    assert threshold(Reader.OFFICE, Audience.STUDENT) == 3


def test_a_lone_figure_under_k_gets_a_mark_and_zero_is_printed() -> None:
    assert lone(Figure(7, 4), 5) is None
    assert lone(Figure(4, 5), 5) == 4
    assert lone(Figure(0, 0), 5) == 0
    assert mark(5) == "<5"


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ((1, 1, 20, 30), [1, 1, 20]),  # 2 is under k and is the number of cells: a third goes
        ((1, 4, 20, 30), [1, 4]),
        ((4, 4, 20, 30), [4, 4]),
        ((1, 1, 1, 1, 1, 40, 50), [1, 1, 1, 1, 1, 40]),  # 5 is k, but five cells of 1 are exact
        ((1, 20, 30), [1, 20]),
        ((0, 1, 20, 30), [1, 20]),  # zero is printed, and never hides anything
        ((7, 20, 30), []),
        ((1, 1), [1, 1]),  # no split is printed
        ((0, 1, 1), [0, 1, 1]),
    ],
)
def test_what_is_hidden_along_with_a_small_figure(numbers: Any, hidden: list[int]) -> None:
    table = row_of(*numbers)
    assert hidden_numbers(table) == hidden
    release_all([(table, hide(table, 5))], 5)


def test_the_rule_of_two_cells_alone_would_have_given_figures_away() -> None:
    """The control: with only the small cell hidden, the gate sees that it comes back."""
    table = row_of(1, 20, 30)
    release = Release()
    release.add(table, {("school", 0)}, 5)
    assert release.leaks() == {("split", "school", 0)}
    with pytest.raises(ReleaseStoppedError):
        release.check()


def test_tables_are_tested_together() -> None:
    """Two tables hide well, each for itself, but print each other's figures."""
    one = Table(
        ("s",),
        ("a", "b", "c"),
        {("s", x): Figure(n, n) for x, n in zip("abc", (1, 6, 9), strict=True)},
        {"s": Figure(16, 16)},
        {},
        "one",
    )
    release = Release()
    release.add(one, hide(one, 5), 5)
    assert not release.leaks()
    other = Table(("s",), ("b",), {("s", "b"): Figure(6, 6)}, {}, {}, "other")
    release.add(other, set(), 5)
    release.same(("one", "s", "b"), ("other", "s", "b"))
    assert release.leaks() == {("one", "s", "a"), ("one", "s", "b")}


def test_days_of_schools_are_refused() -> None:
    with pytest.raises(TooFineError):
        check_grain(Grain.DAY, by_school=True)
    with pytest.raises(TooFineError):
        check_grain(Grain.MONTH, by_school=True, by_audience=True)
    check_grain(Grain.MONTH, by_school=True)
    check_grain(Grain.TERM, by_school=True, by_audience=True)
    check_grain(Grain.DAY, by_school=False)


# --- in general -------------------------------------------------------------------------


@st.composite
def tables(draw: Any) -> Table:
    """Schools by audience with totals on both sides; visitor-days never exceed uses."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    cells = {}
    for row, column in product(range(height), range(width)):
        visitors = draw(st.sampled_from([0, 0, 1, 1, 1, 2, 4, 5, 6, 12, 40]))
        cells[row, column] = Figure(
            visitors + (draw(st.integers(0, 3)) if visitors else 0), visitors
        )
    rows = {row: _sum(cells, row, None) for row in range(height)}
    columns = {column: _sum(cells, None, column) for column in range(width)}
    with_columns = columns if draw(st.booleans()) else {}
    return Table(tuple(range(height)), tuple(range(width)), cells, rows, with_columns, "t")


def _sum(cells: dict[Any, Figure], row: int | None, column: int | None) -> Figure:
    chosen = [f for (r, c), f in cells.items() if row in (None, r) and column in (None, c)]
    return Figure(sum(f.uses for f in chosen), sum(f.visitors for f in chosen))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(tables(), st.sampled_from([3, 5, 10]))
def test_no_hidden_figure_is_a_fixed_combination_of_printed_ones(table: Table, k: int) -> None:
    hidden = hide(table, k)
    small = {place for place, figure in table.cells.items() if 0 < figure.visitors < k}
    assert small <= hidden
    lines = [[(row, column) for column in table.columns] for row in table.rows]
    if table.column_totals:
        lines += [[(row, column) for row in table.rows] for column in table.columns]
    for line in lines:
        chosen = [table.at(*place) for place in line if place in hidden]
        together = sum(figure.visitors for figure in chosen)
        whole = len(chosen) == len(line)
        assert not chosen or whole or (len(chosen) >= 2 and together >= max(k, len(chosen) + 1))
    leaked = _leaks_by_brute_force(table, hidden, k)
    release = Release()
    release.add(table, hidden, k)
    assert {place[1:] for place in release.leaks() if None not in place} == leaked
    if len(table.rows) > 1 or not table.column_totals:
        assert not leaked


def _leaks_by_brute_force(table: Table, hidden: set[Any], k: int) -> set[Any]:
    """A hidden cell is safe when it can be changed and all that is printed stays the same.

    Looked for by solving the same equations with whole numbers modulo a prime, column by column.
    """
    prime = 1_000_003
    unknown = sorted(hidden)
    equations = []
    for row, total in table.row_totals.items():
        if lone(total, k) is not None:
            equations.append([int(place[0] == row) for place in unknown])
    for column, total in table.column_totals.items():
        if lone(total, k) is not None:
            equations.append([int(place[1] == column) for place in unknown])
    rank = _rank(equations, prime)
    return {
        place
        for at, place in enumerate(unknown)
        if _rank([*equations, [int(n == at) for n in range(len(unknown))]], prime) == rank
    }


def _rank(rows: list[list[int]], prime: int) -> int:
    rows, rank = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column] % prime), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        inverse = pow(rows[rank][column], -1, prime)
        for r in range(rank + 1, len(rows)):
            factor = rows[r][column] * inverse
            rows[r] = [(a - factor * b) % prime for a, b in zip(rows[r], rows[rank], strict=True)]
        rank += 1
    return rank


def test_the_rank_test_is_exact() -> None:
    """Three sums of pairs fix all three numbers, though no sum has a single unknown."""
    sums: list[tuple[Hashable, tuple[Hashable, ...]]] = [
        ("ab", ("a", "b")),
        ("bc", ("b", "c")),
        ("ac", ("a", "c")),
    ]
    assert recovered({"a", "b", "c"}, sums) == {"a", "b", "c"}
    assert recovered({"a", "b", "c"}, sums[:2]) == set()
    assert recovered({"a", "b", "c", "ab"}, sums) == set()
