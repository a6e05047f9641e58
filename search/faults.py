"""Bugs of ours that an engine told us of: kept a day in the cache that all processes share.

Visitors get another answer meanwhile, so nobody would notice; the health page and `search_check`
show them, and a rebuild that passed its gate forgets those of its engine.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

logger = logging.getLogger(__name__)

_SECONDS = 24 * 3600
_SHOWN = 5
_LONGEST = 500


@dataclass(frozen=True)
class Fault:
    """What an engine refused, and when it last did."""

    at: datetime
    message: str


@dataclass(frozen=True)
class Faults:
    """How many there were of late, and the last different ones, the newest first."""

    count: int = 0
    last: tuple[Fault, ...] = ()


def record(consumer: str, error: Exception) -> None:
    """Log a fault and keep it; never raises, because somebody waits for a page."""
    logger.error("search: %s refuses what it is sent: %s", consumer, error)
    try:
        message = str(error)[:_LONGEST]
        others = [each for each in recent(consumer).last if each.message != message]
        last = (Fault(timezone.now(), message), *others)[:_SHOWN]
        cache.set(_key(consumer, "last"), last, _SECONDS)
        if not cache.add(_key(consumer, "count"), 1, _SECONDS):
            cache.incr(_key(consumer, "count"))
    except Exception:
        logger.exception("search: the fault could not be counted")


def recent(consumer: str) -> Faults:
    """The faults of the last day."""
    last = cache.get(_key(consumer, "last")) or ()
    return Faults(cache.get(_key(consumer, "count")) or len(last), tuple(last))


def forget(consumer: str) -> None:
    """They are mended."""
    cache.delete_many([_key(consumer, "last"), _key(consumer, "count")])


def _key(consumer: str, what: str) -> str:
    return f"search:faults:{consumer}:{what}"
