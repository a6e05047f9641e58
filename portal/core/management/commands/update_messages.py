"""Bring our Thai catalogue in line with the source: for developers, after changing messages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.core import messages


class Command(BaseCommand):
    """`manage.py update_messages`: new messages come in without Thai, unused ones leave."""

    help = "Add new messages of the source to the Thai catalogue and drop those no longer used."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Update, compile, and name what came, what went and what still lacks Thai."""
        used = messages.used_in(messages.source_folders(settings.BASE_DIR))
        path = messages.catalogue_path(settings.BASE_DIR)
        changes = messages.update(path, used)
        folders = [Path(folder) for folder in settings.LOCALE_PATHS]
        for catalogue in (po for folder in folders for po in folder.rglob("*.po")):
            messages.tidy(catalogue)
        messages.compile_folders(folders)
        for sign, ids in (("+", changes.added), ("-", changes.dropped)):
            for message in ids:
                self.stdout.write(f"{sign} {message}")
        missing = messages.without_translation(messages.read(path), used)
        for message in missing:
            self.stdout.write(f"without Thai: {message}")
        self.stdout.write(f"{len(used)} messages, {len(missing)} without Thai")
