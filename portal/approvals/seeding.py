"""What the room starts with: the workflow of the formal approval."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalog.seeding.telling import Say, tell_added

from .models import SigningTask
from .workflows import LEVELS, apply_levels


def finish(say: Say) -> None:
    """Make the levels and give them their groups."""
    before = SigningTask.objects.count()
    apply_levels()
    added = SigningTask.objects.count() - before
    tell_added(say, _("Levels of approval"), added, max(len(LEVELS) - added, 0))
