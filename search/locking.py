"""One at a time for each consumer: a lock file, or on PostgreSQL a lock that all hosts see.

The embedded index lies on one host, so a file is enough, and on SQLite there is one host only.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core.files import locks
from django.db import connections, router

from search import consumers
from search.engines.base import EngineUnavailable
from search.models import Outbox

# What is locked: bringing changes in, or making anew and rolling back.
What = Literal["drain", "renew"]
_LOOK_AGAIN = 0.05


@contextmanager
def lock(what: What, consumer: str) -> Iterator[bool]:
    """Hold the lock, or yield False at once when somebody else holds it.

    Raises:
        EngineUnavailable: when the search folder cannot be written.
    """
    using = router.db_for_write(Outbox)
    shared = not consumers.is_embedded(consumer) and connections[using].vendor == "postgresql"
    with _in_database(what, consumer, using) if shared else _in_folder(what, consumer) as held:
        yield held


@contextmanager
def patient_lock(what: What, consumer: str, patience: float = 600.0) -> Iterator[None]:
    """Hold the lock, waiting for it.

    Raises:
        EngineUnavailable: when somebody else holds it for too long.
    """
    deadline = time.monotonic() + patience
    while True:
        with lock(what, consumer) as held:
            if held:
                yield
                return
        if time.monotonic() > deadline:
            raise EngineUnavailable("another process is writing the index")
        time.sleep(_LOOK_AGAIN)


@contextmanager
def _in_folder(what: str, consumer: str) -> Iterator[bool]:
    path = Path(settings.SEARCH_ROOT) / f"{what}-{consumer.partition('@')[0]}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise EngineUnavailable(f"the search folder cannot be written: {error}") from error
    with file:  # closing it frees the lock
        yield locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)


@contextmanager
def _in_database(what: str, consumer: str, using: str) -> Iterator[bool]:
    """A lock of the session: it ends with the connection, whatever ends that."""
    number = int.from_bytes(
        blake2b(f"search:{what}:{consumer}".encode(), digest_size=8).digest(), signed=True
    )
    session = connections[using]
    with session.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        # After a lost connection there is nothing left to free.
        if held and session.connection is not None and session.is_usable():
            with session.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
