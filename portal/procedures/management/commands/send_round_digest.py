"""`manage.py send_round_digest`: for a daily job."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.procedures.round_digest import send_digests


class Command(BaseCommand):
    """Tells people by e-mail which steps of rounds are late or due soon."""

    help = "Sends each person today's overdue and soon-due steps of rounds, once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many messages went out.

        Raises:
            CommandError: when some could not be sent; the next run tries these again.
        """
        sent, failed = send_digests(timezone.localdate())
        self.stdout.write(_("Messages about rounds sent: %(number)s") % {"number": sent})
        if failed:
            text = _("Messages that could not be sent: %(number)s. Run the command again.")
            raise CommandError(text % {"number": failed})
