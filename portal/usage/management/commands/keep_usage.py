"""`manage.py keep_usage`: delete what usage figures need no longer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from portal.usage.schedule import keep


class Command(BaseCommand):
    """Keep the promises of how long things are kept; safe to run again."""

    help = "Destroy old salts, delete raw events after 90 days and daily cubes after 25 months."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and tell what."""
        kept = keep()
        lines = (
            (_("Events deleted"), kept.events),
            (_("Days frozen"), kept.days_frozen),
            (_("Lines in quarantine deleted"), kept.quarantined),
            (_("Rare queries folded"), kept.queries_folded),
            (_("Daily rows deleted"), kept.daily_rows),
        )
        for what, count in lines:
            self.stdout.write(f"{what}: {count}")
