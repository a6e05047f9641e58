"""`manage.py search_status`: how every search index of this host is, for people or programs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from search.health import as_data
from search.models import RebuildRun


class Command(BaseCommand):
    """Tell, without changing or comparing anything."""

    help = "Say how the search indexes are; --json for a program that watches the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let monitoring read it."""
        parser.add_argument("--json", action="store_true", help="everything, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a fact, or JSON."""
        data = as_data()
        if options["json"]:
            text = json.dumps(data, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
            self.stdout.write(text)
            return
        self.stdout.write(_("visitors are answered by: %(name)s") % {"name": data["answering"]})
        for one in data["consumers"]:
            for line in _lines(one):
                self.stdout.write(line)
        for one in data["elsewhere"]:
            self.stdout.write(_waiting(one))


def _lines(one: dict[str, Any]) -> list[str]:
    lines = [
        _("engine: %(engine)s %(generation)s")
        % {"engine": one["engine"], "generation": one["generation"]},
        _("documents: %(count)d") % {"count": one["documents"]},
    ]
    if not one["usable"]:
        lines.append(_("not usable: %(why)s") % {"why": one["message"]})
    if one["outdated"]:
        lines.append(_("made by older rules; it serves until it has been made anew"))
    if one["faults"]:
        count = {"count": one["faults"]}
        lines.append(_("refused what it was sent, times since yesterday: %(count)d") % count)
        lines += [fault["message"] for fault in one["last_faults"]]
    lines += [f"{row['key']} ({row['tries']}): {row['error']}" for row in one["failing"]]
    if run := one["last_rebuild"]:
        outcome = RebuildRun.Outcome(run["outcome"]).label
        told = {"outcome": outcome, "message": run["message"]}
        lines.append(_("last rebuild: %(outcome)s %(message)s") % told)
    return [_waiting(one), *(f"  {line}" for line in lines)]


def _waiting(one: dict[str, Any]) -> str:
    return (
        _(
            "%(consumer)s: waiting %(pending)d (oldest %(oldest_pending_seconds)d s), "
            "set aside %(set_aside)d"
        )
        % one
    )
