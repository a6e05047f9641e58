"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProceduresConfig(AppConfig):
    """The room `portal.procedures`."""

    name = "portal.procedures"
    label = "procedures"
    verbose_name = _("Procedures")

    def ready(self) -> None:
        """Let rounds follow the approval of their plans."""
        from . import plan_following

        plan_following.connect()
