"""`manage.py drain_usage`: bring accepted events into the database, once or for ever."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from portal.usage.draining import Drainer
from portal.usage.serving import Service


class Command(BaseCommand):
    """Drain the spool of this host."""

    help = "Bring accepted usage events of this host into the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let it be a service."""
        parser.add_argument("--loop", action="store_true", help="keep at it until ended")

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain once and tell, or keep at it."""
        if options["loop"]:
            self._work_until_ended()
            return
        try:
            done = Drainer().drain()
        except (DatabaseError, OSError) as error:
            message = _("Events wait in the spool: %(why)s") % {"why": error}
            raise CommandError(message) from error
        counts = {"good": done.good, "bad": done.bad}
        self.stdout.write(_("Lines brought in: %(good)d; in quarantine: %(bad)d") % counts)

    def _work_until_ended(self) -> None:
        service = Service()

        def end(*_arguments: Any) -> None:
            service.stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        self.stdout.write(_("Usage events are brought in as they come."))
        self.stdout.flush()
        service.run()
