"""How often something may be done by everybody together.

Nobody is recognised for it: what is counted is the training, not the visitor. A flood is slowed
down, and a hall full of teachers is not.
"""

from __future__ import annotations

import time

from django.core.cache import cache

_MINUTE = 60


def too_often(what: str, most_a_minute: int) -> bool:
    """Count one attempt; say whether there were too many in this minute."""
    key = f"limit:{what}:{int(time.time()) // _MINUTE}"
    cache.add(key, 0, 2 * _MINUTE)
    try:
        return cache.incr(key) > most_a_minute
    except ValueError:  # thrown away by the cache in between: begin again
        return False
