"""`manage.py rebuild_search`: the index made anew beside the live one, then switched to."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search.engines.base import EngineUnavailable, GateRefused
from search.rebuilding import AlreadyRebuilding, reason_to_rebuild, rebuild, total

_SHOWN = 20


class Command(BaseCommand):
    """Rebuild, telling how far it is."""

    help = "Make the search index anew from the database; searches go on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let set-up ask for it only where it is needed."""
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only when the index is missing, damaged, of another version or incomplete",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, or say why not; a refusal leaves the live index as it was."""
        say = self.stdout.write if options["verbosity"] else _no_words
        if options["if_needed"]:
            reason = reason_to_rebuild()
            if not reason:
                say(_("The search index is complete."))
                return
        started = time.monotonic()
        try:
            status = rebuild(_progress(say))
        except AlreadyRebuilding:
            raise CommandError(_("Another process is rebuilding the search index.")) from None
        except GateRefused as refusal:
            raise CommandError(_refused(refusal)) from refusal
        except EngineUnavailable as error:
            message = _("The search index could not be made: %(why)s") % {"why": error}
            raise CommandError(message) from error
        values = {"count": status.documents, "seconds": time.monotonic() - started}
        say(_("The search index holds %(count)d documents (%(seconds).1f s).") % values)


def _progress(say: Callable[[str], Any], every: float = 2.0) -> Callable[[int], None]:
    """Tell how far it is, at most every two seconds."""
    of, told_at = total(), time.monotonic()

    def tell(done: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= every:
            told_at = time.monotonic()
            say(_("  %(done)d of %(total)d documents …") % {"done": done, "total": of})

    return tell


def _refused(refusal: GateRefused) -> str:
    """Say what differs, with the first keys of each side."""
    return _(
        "The new search index differs from the database and is not used: "
        "missing %(missing)d (%(some_missing)s), too many %(extra)d (%(some_extra)s)."
    ) % {
        "missing": len(refusal.missing),
        "some_missing": ", ".join(sorted(refusal.missing)[:_SHOWN]) or "–",
        "extra": len(refusal.extra),
        "some_extra": ", ".join(sorted(refusal.extra)[:_SHOWN]) or "–",
    }


def _no_words(text: str) -> None:
    """Say nothing."""
