"""What Elasticsearch says when it refuses: the JSON that a front gives in its name.

The 429 answers are as a real 8.18 node gave them (with `indexing_pressure.memory.limit` at 600 b);
the 401 is as Elasticsearch's security module words it, which these nodes do not have.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

Json = dict[str, Any]

CHALLENGES = ['Basic realm="security" charset="UTF-8"', "ApiKey"]
REJECTED = {
    "type": "es_rejected_execution_exception",
    "reason": "rejected execution of coordinating operation [coordinating_and_primary_bytes=0, "
    "replica_bytes=0, all_bytes=0, coordinating_operation_bytes=933, max_coordinating_bytes=600]",
}


def unauthorised(path: str, given: str | None) -> Json:
    """Nobody said who asks, or somebody who is not known."""
    reason = "unable to authenticate" if given else "missing authentication credentials"
    cause = {
        "type": "security_exception",
        "reason": f"{reason} for REST request [{path}]",
        "header": {"WWW-Authenticate": CHALLENGES},
    }
    return {"error": {"root_cause": [cause], **cause}, "status": 401}


def too_busy() -> Json:
    """The whole request is refused; nothing of it was done."""
    return {"error": {"root_cause": [REJECTED], **REJECTED}, "status": 429}


class PartOfBulk:
    """A bulk request of which the node gets everything but the items to be refused."""

    def __init__(self, body: bytes, refused_ids: Collection[str]) -> None:
        lines = iter(body.splitlines(keepends=True))
        kept: list[bytes] = []
        # For each item in order: how it was refused, or nothing if the node will answer it.
        self._refusals: list[Json | None] = []
        for line in lines:
            if not line.strip():
                continue
            ((verb, target),) = json.loads(line).items()
            item = [line] if verb == "delete" else [line, next(lines)]
            if target.get("_id") in refused_ids:
                answer = {"_index": target.get("_index"), "_id": target["_id"]}
                self._refusals.append({verb: {**answer, "status": 429, "error": REJECTED}})
            else:
                self._refusals.append(None)
                kept += item
        self.body = b"".join(kept)

    def whole_answer(self, answered: Json) -> Json:
        """The node's answer with the refused items in their places."""
        items = iter(answered["items"])
        merged = [refusal or next(items) for refusal in self._refusals]
        return {**answered, "errors": answered["errors"] or any(self._refusals), "items": merged}
