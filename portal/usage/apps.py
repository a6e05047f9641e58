"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsageConfig(AppConfig):
    """The room `portal.usage`."""

    name = "portal.usage"
    label = "usage"
    verbose_name = _("Usage figures")

    def ready(self) -> None:
        """Listen to the rooms below; beside the development server, drain the spool as well."""
        from . import checks  # noqa: F401  registers itself
        from .receivers import connect
        from .serving import start_beside_runserver

        connect()
        start_beside_runserver()
