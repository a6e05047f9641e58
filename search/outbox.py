"""Changes to bring into the index: written with the change, applied later by whoever has the lock.

A row names a document, never its content, so applying one twice or late does no harm: the drainer
reads what the database says now. A batch is committed in the engine first and marked after, so a
crash in between costs only a repetition. Each consumer has its own rows and is drained by itself.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections, router
from django.db.models import Count, F, Min
from django.db.models.functions import Now
from django.utils import translation

from search import consumers, hindrances
from search.database import clock, current
from search.engines import get_engine
from search.engines.base import Engine, EngineFault, EngineUnavailable
from search.enqueuing import forget
from search.locking import lock
from search.models import Outbox, OutboxQuerySet

logger = logging.getLogger(__name__)

BATCH = 500
KEEP_APPLIED = timedelta(days=1)  # a rebuild and a rollback replay what was applied since
FIRST_PAUSE = timedelta(seconds=5)  # of a row that failed; doubled with every try
LONGEST_PAUSE = timedelta(minutes=10)
MOST_SAID = 1000  # letters of a reason
_MOST_BATCHES = 20  # then the lock is let go for a moment
_BREATH = 0.3
_PURGE_EVERY = 3600.0
_purged_at = 0.0


@dataclass(frozen=True)
class Drained:
    """What one drain did; `busy` means that another process is at it."""

    applied: int = 0
    failed: int = 0
    busy: bool = False
    is_cut: bool = False  # there may be more


@dataclass(frozen=True)
class Backlog:
    """How many rows wait, since when, and how many documents were given up."""

    pending: int
    oldest: datetime | None
    set_aside: int


def drain() -> Drained:
    """Apply what is pending for each consumer of this host; none holds up another.

    Raises:
        EngineUnavailable, EngineFault: when one has no index to write to; its rows stay pending.
    """
    done, first = Drained(), None
    for consumer in consumers.here():
        try:
            one = drain_consumer(consumer)
        except (EngineUnavailable, EngineFault) as error:
            first = first or error
        else:
            done = Drained(done.applied + one.applied, done.failed + one.failed, one.busy)
    if first:
        raise first
    return done


def drain_consumer(consumer: str) -> Drained:
    """Apply what is due, until nothing is left or another process holds the lock.

    Raises:
        EngineUnavailable, EngineFault: when nothing can be written; the rows stay pending.
    """
    applied = failed = 0
    rows = Outbox.objects.of(consumer)
    with translation.override(settings.LANGUAGE_CODE):
        # Looked at again after the lock is free: a row written meanwhile has found it held.
        while rows.due().exists():
            with lock("drain", consumer) as held:
                if not held:
                    return Drained(applied, failed, busy=True)
                done = _drain_or_tell(consumer, rows)
            applied, failed = applied + done.applied, failed + done.failed
            if not done.applied:
                break
            if done.is_cut:
                time.sleep(_BREATH)  # whoever waits for the lock gets it now
    _purge()
    return Drained(applied, failed)


def backlog(consumer: str) -> Backlog:
    """Count the rows that are not applied."""
    rows = Outbox.objects.of(consumer)
    pending = rows.pending().aggregate(number=Count("pk"), oldest=Min("created"))
    aside = rows.set_aside().order_by().values("key").distinct().count()
    return Backlog(pending["number"], pending["oldest"], aside)


def troubled(consumer: str, most: int) -> list[Outbox]:
    """Of each document that failed the row tried most."""
    rows = Outbox.objects.of(consumer).unapplied().filter(tries__gt=0)
    worst: dict[str, Outbox] = {}
    for row in rows.order_by("-tries", "pk")[: 10 * most]:
        worst.setdefault(row.key, row)
    return list(worst.values())[:most]


def revive(consumer: str, keys: Collection[str] = ()) -> int:
    """Let documents that failed, or these of them, be tried again at once; return how many."""
    rows = Outbox.objects.of(consumer).unapplied().filter(tries__gt=0)
    if keys:
        rows = rows.filter(key__in=keys)
    number = rows.order_by().values("key").distinct().count()
    rows.update(tries=0, retry_at=None)
    return number


def set_aside(consumer: str, refused: Mapping[str, str]) -> None:
    """Give up documents that a new index was made without; staff see them and why."""
    Outbox.objects.bulk_create(
        Outbox(key=key, consumer=consumer, tries=OutboxQuerySet.MOST_TRIES, error=why[:MOST_SAID])
        for key, why in sorted(refused.items())
    )


def mark_applied(rows: OutboxQuerySet) -> int:
    """Nothing is left to do for these rows."""
    return rows.update(applied_at=Now(), error="", retry_at=None)


def forget_told() -> None:
    """Rows of an open transaction (as in tests) are taken up now: a later change needs new ones."""
    forget(connections[router.db_for_write(Outbox)])


# --- applying -------------------------------------------------------------------------


def _drain_or_tell(consumer: str, rows: OutboxQuerySet) -> Drained:
    """The same, keeping for staff why nothing can be written to an engine that still answers."""
    try:
        done = _drain_locked(get_engine(consumer), rows)
    except EngineUnavailable as error:
        hindrances.record(consumer, error)
        raise
    if done.applied:
        hindrances.forget(consumer)
    return done


def _drain_locked(engine: Engine, mine: OutboxQuerySet) -> Drained:
    """Go through the due rows in their order; one that fails is not due for a while."""
    applied = failed = last = 0
    for _ in range(_MOST_BATCHES):
        batch = list(mine.due().filter(pk__gt=last).order_by("pk")[:BATCH])
        if not batch:
            break
        last = batch[-1].pk
        forget_told()  # whatever is written from here on may be newer than what we read
        keys = list(dict.fromkeys(row.key for row in batch))
        # What failed earlier is done with as soon as its document is in.
        failed_before = set(
            mine.unapplied().filter(key__in=keys, tries__gt=0).values_list("pk", "key")
        )
        faults = _apply(engine, keys, clock())
        good = {row.pk for row in batch if row.key not in faults}
        good_before = {pk for pk, key in failed_before if key not in faults}
        mark_applied(mine.filter(pk__in=good | good_before))
        _mark_faults([row for row in batch if row.key in faults], faults)
        applied, failed = applied + len(good), failed + len(batch) - len(good)
    else:
        return Drained(applied, failed, is_cut=True)
    return Drained(applied, failed)


def _apply(engine: Engine, keys: list[str], version: int) -> dict[str, str]:
    """Bring the present state of these keys into the engine; return the faults by key.

    A batch that fails is halved until the document at fault stands alone.
    """
    try:
        return dict(engine.apply(*current(keys), version))
    except (OperationalError, InterfaceError):
        raise  # the database is away: nobody's fault
    except Exception as error:
        if isinstance(error, (EngineUnavailable, EngineFault, OSError)):
            _require_sound(engine, error)
        if len(keys) == 1:
            return {keys[0]: repr(error)}
        middle = len(keys) // 2
        halves = keys[:middle], keys[middle:]
        return _apply(engine, halves[0], version) | _apply(engine, halves[1], version)


def _require_sound(engine: Engine, error: Exception) -> None:
    """Tell a bad document from a bad engine: a sound one still commits something harmless."""
    try:
        engine.apply([], ["nothing:0"])
    except EngineFault:
        raise
    except Exception as second:
        raise EngineUnavailable(f"the index cannot be written: {second}") from error


def _mark_faults(rows: list[Outbox], faults: dict[str, str]) -> None:
    """Count the try and wait before the next; after the last one the row is set aside."""
    for row in rows:
        error = faults[row.key][:MOST_SAID]
        pause = min(FIRST_PAUSE * 2**row.tries, LONGEST_PAUSE)
        Outbox.objects.filter(pk=row.pk).update(
            tries=F("tries") + 1, error=error, retry_at=Now() + pause
        )
        if row.tries + 1 >= OutboxQuerySet.MOST_TRIES:
            logger.error("search: %s is set aside after too many tries: %s", row, error)


def _purge() -> None:
    """Drop rows applied long ago, now and then; what is not applied is never dropped."""
    global _purged_at
    if time.monotonic() - _purged_at < _PURGE_EVERY and _purged_at:
        return
    _purged_at = time.monotonic()
    Outbox.objects.filter(applied_at__lt=Now() - KEEP_APPLIED).delete()
