"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The room `portal.home`."""

    name = "portal.home"
    label = "home"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Listen to what happens to pages."""
        from portal.home import receivers  # noqa: F401  connects them
