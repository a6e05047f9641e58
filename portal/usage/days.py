"""Civil days of Bangkok, as all counting goes by; Thailand has no summer time."""

from __future__ import annotations

import datetime as dt
import time

from portal.core.thai_calendar import BANGKOK

_EPOCH = dt.date(1970, 1, 1).toordinal()
_SHIFT_MS = 7 * 3_600_000
_DAY_MS = 86_400_000


def now() -> dt.datetime:
    """The present moment in Bangkok."""
    return dt.datetime.now(BANGKOK)


def today() -> dt.date:
    """The present day; reckoned without a time zone, which each page would pay for."""
    return day_of(time.time_ns() // 1_000_000)


def day_of(ts: int) -> dt.date:
    """The day of a moment in milliseconds UTC."""
    return dt.date.fromordinal(_EPOCH + (ts + _SHIFT_MS) // _DAY_MS)


def milliseconds(moment: dt.datetime) -> int:
    """A moment in milliseconds UTC."""
    return int(moment.timestamp() * 1000)


def midnight_after(moment: dt.datetime) -> dt.datetime:
    """The end of the day of a moment."""
    return dt.datetime.combine(moment.date() + dt.timedelta(days=1), dt.time(), BANGKOK)


def noon(day: dt.date) -> int:
    """A moment of a day in milliseconds UTC."""
    return milliseconds(dt.datetime.combine(day, dt.time(12), BANGKOK))
