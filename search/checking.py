"""Whether an index says what the database says, and how to make it so."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from search import consumers, faults
from search.contract import EngineStatus
from search.database import database_fingerprints
from search.engines import get_engine
from search.engines.base import EngineFault, EngineUnavailable
from search.faults import Faults
from search.models import Outbox
from search.outbox import Backlog, backlog, drain_consumer, revive, troubled
from search.rebuilding import rebuild

_ROUNDS = 3
_PAUSE = 0.5
_SHOWN = 20


@dataclass(frozen=True)
class Check:
    """What was found: keys that were wrong in every round.

    `stale` documents are in the index, but not as the database describes them now. `trouble` is
    why changes could not be brought in, or nothing compared. `troubled` are documents that failed.
    """

    consumer: str
    status: EngineStatus
    backlog: Backlog
    faults: Faults
    missing: set[str] = field(default_factory=set)
    extra: set[str] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)
    trouble: str = ""
    troubled: list[Outbox] = field(default_factory=list)

    @property
    def wrong(self) -> set[str]:
        """Every key that needs mending."""
        return self.missing | self.extra | self.stale

    @property
    def agrees(self) -> bool:
        """Whether the index is there and nothing of it is left to mend."""
        waiting = self.backlog.pending or self.backlog.set_aside or self.trouble
        return self.status.usable and not (self.wrong or waiting or self.status.is_outdated)

    @property
    def clean(self) -> bool:
        """Whether nobody needs to look after anything: the engine refused nothing of late."""
        return self.agrees and not self.faults.count

    @property
    def oldest(self) -> datetime | None:
        """Since when something waits."""
        return self.backlog.oldest


def check(consumer: str | None = None) -> Check:
    """Apply what is pending, then compare; the site may go on writing meanwhile.

    Every document is described once; after that only those are looked at again that differed: a
    row that is being written now is pending for a moment only.
    """
    name = consumer or consumers.main()
    engine = get_engine(name)
    found: dict[str, str] = {}
    expected: dict[str, str] = {}
    wrong: set[str] = set()
    for number in range(_ROUNDS):
        try:
            drain_consumer(name)
            found = engine.fingerprints()
        except EngineFault as error:
            faults.record(name, error)
            return _checked(name)
        except EngineUnavailable as error:
            return _checked(name, trouble=str(error))
        expected = database_fingerprints(wrong if number else None)
        keys = wrong if number else found.keys() | expected.keys()
        wrong = {key for key in keys if found.get(key) != expected.get(key)}
        if not (wrong or backlog(name).pending):
            break
        time.sleep(_PAUSE)
    missing, extra = wrong - found.keys(), wrong - expected.keys()
    stale = wrong - missing - extra
    return _checked(name, missing=missing, extra=extra, stale=stale)


def repair(consumer: str | None = None) -> Check:
    """Mend what `check` finds: the odd document by itself, anything worse by a rebuild."""
    name = consumer or consumers.main()
    revive(name)
    found = check(name)
    if found.clean or found.status.is_away:
        return found
    if found.status.usable and found.wrong:
        Outbox.objects.bulk_create(
            [Outbox(key=key, consumer=name) for key in sorted(found.wrong)], batch_size=500
        )
        found = check(name)
        if found.clean:
            return found
    rebuild(consumer=name)
    return check(name)


def _checked(name: str, **found: Any) -> Check:
    rows = troubled(name, _SHOWN)
    status = get_engine(name).status()
    return Check(name, status, backlog(name), faults.recent(name), troubled=rows, **found)
