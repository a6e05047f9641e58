"""The index made anew from the database, beside the live one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone, translation

from search.contract import Document, EngineStatus
from search.engines import get_engine
from search.engines.analysing import Batches
from search.engines.base import EngineUnavailable
from search.models import Outbox
from search.outbox import BATCH, current, drain, folder_lock
from search.sources import sources

Progress = Callable[[int], None]
# Clocks of hosts differ, and a transaction may be open a while before it is seen.
_MARGIN = timedelta(seconds=60)


class AlreadyRebuilding(Exception):
    """Another process is at it."""


def rebuild(progress: Progress = lambda done: None) -> EngineStatus:
    """Build, replay what changed meanwhile, pass the gate, switch.

    Raises:
        AlreadyRebuilding: when another process does it now.
        GateRefused: when keys differ from the database; the live index is as before.
        EngineUnavailable: when the folder cannot be written.
    """
    started = timezone.now()
    with folder_lock("renew") as held, translation.override(settings.LANGUAGE_CODE):
        if not held:
            raise AlreadyRebuilding
        replay = _Replay(started - _MARGIN)
        get_engine().rebuild(_every(), replay.changes, replay.expected_keys, progress)
    # What was set aside before is in the new index as it is now, or the gate had refused.
    given_up = Outbox.objects.filter(consumer=settings.SEARCH_ENGINE).set_aside()
    given_up.filter(created__lt=started).update(applied_at=Now())
    drain()  # what was written after the replay
    return get_engine().status()


def reason_to_rebuild() -> str:
    """Why the live index will not do, in a few words; empty when it will.

    What is pending is applied first, so that only a real difference counts.
    """
    status = get_engine().status()
    if not status.usable:
        return status.message or "there is no usable index"
    try:
        drain()
        keys = get_engine().keys()
    except EngineUnavailable as error:
        return str(error)
    known = _unapplied_keys()
    expected = database_keys()
    missing, extra = expected - keys - known, keys - expected - known
    if missing or extra:
        return f"{len(missing)} documents are missing and {len(extra)} are too many"
    return ""


def total() -> int:
    """How many documents a rebuild will write, near enough for a progress line."""
    return sum(source.queryset().order_by().count() for source in sources().values())


def database_keys() -> set[str]:
    """The keys of everything that the public may find."""
    return set().union(*(source.keys() for source in sources().values()))


def database_fingerprints(keys: Collection[str] | None = None) -> dict[str, str]:
    """The fingerprints of everything that the public may find, or of these documents of it."""
    with translation.override(settings.LANGUAGE_CODE):
        documents = _every() if keys is None else current(keys)[0]
        return {document.key: document.fingerprint for document in documents}


def _every() -> Batches:
    """All documents, in batches of keys that any process can read."""
    batches = [
        (kind, pks[start : start + BATCH])
        for kind, pks in ((kind, source.pks()) for kind, source in sources().items())
        for start in range(0, len(pks), BATCH)
    ]
    return Batches(batches, lambda batch: sources()[batch[0]].documents(batch[1]))


def _unapplied_keys() -> set[str]:
    """Keys whose difference is known: pending ones, and those set aside."""
    rows = Outbox.objects.filter(consumer=settings.SEARCH_ENGINE, applied_at=None)
    return set(rows.values_list("key", flat=True))


class _Replay:
    """What changed since the build began, and the keys of the very same moment.

    Both are read in one snapshot of the database: what is written after it has its own rows in
    the outbox, which the next drain takes up on the new index, so the gate need not wait for it.
    """

    def __init__(self, since: datetime) -> None:
        self.since = since
        self.keys: set[str] | None = None

    def changes(self) -> tuple[list[Document], list[str]]:
        """Documents to bring in and keys to take out."""
        with _snapshot():
            # Rows applied meanwhile went into the old index only; pending ones may be older.
            changed = Outbox.objects.filter(
                Q(created__gte=self.since) | Q(applied_at=None) | Q(applied_at__gte=self.since),
                consumer=settings.SEARCH_ENGINE,
            )
            documents, deletes = current(changed.values_list("key", flat=True).distinct())
            self.keys = database_keys()
        return documents, deletes

    def expected_keys(self) -> set[str]:
        """The keys that the database had when `changes` read it."""
        return database_keys() if self.keys is None else self.keys


@contextmanager
def _snapshot() -> Iterator[None]:
    """A transaction that sees one moment; PostgreSQL must be asked for that first."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
