"""Where the room's tables lie: on SQLite in a file of their own, else in the main database.

A long roll-up would otherwise hold the one write lock that the editors need as well.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

ALIAS = "usage"


def alias() -> str:
    """The database that holds the room's tables."""
    return ALIAS if ALIAS in settings.DATABASES else "default"


class UsageRouter:
    """Sends this room to its database and keeps every other room out of it."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Read the room's tables where they lie."""
        return alias() if model._meta.app_label == "usage" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Make the room's tables there and nowhere else."""
        if app_label == "usage":
            return db == alias()
        return False if db == ALIAS else None
