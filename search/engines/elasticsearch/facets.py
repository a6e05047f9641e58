"""Drill-sideways counts: what each value would give if it were chosen, all other filters kept.

The searches that count are separate from the one that finds hits: they need no scores, and that one
may skip what cannot be among its best when it need not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl.query import Query

from search.contract import FACETS, Filters, QueryTree

from ..base import EngineFault
from .asking import Body, ask
from .cells import CELLS, Cell, cell_field, counts_of
from .connecting import Connection
from .querying import matching

SETS = 5_000  # distinct sets of one cell that are counted without a second look
MOST_SETS = 60_000  # below the cluster's own limit of buckets


@dataclass(frozen=True)
class Counting:
    """One search that counts some cells, and all its documents if it `is_total`."""

    query: Query
    cells: tuple[Cell, ...]
    is_total: bool = False

    def body(self, size: int = SETS) -> Body:
        """What the cluster is asked."""
        return {
            "size": 0,
            "track_total_hits": self.is_total,
            "query": self.query.to_dict(),
            "aggregations": {
                cell_field(cell): {"terms": {"field": cell_field(cell), "size": size}}
                for cell in self.cells
            },
        }


def countings(tree: QueryTree, filters: Filters) -> list[Counting]:
    """The searches that count the total and every cell, a chosen one without its own filters."""
    free = [cell for cell in CELLS if not any(filters.get(name) for name in cell)]
    narrowed = matching(tree, filters)
    parts = [Counting(narrowed, tuple(free[::2]), is_total=True)]
    if half := free[1::2]:
        parts.append(Counting(narrowed, tuple(half)))
    parts += [
        Counting(matching(tree, filters, skip=cell), (cell,)) for cell in CELLS if cell not in free
    ]
    return parts


def counted(
    connection: Connection, parts: Iterable[tuple[Counting, dict[str, Any]]], filters: Filters
) -> dict[str, dict[str, int]]:
    """How many documents carry each value: all values, and exactly."""
    counts: dict[str, dict[str, int]] = {}
    for part, response in parts:
        for cell in part.cells:
            counts |= counts_of(cell, _sets(connection, part, cell, response, SETS), filters)
    return {name: counts[name] for name in FACETS}


def _sets(
    connection: Connection, part: Counting, cell: Cell, response: dict[str, Any], size: int
) -> list[tuple[str, int]]:
    found = response["aggregations"][cell_field(cell)]
    if not found["sum_other_doc_count"] and not found["doc_count_error_upper_bound"]:
        return [(each["key"], each["doc_count"]) for each in found["buckets"]]
    if size >= MOST_SETS:
        raise EngineFault(f"too many sets of values to count: {', '.join(cell)}")
    once_more = Counting(part.query, (cell,))
    (response,) = ask(connection, [once_more.body(MOST_SETS)])
    return _sets(connection, once_more, cell, response, MOST_SETS)
