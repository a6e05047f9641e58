"""Drill-sideways counts: what each value would give if it were chosen, all other filters kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from elasticsearch.dsl.query import Query

from ..base import EngineFault
from .asking import Body, ask
from .connecting import Connection

VALUES = 5_000  # values of one facet that are counted without a second look
MOST_VALUES = 60_000  # below the cluster's own limit of buckets


def counting(facets: Iterable[str], size: int = VALUES) -> dict[str, Any]:
    """The part of a search that counts values."""
    return {name: {"terms": {"field": name, "size": size}} for name in facets}


def counts_body(query: Query, facets: Iterable[str], size: int = VALUES) -> Body:
    """A search that only counts values."""
    return {
        "size": 0,
        "track_total_hits": False,
        "query": query.to_dict(),
        "aggregations": counting(facets, size),
    }


def counted(
    connection: Connection, response: dict[str, Any], query: Query, size: int = VALUES
) -> dict[str, dict[str, int]]:
    """How many documents carry each value, all values and exactly."""
    counts: dict[str, dict[str, int]] = {}
    for name, found in response.get("aggregations", {}).items():
        if found["sum_other_doc_count"] or found["doc_count_error_upper_bound"]:
            counts |= _once_more(connection, query, name, size)
        else:
            counts[name] = {each["key"]: each["doc_count"] for each in found["buckets"]}
    return counts


def _once_more(
    connection: Connection, query: Query, name: str, size: int
) -> dict[str, dict[str, int]]:
    if size >= MOST_VALUES:
        raise EngineFault(f"too many values to count: {name}")
    (response,) = ask(connection, [counts_body(query, [name], MOST_VALUES)])
    return counted(connection, response, query, MOST_VALUES)
