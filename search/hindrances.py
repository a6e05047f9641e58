"""Why changes cannot be written to an engine: kept for staff in the cache that all processes share.

An index that is read-only goes on answering, so nobody else would notice for a while.
"""

from __future__ import annotations

from django.core.cache import cache

_SECONDS = 900  # a drainer that is still hindered says so again within half a minute


def record(consumer: str, error: Exception) -> None:
    """Keep what the engine said last."""
    cache.set(_key(consumer), str(error)[:500], _SECONDS)


def recent(consumer: str) -> str:
    """What it said; empty where changes go in."""
    return str(cache.get(_key(consumer)) or "")


def forget(consumer: str) -> None:
    """Changes go in again."""
    cache.delete(_key(consumer))


def _key(consumer: str) -> str:
    return f"search:hindrance:{consumer}"
