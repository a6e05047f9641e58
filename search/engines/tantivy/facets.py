"""Drill-sideways counts: what each value would give if it were chosen, all other filters kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tantivy import Query, Searcher

from search.contract import FACETS

from .schema import NO_VALUE, set_field

SETS = 5_000  # distinct sets of one facet that are counted without a second look
MOST_SETS = 60_000  # below the engine's limit of buckets


def count_sets(
    searcher: Searcher, query: Query, facets: Iterable[str]
) -> dict[str, dict[str, int]]:
    """For each facet, how many matching documents carry each set of its values.

    The numbers of one facet add up to the number of matching documents.
    """
    return _aggregate(searcher, query, list(facets), SETS)


def _aggregate(
    searcher: Searcher, query: Query, facets: list[str], size: int
) -> dict[str, dict[str, int]]:
    if not facets:
        return {}
    answer = searcher.aggregate(
        query,
        {
            name: {"terms": {"field": set_field(name), "size": size, "segment_size": size}}
            for name in facets
        },
    )
    cut = [name for name in facets if answer[name]["sum_other_doc_count"]]
    if cut and size >= MOST_SETS:
        raise RuntimeError(f"too many sets of values to count: {cut}")
    counts = {
        name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]}
        for name in facets
    }
    return {**counts, **_aggregate(searcher, query, cut, MOST_SETS)}


def by_value(facet: str, sets: dict[str, int]) -> dict[str, int]:
    """How many documents carry each value."""
    if not FACETS[facet]:
        return {value: number for value, number in sets.items() if value != NO_VALUE}
    counts: Counter[str] = Counter()
    for values, number in sets.items():
        for value in values.split(",") if values != NO_VALUE else ():
            counts[value] += number
    return dict(counts)
