"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """The room `portal.core`."""

    name = "portal.core"
    label = "core"
    verbose_name = _("Portal settings")

    def ready(self) -> None:
        """Name the fields that Wagtail's forms leave unnamed; pass on changes of the calendar."""
        from .admin_labels import name_fields
        from .school_calendar import announce_changes

        name_fields()
        announce_changes()
