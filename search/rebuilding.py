"""An index made anew from the database, beside the live one, and the way back to the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from search import consumers, faults
from search.contract import EngineStatus
from search.database import clock, database_keys, everything, total
from search.engines import get_engine
from search.engines.base import EngineFault, EngineUnavailable
from search.locking import lock, patient_lock
from search.models import Outbox
from search.outbox import drain_consumer, set_aside
from search.rebuild_history import began, note, recorded, rolled_back
from search.replaying import MARGIN, Replay

Progress = Callable[[int], None]
# Draining is far slower than building, but for a few rows that does not matter.
LARGE_BACKLOG = 1000
_SHARE = 0.8


class AlreadyRebuilding(Exception):
    """Another process is at it."""


def rebuild(progress: Progress = lambda done: None, consumer: str | None = None) -> EngineStatus:
    """Build, replay what changed meanwhile, pass the gate, switch.

    Documents that the engine refuses are set aside, and the history says so.

    Raises:
        AlreadyRebuilding: when another process does it now.
        GateRefused: when keys differ from the database; the live index is as before.
        EngineUnavailable: when nothing can be written.
    """
    name = consumer or consumers.main()
    engine = get_engine(name)
    with _alone(name), recorded(name) as run, translation.override(settings.LANGUAGE_CODE):
        with ExitStack() as until_switched:
            replay = Replay(name, run.started, until_switched)
            refused = engine.rebuild(
                everything(), replay.changes, replay.expected_keys, progress, clock
            )
            with transaction.atomic():
                replay.settle()
                set_aside(name, refused)
        note(run, engine.status(), refused)
    faults.forget(name)
    drain_consumer(name)  # what was written after the replay
    return engine.status()


def rollback(consumer: str | None = None) -> EngineStatus:
    """Return to the index before, and bring in what was applied since that one was built.

    Rows applied more than a day ago are gone, so `search_check` says what then still differs.

    Raises:
        AlreadyRebuilding: when another process makes the index anew.
        EngineUnavailable: when there is no index to return to.
    """
    name = consumer or consumers.main()
    started = timezone.now()
    with _alone(name), patient_lock("drain", name):
        status = get_engine(name).rollback()
        applied = Outbox.objects.of(name).exclude(applied_at=None)
        if since := began(name, status.generation):
            applied = applied.filter(applied_at__gte=since - MARGIN)
        applied.update(applied_at=None, tries=0, retry_at=None)
    rolled_back(name, started, status)
    drain_consumer(name)
    return get_engine(name).status()


def reason_to_rebuild(consumer: str | None = None) -> str:
    """Why the live index will not do, in a few words; empty when it will.

    What is pending is applied first, so that only a real difference counts.

    Raises:
        EngineUnavailable: when the engine does not answer, so that nobody can tell.
    """
    name = consumer or consumers.main()
    engine = get_engine(name)
    status = engine.status()
    if status.is_away:
        raise EngineUnavailable(status.message)
    if not status.usable:
        return status.message or "there is no usable index"
    if status.is_outdated:
        return "the index was made by other rules"
    if has_large_backlog(name):
        return "about as many changes wait as there are documents"
    try:
        drain_consumer(name)
        keys = engine.keys()
    except (EngineUnavailable, EngineFault) as error:
        if engine.status().is_away:
            raise
        return str(error)
    # Differences that are known: what is pending, and what was set aside.
    known = set(Outbox.objects.of(name).unapplied().values_list("key", flat=True))
    expected = database_keys()
    missing, extra = expected - keys - known, keys - expected - known
    if missing or extra:
        return f"{len(missing)} documents are missing and {len(extra)} are too many"
    return ""


def has_large_backlog(consumer: str) -> bool:
    """Whether building from nothing is less work than bringing in what waits."""
    waiting = Outbox.objects.of(consumer).pending()
    if waiting.count() < LARGE_BACKLOG:
        return False
    different = waiting.order_by().values("key").distinct().count()
    return different >= max(LARGE_BACKLOG, _SHARE * total())


@contextmanager
def _alone(consumer: str) -> Iterator[None]:
    with lock("renew", consumer) as held:
        if not held:
            raise AlreadyRebuilding
        yield
