"""`manage.py search_check`: compare the index with the database, for a nightly job."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search.checking import Check, check, repair
from search.engines.base import EngineUnavailable, GateRefused
from search.rebuilding import AlreadyRebuilding

_SHOWN = 20


class Command(BaseCommand):
    """Say what differs; the exit code is not 0 when anything does."""

    help = "Compare the search index with the database; exits with 1 when they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let it mend what it finds."""
        parser.add_argument("--repair", action="store_true", help="mend what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, with repair where asked, and report."""
        try:
            found = repair() if options["repair"] else check()
        except AlreadyRebuilding:
            raise CommandError(_("Another process is rebuilding the search index.")) from None
        except (EngineUnavailable, GateRefused) as error:
            message = _("The search index could not be mended: %(why)s") % {"why": error}
            raise CommandError(message) from error
        for line in _lines(found):
            self.stdout.write(line)
        if not found.clean:
            raise CommandError(_("The search index differs from the database."))


def _lines(found: Check) -> list[str]:
    """Everything that an operator needs to know, one fact a line."""
    status, waiting = found.status, found.backlog
    lines = [
        _("engine: %(engine)s %(generation)s")
        % {"engine": status.engine, "generation": status.generation},
        _("documents: %(count)d") % {"count": status.documents},
        _("waiting: %(pending)d, set aside: %(set_aside)d")
        % {"pending": waiting.pending, "set_aside": waiting.set_aside},
    ]
    if not status.usable:
        lines.append(_("not usable: %(why)s") % {"why": status.message})
    for title, keys in (
        (_("missing"), found.missing),
        (_("too many"), found.extra),
        (_("out of date"), found.stale),
    ):
        if keys:
            some = ", ".join(sorted(keys)[:_SHOWN])
            lines.append(f"{title}: {len(keys)} ({some})")
    return lines
