"""`manage.py drain_search`: bring pending changes into the index, once or for ever."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search.draining import Drainers
from search.engines.base import EngineFault, EngineUnavailable
from search.outbox import drain


class Command(BaseCommand):
    """Drain the outbox."""

    help = "Bring pending changes into the search indexes of this host."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let a production site run it as a service."""
        parser.add_argument("--loop", action="store_true", help="go on until the process is ended")

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain once and tell, or keep at it."""
        if options["loop"]:
            self._work_until_ended()
            return
        try:
            done = drain()
        except (EngineFault, EngineUnavailable) as error:
            message = _("There is no search index to write to: %(why)s") % {"why": error}
            raise CommandError(message) from error
        if done.busy:
            self.stdout.write(_("Another process is bringing the changes in."))
        self.stdout.write(_("Changes brought in: %(count)d") % {"count": done.applied})
        if done.failed:
            raise CommandError(_("Changes that failed: %(count)d") % {"count": done.failed})

    def _work_until_ended(self) -> None:
        drainers = Drainers()

        def end(*_arguments: Any) -> None:
            drainers.end()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        drainers.start()
        names = ", ".join(one.consumer for one in drainers.each)
        self.stdout.write(
            _("Changes are brought in as they come, for: %(names)s") % {"names": names}
        )
        self.stdout.flush()
        if not drainers.wait():
            raise CommandError(_("Bringing changes in has ended by a fault; see the log."))
