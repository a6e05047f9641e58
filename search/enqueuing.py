"""Writing outbox rows inside the transaction of the change, as few of them as will do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, router, transaction
from django.db.models import QuerySet

from search.consumers import everywhere
from search.models import Outbox
from search.sources import SearchSource

# A save comes with its relations' signals right behind it: looking a little way back is enough,
# and keeps a transaction of ten thousand saves linear. A row too many does no harm.
_LOOK_BACK = 20
_wakers: list[Callable[[], None]] = []


def on_rows(wake: Callable[[], None]) -> None:
    """Call this once rows are committed; the drainer thread sleeps on it."""
    _wakers.append(wake)


def enqueue(keys: Iterable[str]) -> None:
    """Note for every consumer that these documents changed; each key once in a transaction."""
    using = router.db_for_write(Outbox)
    told = _told(connections[using])
    new = [key for key in dict.fromkeys(keys) if not any(key in one.keys for one in told)]
    if not new:
        return
    Outbox.objects.using(using).bulk_create(
        [Outbox(key=key, consumer=consumer) for consumer in everywhere() for key in new],
        batch_size=500,
    )
    _tell(using, told, new)


def enqueue_rows(source: SearchSource, pks: Iterable[int]) -> None:
    """Note that these rows of a source changed; a query set stays in the database."""
    if isinstance(pks, QuerySet):
        _insert_from(source, pks)
    else:
        enqueue(source.key(pk) for pk in pks)


def _insert_from(source: SearchSource, pks: QuerySet[Any]) -> None:
    """One statement for each consumer, however many rows a renamed subject has."""
    using = router.db_for_write(Outbox)
    if not pks.query.values_select and not pks.query.annotation_select:
        pks = pks.values_list("pk", flat=True)
    try:
        inner, params = pks.order_by().using(using).query.get_compiler(using).as_sql()
    except EmptyResultSet:
        return
    table = connections[using].ops.quote_name(Outbox._meta.db_table)
    statement = (
        # Nothing of a user's is in the text: it is Django's own SQL with its parameters apart.
        f"WITH changed (pk) AS ({inner}) "  # noqa: S608
        f"INSERT INTO {table} (key, consumer, tries, error) "
        "SELECT DISTINCT CAST(%s AS text) || changed.pk, CAST(%s AS text), 0, '' "
        "FROM changed WHERE changed.pk IS NOT NULL"
    )
    with connections[using].cursor() as cursor:
        for consumer in everywhere():
            cursor.execute(statement, [*params, f"{source.kind}:", consumer])
    _tell(using, [], [])


# --- each key once in a transaction -----------------------------------------------------


class _Told:
    """Stands in the list of what happens on commit, and remembers the keys of its savepoint.

    Django drops it from there when the savepoint or the transaction is rolled back, along with
    the rows; so what stands there is exactly what will be committed.
    """

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def __call__(self) -> None:
        self.keys.clear()
        for wake in _wakers:
            wake()


def forget(connection: Any) -> None:
    """The rows of this transaction are applied already; the same keys may come again."""
    for one in _entries(connection):
        one[1].keys.clear()


def _entries(connection: Any) -> Iterator[tuple[set[str], _Told]]:
    for savepoints, function, *_rest in connection.run_on_commit[-_LOOK_BACK:]:
        if isinstance(function, _Told):
            yield savepoints, function


def _told(connection: Any) -> list[_Told]:
    return [one for _savepoints, one in _entries(connection)]


def _tell(using: str, told: list[_Told], keys: list[str]) -> None:
    """Wake the drainer after the commit, and remember the keys until then."""
    connection = connections[using]
    here = set(connection.savepoint_ids)
    for savepoints, one in _entries(connection):
        if savepoints == here:
            one.keys.update(keys)
            return
    one = _Told()
    if connection.in_atomic_block:
        one.keys.update(keys)
    transaction.on_commit(one, using=using)
