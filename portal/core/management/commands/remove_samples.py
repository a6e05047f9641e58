"""`manage.py remove_samples`: take all sample data away and leave what is real."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.core.demo_accounts import remove_demo_accounts
from portal.core.seeding import count_rooms, remove_rooms_samples


class Command(BaseCommand):
    """Remove every sample, or nothing when a real entry still uses one."""

    help = "Remove all sample data; real entries stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Confirmation, and whether the demo accounts go too."""
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--accounts",
            action="store_true",
            help="remove the demo accounts that still have the public password as well",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, remove, and say what was removed."""
        with translation.override(settings.LANGUAGE_CODE):
            if not options["yes"]:
                self._ask()
            with transaction.atomic():
                remove_rooms_samples(self.stdout.write)
                if options["accounts"]:
                    self._remove_accounts()
            self.stdout.write(_("All sample data is removed. Real entries are as they were."))

    def _ask(self) -> None:
        self.stdout.write(_("This removes all sample data:"))
        for line in count_rooms():
            if line.samples:
                self.stdout.write(f"  {line.what}: {line.samples}")
        answer = input(_("Type “yes” to go on: "))
        if answer.strip().lower() not in ("yes", "y", "ใช่"):
            raise CommandError(_("Stopped. Nothing was removed."))

    def _remove_accounts(self) -> None:
        removed, kept = remove_demo_accounts()
        self.stdout.write(
            _("Demo accounts: %(removed)d removed, %(kept)d kept (their password was changed)")
            % {"removed": removed, "kept": kept}
        )
