"""`manage.py roll_up_usage`: count days of usage into the cubes."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.usage.open_counts import refresh_open_counts
from portal.usage.periods import refresh_periods
from portal.usage.rollup import (
    Built,
    cross_month,
    dirty_days,
    month_of,
    months_to_cross,
    roll_up_days,
)
from portal.usage.schedule import Schedule

LOOP_SECONDS = 30


class Command(BaseCommand):
    """Count what is due, or the days that are named."""

    help = "Count usage events into daily and monthly cubes; days may be counted again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Choose the days."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--dirty", action="store_true", help="days with new events (without other options)"
        )
        choice.add_argument("--day", type=date.fromisoformat, help="one day, as 2026-11-28")
        choice.add_argument("--from", dest="first", type=date.fromisoformat, help="first day")
        choice.add_argument(
            "--loop", action="store_true", help="do everything of the schedule, for ever"
        )
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="last day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and tell what was done."""
        if options["loop"]:
            self._loop()
        built = roll_up_days(_days(options))
        for month in {month_of(day) for day in built.days} & set(months_to_cross()):
            cross_month(month)
        refresh_periods()
        refresh_open_counts()
        self._tell(built)

    def _tell(self, built: Built) -> None:
        self.stdout.write(_("Days counted: %(count)d") % {"count": len(built.days)})
        if built.refused:
            days = ", ".join(day.isoformat() for day in built.refused)
            raise CommandError(
                _("Not counted, because their raw events are deleted: %(days)s") % {"days": days}
            )
        if built.failed:
            days = ", ".join(day.isoformat() for day in built.failed)
            raise CommandError(_("Days that failed and stay due: %(days)s") % {"days": days})

    def _loop(self) -> None:
        schedule = Schedule()
        while True:
            schedule.run_due()
            time.sleep(LOOP_SECONDS)


def _days(options: dict[str, Any]) -> list[date]:
    if options["day"]:
        return [options["day"]]
    first, last = options["first"], options["last"]
    if first is None:
        if last:
            raise CommandError(_("Give the first day as well: --from."))
        return dirty_days()
    last = last or first
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
