"""Bring our Thai catalogue in line with the source: for developers, after changing messages."""

from __future__ import annotations

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
        messages.compile_folders([path.parent])
        for sign, ids in (("+", changes.added), ("-", changes.dropped)):
            self.stdout.writelines(f"{sign} {message}" for message in ids)
        missing = messages.without_translation(messages.read(path), used)
        self.stdout.writelines(f"without Thai: {message}" for message in missing)
        self.stdout.write(f"{len(used)} messages, {len(missing)} without Thai")
