"""A new index must be as the database is before anybody is sent to it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from search.contract import Document

from .base import GateRefused

ROUNDS = 5
SHOWN_KEYS = 20

Replay = Callable[[], tuple[list[Document], list[str]]]
BringIn = Callable[[list[Document], list[str]], Mapping[str, str]]

log = logging.getLogger(__name__)


def replay_until_equal(
    told: dict[str, str],
    replay: Replay,
    bring_in: BringIn,
    expected_keys: Callable[[], set[str]],
) -> None:
    """Bring in what changed since the build began, until the index is as the database is.

    `told` are the fingerprints of what was written so far; `bring_in` writes changes and returns
    those that the index has then.

    Raises:
        GateRefused: when it is not, after several rounds.
    """
    refusal: GateRefused | None = None
    for _ in range(ROUNDS):
        upserts, deletes = replay()
        told |= {document.key: document.fingerprint for document in upserts}
        found = bring_in(upserts, deletes)
        refusal = GateRefused.check(found, told, expected_keys())
        if refusal is None:
            return
    if refusal is not None:
        some = (sorted(each)[:SHOWN_KEYS] for each in refusal.parts)
        log.error("the new index is refused: missing %s, extra %s, stale %s", *some)
        raise refusal
