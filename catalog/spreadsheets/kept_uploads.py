"""An uploaded table between the dry run and the decision: for its sender only, for a short time.

The rows, not the file, are kept; a random token that only the sender's account can use finds them.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.core.cache import cache

from .tables import Row, Table

KEPT_SECONDS = 60 * 60


def _key(kind: str, user: Any, token: str) -> str:
    return f"{kind}-import:{user.pk}:{token}"


def keep(kind: str, user: Any, table: Table, options: dict[str, Any]) -> str:
    """Keep the table with what was chosen beside it; return the token that finds it again."""
    token = secrets.token_urlsafe(16)
    rows = [(row.number, row.values) for row in table.rows]
    cache.set(_key(kind, user, token), (table.name, table.keys, rows, options), KEPT_SECONDS)
    return token


def kept(kind: str, user: Any, token: str) -> tuple[Table, dict[str, Any]] | None:
    """Return the table and the choices; None when expired, used or somebody else's."""
    found = cache.get(_key(kind, user, token))
    if found is None:
        return None
    name, keys, rows, options = found
    table = Table(name, tuple(keys), tuple(Row(number, values) for number, values in rows))
    return table, options


def drop(kind: str, user: Any, token: str) -> None:
    """Forget the table."""
    cache.delete(_key(kind, user, token))
