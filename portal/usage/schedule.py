"""What the drainer's loop, or cron, does beside draining, and when (Bangkok time).

    every ten minutes   days with new events are counted; the catalogue gets its numbers of opens
    00:30               all of yesterday, months by school and item, rows of periods
    01:00               yesterday's salt is destroyed, and what was kept long enough deleted

Every step may be run at any time and again: a process that was away does at once what it missed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.utils import timezone

from . import retention
from .open_counts import refresh_open_counts
from .periods import refresh_periods
from .rollup import cross_month, dirty_days, months_to_cross, roll_up_days
from .salt import destroy_old

AGAIN_AFTER = timedelta(minutes=10)
NIGHTLY_AT = time(0, 30)
RETENTION_AT = time(1, 0)
_log = logging.getLogger(__name__)


def roll_up_dirty() -> int:
    """Count the days that got events; return how many."""
    built = roll_up_days(dirty_days())
    if built.days:
        refresh_open_counts()
    return len(built.days)


def roll_up_night(now: datetime | None = None) -> None:
    """Count yesterday as a whole, and what only the night has time for."""
    yesterday = timezone.localtime(now).date() - timedelta(days=1)
    roll_up_days({*dirty_days(), yesterday})
    for month in months_to_cross():
        cross_month(month)
    refresh_periods()
    refresh_open_counts(yesterday + timedelta(days=1))


def keep(now: datetime | None = None) -> retention.Kept:
    """Destroy and delete what is due."""
    destroy_old(timezone.localtime(now))
    return retention.keep_usage(now)


class Schedule:
    """Remembers what was done; one for each process that loops."""

    def __init__(self) -> None:
        self._done: dict[str, datetime] = {}
        self._failed: dict[str, datetime] = {}

    def due(self, now: datetime) -> list[str]:
        """The names of the steps that should run now, in their order."""
        local = timezone.localtime(now)
        since = {
            "dirty": now - AGAIN_AFTER,
            "night": _latest(local, NIGHTLY_AT),
            "retention": _latest(local, RETENTION_AT),
        }
        return [
            name
            for name, moment in since.items()
            if _before(self._done, name, moment) and _before(self._failed, name, now - AGAIN_AFTER)
        ]

    def run_due(self, now: datetime | None = None) -> list[str]:
        """Run what is due; a step that fails is logged and tried again ten minutes later."""
        moment = now or timezone.now()
        names = self.due(moment)
        for name in names:
            try:
                _STEPS[name](moment)
            except Exception:
                _log.exception("usage: the step %r failed", name)
                self._failed[name] = moment
            else:
                self._done[name] = moment
        return names


def _before(moments: dict[str, datetime], name: str, moment: datetime) -> bool:
    return name not in moments or moments[name] < moment


def _latest(local: datetime, at: time) -> datetime:
    """The last time the clock showed this."""
    moment = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return moment if moment <= local else moment - timedelta(days=1)


_STEPS: dict[str, Callable[[datetime], object]] = {
    "dirty": lambda now: roll_up_dirty(),
    "night": roll_up_night,
    "retention": keep,
}
