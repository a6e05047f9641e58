"""Compile the Thai catalogues: needed once after a clone and after every change of a .po file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.core import messages


class Command(BaseCommand):
    """`manage.py compile_messages`: quick when nothing changed."""

    help = "Compile the message catalogues whose .po file is newer than the compiled one."
    # It runs first of all, when nothing else is ready.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile what changed and say how much that was."""
        written = messages.compile_folders(Path(folder) for folder in settings.LOCALE_PATHS)
        self.stdout.write(f"{len(written)} message catalogues compiled")
