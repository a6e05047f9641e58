"""Titles for what somebody has begun to type.

Every title is indexed from each of its word boundaries; the boundary's place stands before the
text, so that one query finds the titles that go on like this from their first, second,
... word.
"""

from __future__ import annotations

from collections.abc import Sequence

import tantivy
from tantivy import Order, Query, Searcher

from ..shaping import BEGINNINGS, PLACES, SUFFIX_LENGTH
from .querying import all_of, any_of
from .reading import Snapshot
from .schema import stored


def complete(snapshot: Snapshot, prefixes: Sequence[str], limit: int) -> list[tuple[str, str]]:
    """Return (title, url): earlier boundary of the first prefix first, then shorter titles."""
    wanted = [prefix[:SUFFIX_LENGTH] for prefix in prefixes if prefix]
    if not wanted:
        return []
    first, *others = wanted
    narrowing = [_anywhere(snapshot.schema, prefix) for prefix in others]
    found: dict[str, tuple[str, str]] = {}
    for place in PLACES:
        query = all_of([_prefix(snapshot.schema, place, first), *narrowing])
        for key, title, url in _shortest(snapshot.searcher, query, limit):
            found.setdefault(key, (title, url))
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _prefix(schema: tantivy.Schema, place: str, prefix: str) -> Query:
    """Titles that go on with the prefix from this boundary; of long ones there are few."""
    if len(prefix) in BEGINNINGS:
        return Query.term_query(schema, "beginning", place + prefix, "basic")
    return Query.fuzzy_term_query(schema, "suffix", place + prefix, distance=0, prefix=True)


def _anywhere(schema: tantivy.Schema, prefix: str) -> Query:
    return any_of(_prefix(schema, place, prefix) for place in PLACES)


def _shortest(searcher: Searcher, query: Query, limit: int) -> list[tuple[str, str, str]]:
    result = searcher.search(query, limit, count=False, order_by_field="length", order=Order.Asc)
    shown = [stored(searcher.doc(address)) for _, address in result.hits]
    return [(key, title, url) for key, title, url, *_ in shown]
