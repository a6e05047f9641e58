"""An uploaded table between the dry run and the decision: for its sender only, for a short time.

The rows, not the file, are kept; a random token that only the sender's account can use finds them.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.core.cache import cache

from catalog.spreadsheets import Row, Table

KEPT_SECONDS = 60 * 60


def _key(user: Any, token: str) -> str:
    return f"schools-import:{user.pk}:{token}"


def keep(user: Any, table: Table) -> str:
    """Keep the table and return the token that finds it again."""
    token = secrets.token_urlsafe(16)
    rows = [(row.number, row.values) for row in table.rows]
    cache.set(_key(user, token), (table.name, table.keys, rows), KEPT_SECONDS)
    return token


def kept(user: Any, token: str) -> Table | None:
    """Return the table, or None when it expired, was used or is somebody else's."""
    found = cache.get(_key(user, token))
    if found is None:
        return None
    name, keys, rows = found
    return Table(name, tuple(keys), tuple(Row(number, values) for number, values in rows))


def drop(user: Any, token: str) -> None:
    """Forget the table."""
    cache.delete(_key(user, token))
