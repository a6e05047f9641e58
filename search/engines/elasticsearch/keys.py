"""Which documents an index holds, and in which state."""

from __future__ import annotations

from elasticsearch import Elasticsearch

PAGE = 10_000  # the cluster's limit
_DIGITS = 16


def fingerprints(client: Elasticsearch, index: str) -> dict[str, str]:
    """Read every document's, page by page of one moment."""
    found: dict[str, str] = {}
    moment = client.open_point_in_time(index=index, keep_alive="2m")["id"]
    after: list[int] | None = None
    try:
        while True:
            response = client.search(
                pit={"id": moment, "keep_alive": "2m"},
                size=PAGE,
                sort="_shard_doc",
                search_after=after,
                source=False,
                docvalue_fields=[{"field": "print"}],
                track_total_hits=False,
                allow_partial_search_results=False,
                filter_path=["hits.hits.fields", "hits.hits.sort"],
            )
            hits = response.get("hits", {}).get("hits", [])
            for hit in hits:
                told = hit["fields"]["print"][0]
                found[told[_DIGITS:]] = told[:_DIGITS]
            if len(hits) < PAGE:
                return found
            after = hits[-1]["sort"]
    finally:
        client.close_point_in_time(id=moment)
