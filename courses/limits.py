"""How often something may be done by everybody together.

Nobody is recognised for it: what is counted is the training, not the visitor. A flood is slowed
down, and a hall full of teachers is not.
"""

from __future__ import annotations

import time

from django.core.cache import cache

MINUTE = 60
HOUR = 60 * MINUTE


def too_often(what: str, most: int, seconds: int = MINUTE) -> bool:
    """Count one attempt; say whether there were too many in this minute, or so many seconds."""
    key = f"limit:{what}:{int(time.time()) // seconds}"
    cache.add(key, 0, 2 * seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # thrown away by the cache in between: begin again
        return False
