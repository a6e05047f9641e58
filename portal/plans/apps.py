"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """The room `portal.plans`."""

    name = "portal.plans"
    label = "plans"
    verbose_name = _("Plans")

    def ready(self) -> None:
        """Listen to approvals, and make the portal's own figures known."""
        from . import portal_metrics, receivers  # noqa: F401
