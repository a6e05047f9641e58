"""Facets that are counted together: all their values of a document as one string.

Few combinations of the facets of a cell occur, so that one pass over the matching documents counts
several facets. Values hold no comma and are never empty: a comma joins the values of one facet, two
commas the facets of a cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from search.contract import Filters

Cell = tuple[str, ...]
# Alternate ones are counted in one search, so that two processors have equal work.
CELLS: tuple[Cell, ...] = (
    ("grade",),
    ("subject", "mode"),
    ("kind", "audience", "free", "room"),
    ("platform",),
    ("provider",),
)


def cell_field(cell: Cell) -> str:
    """The field by which a cell is counted."""
    return "cell_" + "_".join(cell)


def packed_cell(cell: Cell, facets: Mapping[str, Sequence[str]]) -> str:
    """All values of a document; also of one without any, so that sets add up to the total."""
    return ",,".join(",".join(facets[name]) for name in cell)


@lru_cache(20_000)
def _values(cell: Cell, packed: str) -> tuple[tuple[str, str], ...]:
    """Facet and value of each of a document's values."""
    return tuple(
        (name, value)
        for name, joined in zip(cell, packed.split(",,"), strict=True)
        for value in (joined.split(",") if joined else ())
    )


def counts_of(
    cell: Cell, sets: Iterable[tuple[str, int]], filters: Filters
) -> dict[str, dict[str, int]]:
    """Drill-sideways counts by facet, of documents that all filters on other cells kept."""
    chosen = {name: filters[name] for name in cell if filters.get(name)}
    counts: Counter[tuple[str, str]] = Counter()
    for packed, number in sets:
        values = _values(cell, packed)
        missed = chosen.keys() - {name for name, value in values if value in chosen.get(name, ())}
        for each in values:
            if not missed or missed == {each[0]}:
                counts[each] += number
    found: dict[str, dict[str, int]] = {name: {} for name in cell}
    for (name, value), number in counts.items():
        found[name][value] = number
    return found
