"""Titles for what somebody has begun to type.

Every title is indexed from each of its word boundaries; the boundary's place stands before the
text, so that the score can tell whether a title goes on like this from its first, second, ... word.
"""

from __future__ import annotations

from collections.abc import Sequence

from elasticsearch.dsl.query import Bool, ConstantScore, DisMax, Prefix, Query

from ..shaping import PLACES, SUFFIX_LENGTH
from .asking import ask
from .connecting import Connection
from .schema import CUTS, suffix_field


def complete(connection: Connection, prefixes: Sequence[str], limit: int) -> list[tuple[str, str]]:
    """Return (title, url): earlier boundary of the first prefix first, then shorter titles."""
    wanted = [prefix[:SUFFIX_LENGTH] for prefix in prefixes if prefix]
    if not wanted:
        return []
    first, *others = wanted
    earlier = [
        ConstantScore(filter=_prefix(place, first), boost=float(len(PLACES) - n))
        for n, place in enumerate(PLACES)
    ]
    query = Bool(must=[DisMax(queries=earlier)], filter=[_anywhere(prefix) for prefix in others])
    body = {
        "query": query.to_dict(),
        "size": limit,
        "sort": ["_score", {"length": "asc"}, {"place": "asc"}],
        "track_total_hits": False,
    }
    (response,) = ask(connection, [body])
    shown = [hit["_source"]["shown"] for hit in response["hits"]["hits"]]
    return [(each["title"], each["url"]) for each in shown]


def _prefix(place: str, prefix: str) -> Query:
    """Titles that go on with the prefix from this boundary."""
    cut = next(cut for cut in CUTS if len(prefix) <= cut)
    return Prefix(suffix_field(cut), {"value": place + prefix})


def _anywhere(prefix: str) -> Query:
    return Bool(should=[_prefix(place, prefix) for place in PLACES])
