"""The lock on what is being signed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class SigningLock(WorkflowLock):
    """Nobody edits while a level judges; the approvers act, or return it with a remark."""

    def get_message(self, user: Any) -> str:
        """What stands above the form."""
        return _(
            "Waiting for: %(level)s. Until then nobody edits it, the approvers included: they act "
            "on exactly what was submitted, or return it with a remark."
        ) % {"level": self.task.name}

    def get_locked_by(self, user: Any, can_lock: bool = False) -> str:
        """What the side panel calls it."""
        return _("Locked while it is being signed")

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        """What the side panel explains."""
        return _("Whoever submitted it may withdraw it; the approvers may return it")

    def get_icon(self, user: Any, can_lock: bool = False) -> str:
        """Locked for everybody."""
        return "lock"
