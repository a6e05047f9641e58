"""Changes sent to the cluster in batches, each with the version of the state that it brings."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from ..analysing import Analysed
from .errors import EngineBusy, engine_errors, fault
from .schema import index_document

MOST_ACTIONS = 500
MOST_BYTES = 8_000_000
SHOWN = 200  # letters of a reason
PAUSES = (0.5, 1, 2, 4, 8, 16)  # seconds, while the cluster takes no more

Action = tuple[str, bytes]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass
class Refused:
    """Keys that were not brought in, with the reason; `late` ones because a newer state is in."""

    wrong: dict[str, str] = field(default_factory=dict)
    late: dict[str, str] = field(default_factory=dict)

    def add(self, other: Refused) -> None:
        """Count another batch in."""
        self.wrong |= other.wrong
        self.late |= other.late


def packed(document: Analysed) -> bytes:
    """What the cluster takes of a document, still without version and place."""
    return _encoded(index_document(*document))


def upserting(key: str, made: bytes, version: int) -> Action:
    """Bring a packed document in, unless a newer state of it is there."""
    head = _encoded({"index": _target(key, version)})
    return key, b'%b\n{"place":%d,%b' % (head, version, made[1:])


def deleting(key: str, version: int) -> Action:
    """Take a document out, unless a newer state of it is there."""
    return key, _encoded({"delete": _target(key, version)})


def changes(upserts: Iterable[Analysed], deletes: Iterable[str], version: int) -> list[Action]:
    """All changes; of two documents with the same key the later counts, and above a delete."""
    kept = {document.key: (document, text) for document, text in upserts}
    gone = [deleting(key, version) for key in dict.fromkeys(deletes) if key not in kept]
    return [*(upserting(key, packed(each), version) for key, each in kept.items()), *gone]


def batches(actions: Iterable[Action]) -> Iterator[list[Action]]:
    """Batches that are neither too many nor too large for one request."""
    batch: list[Action] = []
    size = 0
    for action in actions:
        if batch and (len(batch) == MOST_ACTIONS or size + len(action[1]) > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(action)
        size += len(action[1])
    if batch:
        yield batch


def send(client: Elasticsearch, alias: str, batch: list[Action], *, wait: bool = False) -> Refused:
    """Send one batch through an alias and return what was refused.

    Raises:
        EngineUnavailable: when the cluster takes nothing now; some of it may be in already.
    """
    lines: list[Any] = [each for _, each in batch]  # already bytes, so the client takes them so
    with engine_errors(f"{len(batch)} changes of {alias}"):
        response = client.bulk(
            index=alias,
            operations=lines,
            require_alias=True,  # or a missing index would be made by the server's own guess
            refresh="wait_for" if wait else False,
            filter_path=["errors", "items.*.status", "items.*.error"],
        )
    refused = Refused()
    if response["errors"]:
        for (key, _), item in zip(batch, response["items"], strict=True):
            _sort_in(refused, key, next(iter(item.values())))
    return refused


def send_patiently(client: Elasticsearch, alias: str, batch: list[Action]) -> Refused:
    """Send one batch, again and again while the cluster is busy."""
    for pause in PAUSES:
        try:
            return send(client, alias, batch)
        except EngineBusy:
            time.sleep(pause)
    return send(client, alias, batch)


def _sort_in(refused: Refused, key: str, result: dict[str, Any]) -> None:
    error, status = result.get("error"), result["status"]
    if not error:
        return  # also a delete that found nothing
    if status == 409:
        refused.late[key] = "a newer state of it is in the index"
    elif status == 400:
        causes = (error["reason"], error.get("caused_by", {}).get("reason", ""))
        refused.wrong[key] = "; ".join(each[:SHOWN] for each in causes if each)
    else:
        raise fault(status, error["type"], error["reason"], key)


def _target(key: str, version: int) -> dict[str, Any]:
    return {"_id": key, "version": version, "version_type": "external_gte"}


def _encoded(line: dict[str, Any]) -> bytes:
    # A lone surrogate is no text for the cluster, and would take the whole batch down.
    return _encode(line).encode("utf-8", "replace")
