"""`manage.py setup`: from an empty database to a site that works. Safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.seeding.telling import Say
from portal.core.demo_accounts import demo_accounts, seed_demo_accounts
from portal.core.groups import apply_groups
from portal.core.seeding import count_rooms, finish_rooms, seed_rooms, seed_rooms_samples
from portal.core.workflows import apply_workflows


class Command(BaseCommand):
    """Prepare the database, load what the site starts with, and say what was done."""

    help = "Prepare the database and load the seed data; samples where DEMO is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let the operator decide about samples."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--samples", action="store_true", help="load sample data even where DEMO is off"
        )
        choice.add_argument(
            "--without-samples",
            action="store_true",
            help="load no sample data and no demo accounts even where DEMO is on",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step in order."""
        quiet = options["verbosity"] == 0
        with translation.override(settings.LANGUAGE_CODE):
            self._run(_no_words if quiet else self.stdout.write, options)

    def _run(self, say: Say, options: dict[str, Any]) -> None:
        say(_("Preparing the database …"))
        for alias in settings.DATABASES:
            call_command("migrate", database=alias, interactive=False, verbosity=0)
        say(_("Loading what the site starts with …"))
        seed_rooms(say)
        # After the pages: the groups' rights lie on the home page that seeding has just made.
        say(_("Setting up groups and workflows …"))
        apply_groups()
        apply_workflows()
        finish_rooms(say)
        with_accounts = settings.DEMO and not options["without_samples"]
        # Before the samples: some of them are signed by these people.
        if with_accounts:
            seed_demo_accounts(say)
        if with_accounts or options["samples"]:
            say(_("Loading sample data …"))
            seed_rooms_samples(say)
        _make_findable(say)
        _tell_summary(say)
        if with_accounts:
            _tell_accounts(say)


def _make_findable(say: Say) -> None:
    """Complete the search index: bulk loading sends no signals. The site works without it."""
    say(_("Preparing the search …"))
    try:
        call_command("rebuild_search", if_needed=True, verbosity=0)
    except CommandError as error:
        say(str(error))


def _no_words(text: str) -> None:
    """Say nothing."""


def _tell_summary(say: Say) -> None:
    say("")
    say(_("The site now holds:"))
    for line in count_rooms():
        values = {"what": line.what, "total": line.total, "samples": line.samples}
        if line.samples:
            say(_("  %(what)s: %(total)d, of these %(samples)d samples") % values)
        else:
            say(_("  %(what)s: %(total)d") % values)


def _tell_accounts(say: Say) -> None:
    say("")
    say(_("Demo accounts (for trying out only; sign in at /admin/):"))
    accounts = demo_accounts()
    widest = max(len(account.username) for account in accounts)
    for account in accounts:
        say(f"  {account.username:<{widest}}  {account.password}  {account.role}")
