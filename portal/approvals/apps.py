"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    """The room `portal.approvals`."""

    name = "portal.approvals"
    label = "approvals"
    verbose_name = _("Approval")

    def ready(self) -> None:
        """Say ourselves what Wagtail's notices would say of these workflows."""
        from .notices import take_over

        take_over()
