"""`manage.py rebuild_search`: indexes made anew beside the live ones, then switched to."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search import consumers
from search.attached_text import read_unread
from search.database import total
from search.engines.base import EngineFault, EngineUnavailable, GateRefused
from search.outbox import backlog
from search.rebuilding import AlreadyRebuilding, reason_to_rebuild, rebuild, rollback

_SHOWN = 20
Say = Callable[[str], Any]


class Command(BaseCommand):
    """Rebuild, telling how far it is, or return to the index before."""

    help = "Make the search indexes of this host anew from the database; searches go on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let set-up ask for it only where it is needed, and an operator undo it."""
        parser.add_argument(
            "--engine", metavar="NAME", help="only this one, e.g. tantivy; else all of this host"
        )
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--if-needed",
            action="store_true",
            help="only when the index is missing, damaged, of another version or incomplete",
        )
        choice.add_argument(
            "--rollback", action="store_true", help="return to the index before the live one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the indexes; one that fails does not keep the others from their turn."""
        say = self.stdout.write if options["verbosity"] else _no_words
        act = _roll_back if options["rollback"] else _rebuild
        problems = []
        for consumer in chosen(options["engine"]):
            try:
                if options["if_needed"] and not reason_to_rebuild(consumer):
                    say(_("The search index is complete."))
                    continue
                act(consumer, say)
            except AlreadyRebuilding:
                problems.append(_("Another process is rebuilding the search index."))
            except GateRefused as refusal:
                problems.append(_refused(refusal))
            except (EngineUnavailable, EngineFault) as error:
                message = _("The search index could not be made: %(why)s") % {"why": error}
                problems.append(f"{consumer}: {message}")
        if problems:
            raise CommandError("\n".join(problems))


def chosen(engine: str | None) -> list[str]:
    """The consumers of this host that an operator means by the name of an engine or its own.

    Raises:
        CommandError: naming those that there are.
    """
    here = consumers.here()
    found = [name for name, of in here.items() if engine in (None, name, of)]
    if not found:
        message = _("There is no search index “%(name)s” on this host, only: %(others)s")
        raise CommandError(message % {"name": engine, "others": ", ".join(here)})
    return found


def _rebuild(consumer: str, say: Say) -> None:
    started = time.monotonic()
    read_unread()
    status = rebuild(_progress(say), consumer)
    values = {"count": status.documents, "seconds": time.monotonic() - started}
    say(_("The search index holds %(count)d documents (%(seconds).1f s).") % values)
    if refused := backlog(consumer).set_aside:
        say(_("Set aside because the engine refuses them: %(count)d") % {"count": refused})
        say(_("`manage.py search_check` says which and why."))


def _roll_back(consumer: str, say: Say) -> None:
    status = rollback(consumer)
    values = {"count": status.documents, "generation": status.generation}
    say(_("Returned to the index %(generation)s with %(count)d documents.") % values)
    say(_("`manage.py search_check` says what still differs from the database."))


def _progress(say: Say, every: float = 2.0) -> Callable[[int], None]:
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
        "missing %(missing)d (%(some_missing)s), too many %(extra)d (%(some_extra)s), "
        "out of date %(stale)d (%(some_stale)s)."
    ) % {
        "missing": len(refusal.missing),
        "some_missing": _some(refusal.missing),
        "extra": len(refusal.extra),
        "some_extra": _some(refusal.extra),
        "stale": len(refusal.stale),
        "some_stale": _some(refusal.stale),
    }


def _some(keys: set[str]) -> str:
    return ", ".join(sorted(keys)[:_SHOWN]) or "–"


def _no_words(text: str) -> None:
    """Say nothing."""
