"""`manage.py destroy_usage_salts`: after this nobody can compute a visitor's key of that day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from portal.usage import days
from portal.usage.salt import destroy_old


class Command(BaseCommand):
    """Destroy the salts of days that are over."""

    help = "Destroy the salts of days that are over; for 01:00, also done by drain_usage --loop."

    def handle(self, *args: Any, **options: Any) -> None:
        """Destroy them and tell how many."""
        count = destroy_old(days.now())
        self.stdout.write(_("Salts destroyed: %(count)d") % {"count": count})
