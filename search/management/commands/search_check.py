"""`manage.py search_check`: compare the indexes with the database, for a nightly job."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search import consumers
from search.checking import Check, check, repair
from search.engines.base import EngineFault, EngineUnavailable, GateRefused
from search.rebuilding import AlreadyRebuilding

_SHOWN = 20


class Command(BaseCommand):
    """Say what differs; the exit code is not 0 when anything does."""

    help = "Compare the search indexes of this host with the database; exits with 1 if one differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let it mend what it finds."""
        parser.add_argument("--repair", action="store_true", help="mend what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check each index of this host, with repair where asked, and report."""
        look = repair if options["repair"] else check
        problems = []
        for consumer in consumers.here():
            try:
                found = look(consumer)
            except AlreadyRebuilding:
                problems.append(_("Another process is rebuilding the search index."))
                continue
            except (EngineUnavailable, EngineFault, GateRefused) as error:
                message = _("The search index could not be mended: %(why)s") % {"why": error}
                problems.append(f"{consumer}: {message}")
                continue
            for line in _lines(found):
                self.stdout.write(line)
            if not found.agrees:
                differs = _("The search index differs from the database.")
                problems.append(f"{consumer}: {differs}")
            elif not found.clean:
                refused = _("The engine refused what it was sent.")
                problems.append(f"{consumer}: {refused}")
        if problems:
            raise CommandError("\n".join(problems))


def _lines(found: Check) -> list[str]:
    """Everything that an operator needs to know, one fact a line."""
    status, waiting = found.status, found.backlog
    lines = [
        _("engine: %(engine)s %(generation)s")
        % {"engine": found.consumer, "generation": status.generation},
        _("documents: %(count)d") % {"count": status.documents},
        _("waiting: %(pending)d, set aside: %(set_aside)d")
        % {"pending": waiting.pending, "set_aside": waiting.set_aside},
    ]
    if status.is_outdated:
        lines.append(_("made by older rules; it serves until it has been made anew"))
    if found.faults.count:
        count = {"count": found.faults.count}
        lines.append(_("refused what it was sent, times since yesterday: %(count)d") % count)
        lines += [f"  {fault.message}" for fault in found.faults.last]
    if not status.usable:
        lines.append(_("not usable: %(why)s") % {"why": status.message})
    elif found.trouble:
        lines.append(_("changes cannot be brought in: %(why)s") % {"why": found.trouble})
    lines += [f"  {row.key}: {row.error}" for row in found.troubled]
    for title, keys in (
        (_("missing"), found.missing),
        (_("too many"), found.extra),
        (_("out of date"), found.stale),
    ):
        if keys:
            some = ", ".join(sorted(keys)[:_SHOWN])
            lines.append(f"{title}: {len(keys)} ({some})")
    return lines
