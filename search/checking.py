"""Whether the index says what the database says, and how to make it so."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime

from search.contract import EngineStatus
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.enqueuing import enqueue
from search.outbox import Backlog, backlog, drain, revive
from search.rebuilding import database_keys, rebuild

_ROUNDS = 3
_PAUSE = 0.5


@dataclass(frozen=True)
class Check:
    """What was found; `difference` keys were wrong in every round."""

    status: EngineStatus
    backlog: Backlog
    missing: set[str] = field(default_factory=set)
    extra: set[str] = field(default_factory=set)

    @property
    def clean(self) -> bool:
        """Whether nothing is left to do."""
        waiting = self.backlog.pending or self.backlog.set_aside
        return self.status.usable and not (self.missing or self.extra or waiting)

    @property
    def oldest(self) -> datetime | None:
        """Since when something waits."""
        return self.backlog.oldest


def check() -> Check:
    """Apply what is pending, then compare the keys; the site may go on writing meanwhile.

    A key counts as wrong when it was so in several rounds: a row that is being written now is
    pending for a moment only.
    """
    engine = get_engine()
    missing: set[str] = set()
    extra: set[str] = set()
    for number in range(_ROUNDS):
        try:
            drain()
            keys = engine.keys()
        except EngineUnavailable:
            break
        expected = database_keys()
        now_missing, now_extra = expected - keys, keys - expected
        missing = now_missing & missing if number else now_missing
        extra = now_extra & extra if number else now_extra
        if not (missing or extra or backlog().pending):
            break
        time.sleep(_PAUSE)
    return Check(engine.status(), backlog(), missing, extra)


def repair() -> Check:
    """Mend what `check` finds: the odd document by itself, anything worse by a rebuild."""
    revive()
    found = check()
    if found.clean:
        return found
    if found.status.usable and (found.missing or found.extra):
        enqueue(sorted(found.missing | found.extra))
        found = check()
        if found.clean:
            return found
    rebuild()
    return check()
