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
from search.rebuilding import database_fingerprints, rebuild

_ROUNDS = 3
_PAUSE = 0.5


@dataclass(frozen=True)
class Check:
    """What was found: keys that were wrong in every round.

    `stale` documents are in the index, but not as the database describes them now.
    """

    status: EngineStatus
    backlog: Backlog
    missing: set[str] = field(default_factory=set)
    extra: set[str] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)

    @property
    def wrong(self) -> set[str]:
        """Every key that needs mending."""
        return self.missing | self.extra | self.stale

    @property
    def clean(self) -> bool:
        """Whether nothing is left to do."""
        waiting = self.backlog.pending or self.backlog.set_aside
        return self.status.usable and not (self.wrong or waiting)

    @property
    def oldest(self) -> datetime | None:
        """Since when something waits."""
        return self.backlog.oldest


def check() -> Check:
    """Apply what is pending, then compare; the site may go on writing meanwhile.

    Every document is described once; after that only those are looked at again that differed: a
    row that is being written now is pending for a moment only.
    """
    engine = get_engine()
    found: dict[str, str] = {}
    expected: dict[str, str] = {}
    wrong: set[str] = set()
    for number in range(_ROUNDS):
        try:
            drain()
            found = engine.fingerprints()
        except EngineUnavailable:
            return Check(engine.status(), backlog())
        expected = database_fingerprints(wrong if number else None)
        keys = wrong if number else found.keys() | expected.keys()
        wrong = {key for key in keys if found.get(key) != expected.get(key)}
        if not (wrong or backlog().pending):
            break
        time.sleep(_PAUSE)
    missing, extra = wrong - found.keys(), wrong - expected.keys()
    return Check(engine.status(), backlog(), missing, extra, wrong - missing - extra)


def repair() -> Check:
    """Mend what `check` finds: the odd document by itself, anything worse by a rebuild."""
    revive()
    found = check()
    if found.clean:
        return found
    if found.status.usable and found.wrong:
        enqueue(sorted(found.wrong))
        found = check()
        if found.clean:
            return found
    rebuild()
    return check()
