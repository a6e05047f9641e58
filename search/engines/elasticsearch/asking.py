"""Searches sent to the live index, several in one request."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from .connecting import Connection
from .errors import cause_of, engine_errors, fault

Body = dict[str, Any]


def ask(connection: Connection, bodies: Sequence[Body]) -> list[dict[str, Any]]:
    """Return the response to each body; an answer that lacks a part of the index is an error."""
    configuration = connection.configuration
    header = {
        "index": configuration.prefix,
        "allow_partial_search_results": False,
        # The same question goes to the same copy of the index, so that its pages fit together.
        "preference": str(zlib.crc32(repr(bodies[0].get("query")).encode("utf-8", "replace"))),
    }
    if configuration.shards > 1:  # or each shard would weigh words by its own documents
        header["search_type"] = "dfs_query_then_fetch"
    searches = [part for body in bodies for part in (header, body)]
    with engine_errors(bodies):
        responses: list[dict[str, Any]] = connection.client.msearch(searches=searches)["responses"]
    for body, response in zip(bodies, responses, strict=True):
        if "error" in response:
            raise fault(response.get("status", 500), *cause_of(response), body)
    return responses
