"""`manage.py erase_training_contacts`: for a daily job."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.contact_erasure import erase_due_contacts


class Command(BaseCommand):
    """Erases names and e-mail addresses whose time is over."""

    help = "Erases the names and e-mail addresses of trainings whose time of keeping is over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and say from how many registrations."""
        number = erase_due_contacts(timezone.now())
        message = _("Names and e-mail addresses erased from registrations: %(number)s")
        self.stdout.write(message % {"number": number})
