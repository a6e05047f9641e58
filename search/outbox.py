"""Changes to bring into the index: written with the change, applied later by whoever has the lock.

A row names a document, never its content, so applying one twice or late does no harm: the drainer
reads what the database says now. A batch is committed in the engine first and marked after, so a
crash in between costs only a repetition.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.db import InterfaceError, OperationalError, connections, router
from django.db.models import F, Min
from django.db.models.functions import Now
from django.utils import translation

from search.contract import Document
from search.engines import get_engine
from search.engines.base import Engine, EngineUnavailable
from search.enqueuing import forget
from search.models import Outbox, OutboxQuerySet
from search.sources import sources

logger = logging.getLogger(__name__)

BATCH = 500
KEEP_APPLIED = timedelta(days=1)  # a rebuild replays what was applied since it began
_PURGE_EVERY = 3600.0
_purged_at = 0.0


@dataclass(frozen=True)
class Drained:
    """What one drain did; `busy` means that another process is at it."""

    applied: int = 0
    failed: int = 0
    busy: bool = False


@dataclass(frozen=True)
class Backlog:
    """How much is waiting, since when, and what was given up."""

    pending: int
    oldest: datetime | None
    set_aside: int


def drain() -> Drained:
    """Apply what is pending, until nothing is left or another process holds the lock.

    Raises:
        EngineUnavailable: when there is no index to write to; the rows stay pending.
    """
    applied = failed = 0
    with translation.override(settings.LANGUAGE_CODE):
        # Looked at again after the lock is free: a row written meanwhile has found it held.
        while _mine().pending().exists():
            with folder_lock("drain") as held:
                if not held:
                    return Drained(applied, failed, busy=True)
                done = _drain_locked(get_engine())
            applied, failed = applied + done.applied, failed + done.failed
            if not done.applied:
                break
    _purge()
    return Drained(applied, failed)


def backlog() -> Backlog:
    """Count the rows that are not applied."""
    rows = _mine()
    oldest = rows.pending().aggregate(oldest=Min("created"))["oldest"]
    return Backlog(rows.pending().count(), oldest, rows.set_aside().count())


def current(keys: Iterable[str]) -> tuple[list[Document], list[str]]:
    """What the database says of these documents now: those to bring in, and keys to take out."""
    wanted = set(keys)
    by_kind: dict[str, list[int]] = {}
    for key in wanted:
        kind, _, pk = key.rpartition(":")
        by_kind.setdefault(kind, []).append(int(pk))
    known = sources()
    documents = [
        document
        for kind in sorted(by_kind.keys() & known.keys())
        for start in range(0, len(by_kind[kind]), BATCH)
        for document in known[kind].documents(by_kind[kind][start : start + BATCH])
    ]
    return documents, sorted(wanted - {document.key for document in documents})


@contextmanager
def folder_lock(name: str) -> Iterator[bool]:
    """Hold a lock file of the search folder, or yield False at once when another holds it.

    Raises:
        EngineUnavailable: when the folder cannot be written.
    """
    path = Path(settings.SEARCH_ROOT) / f"{name}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise EngineUnavailable(f"the search folder cannot be written: {error}") from error
    with file:  # closing it frees the lock
        yield locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)


def revive() -> int:
    """Let rows that were set aside be tried again."""
    return _mine().set_aside().update(tries=0)


# --- applying -------------------------------------------------------------------------


def _mine() -> OutboxQuerySet:
    return Outbox.objects.filter(consumer=settings.SEARCH_ENGINE)


def _drain_locked(engine: Engine) -> Drained:
    """Go once through the pending rows in their order; a failing one is not met twice."""
    applied = failed = last = 0
    while rows := list(_mine().pending().filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        forget_told()  # whatever is written from here on may be newer than what we read
        faults = _apply(engine, list(dict.fromkeys(row.key for row in rows)))
        good = [row.pk for row in rows if row.key not in faults]
        Outbox.objects.filter(pk__in=good).update(applied_at=Now(), error="")
        _mark_faults([row for row in rows if row.key in faults], faults)
        applied, failed = applied + len(good), failed + len(rows) - len(good)
    return Drained(applied, failed)


def _apply(engine: Engine, keys: list[str]) -> dict[str, str]:
    """Bring the present state of these keys into the engine; return the faults by key.

    A batch that fails is halved until the document at fault stands alone.
    """
    try:
        return dict(engine.apply(*current(keys)))
    except (OperationalError, InterfaceError):
        raise  # the database is away: nobody's fault
    except Exception as error:
        if isinstance(error, (EngineUnavailable, OSError)):
            _require_sound(engine, error)
        if len(keys) == 1:
            return {keys[0]: repr(error)}
        middle = len(keys) // 2
        return _apply(engine, keys[:middle]) | _apply(engine, keys[middle:])


def _require_sound(engine: Engine, error: Exception) -> None:
    """Tell a bad document from a bad engine: a sound one still commits something harmless."""
    try:
        engine.apply([], ["nothing:0"])
    except Exception as second:
        raise EngineUnavailable(f"the index cannot be written: {second}") from error


def _mark_faults(rows: list[Outbox], faults: dict[str, str]) -> None:
    """Count the try; after the last one the row no longer stands in anybody's way."""
    for row in rows:
        error = faults[row.key][:1000]
        Outbox.objects.filter(pk=row.pk).update(tries=F("tries") + 1, error=error)
        if row.tries + 1 >= OutboxQuerySet.MOST_TRIES:
            logger.error("search: %s is set aside after too many tries: %s", row.key, error)


def _purge() -> None:
    """Drop rows applied long ago, now and then."""
    global _purged_at
    if time.monotonic() - _purged_at < _PURGE_EVERY and _purged_at:
        return
    _purged_at = time.monotonic()
    Outbox.objects.filter(applied_at__lt=Now() - KEEP_APPLIED).delete()


def forget_told() -> None:
    """Rows of an open transaction (as in tests) are taken up now: a later change needs new ones."""
    forget(connections[router.db_for_write(Outbox)])
