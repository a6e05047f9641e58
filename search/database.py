"""What the database says of everything that can be found: the truth that indexes are held to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.db import connections, router
from django.db.models.functions import Now
from django.utils import translation

from search.contract import Document
from search.engines.analysing import Batches
from search.models import Outbox
from search.sources import sources

_AT_ONCE = 500


def everything() -> Batches:
    """All that the public may find, in batches of keys that any process can read."""
    keys = {kind: source.pks() for kind, source in sources().items()}
    batches = [
        (kind, pks[start : start + _AT_ONCE])
        for kind, pks in keys.items()
        for start in range(0, len(pks), _AT_ONCE)
    ]
    return Batches(batches, lambda batch: sources()[batch[0]].documents(batch[1]))


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
        for start in range(0, len(by_kind[kind]), _AT_ONCE)
        for document in known[kind].documents(by_kind[kind][start : start + _AT_ONCE])
    ]
    return documents, sorted(wanted - {document.key for document in documents})


def total() -> int:
    """How many documents there are, near enough for a progress line."""
    return sum(source.queryset().order_by().count() for source in sources().values())


def database_keys() -> set[str]:
    """The keys of everything that the public may find."""
    return set().union(*(source.keys() for source in sources().values()))


def database_fingerprints(keys: Collection[str] | None = None) -> dict[str, str]:
    """The fingerprints of everything that the public may find, or of these documents of it."""
    with translation.override(settings.LANGUAGE_CODE):
        documents = everything() if keys is None else current(keys)[0]
        return {document.key: document.fingerprint for document in documents}


def clock() -> int:
    """The database's time in nanoseconds: hosts whose own clocks differ agree on it."""
    using = router.db_for_write(Outbox)
    expression, params = Outbox.objects.using(using).query.get_compiler(using).compile(Now())
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {expression}", params)
        told = cursor.fetchone()[0]
    moment = told if isinstance(told, datetime) else datetime.fromisoformat(told)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1_000_000) * 1_000
