"""What changed while an index was being built, and which rows of the outbox that settles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from search import consumers
from search.contract import Document
from search.database import current, database_keys
from search.locking import patient_lock
from search.models import Outbox, OutboxQuerySet
from search.outbox import forget_told, mark_applied

# Clocks of hosts differ, and a transaction may be open a while before it is seen.
MARGIN = timedelta(seconds=60)
_AT_ONCE = 500


class Replay:
    """What changed since the build began, and the keys of the very same moment.

    Both are read in one snapshot of the database: what is written after it has its own rows in
    the outbox, which the next drain takes up on the new index, so the gate need not wait for it.
    Rows that were there before the build began need no replay: it reads what they tell of.
    """

    def __init__(self, consumer: str, started: datetime, until_switched: ExitStack) -> None:
        self.consumer = consumer
        self.since = started - MARGIN
        self._until_switched = until_switched
        self._is_locked = False
        forget_told()
        rows = self._rows().values_list("pk", "applied_at")
        before = dict(rows.iterator())
        self._before = before.keys()
        self._settled = {pk for pk, applied_at in before.items() if applied_at is None}
        self.keys: set[str] | None = None

    def changes(self) -> tuple[list[Document], list[str]]:
        """Documents to bring in and keys to take out."""
        self._hold_drainers()
        forget_told()
        with _snapshot():
            rows = self._rows().values_list("pk", "key", "applied_at")
            new = [row for row in rows.iterator() if row[0] not in self._before]
            documents, deletes = current({key for _, key, _ in new})
            self.keys = database_keys()
        self._settled |= {pk for pk, _, applied_at in new if applied_at is None}
        return documents, deletes

    def expected_keys(self) -> set[str]:
        """The keys that the database had when `changes` read it."""
        return database_keys() if self.keys is None else self.keys

    def settle(self) -> None:
        """The new index is the live one: what it holds need not be brought in again."""
        pks = sorted(self._settled)
        for start in range(0, len(pks), _AT_ONCE):
            some = pks[start : start + _AT_ONCE]
            mark_applied(Outbox.objects.unapplied().filter(pk__in=some))

    def _rows(self) -> OutboxQuerySet:
        """Rows applied meanwhile went into the old index only; pending ones may be older."""
        return Outbox.objects.of(self.consumer).filter(
            Q(created__gte=self.since) | Q(applied_at=None) | Q(applied_at__gte=self.since)
        )

    def _hold_drainers(self) -> None:
        """Nobody may write the old index and mark it as done between the replay and the switch.

        The embedded engine has a lock of its own for that.
        """
        if not self._is_locked and not consumers.is_embedded(self.consumer):
            self._until_switched.enter_context(patient_lock("drain", self.consumer))
            self._is_locked = True


@contextmanager
def _snapshot() -> Iterator[None]:
    """A transaction that sees one moment; PostgreSQL must be asked for that first."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
