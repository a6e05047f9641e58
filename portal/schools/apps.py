"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    """The room `portal.schools`."""

    name = "portal.schools"
    label = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        """Notice changes of the registered networks."""
        from django.db.models.signals import post_delete, post_save

        from .addresses import forget_ranges
        from .models import AddressRange

        post_save.connect(forget_ranges, AddressRange)
        post_delete.connect(forget_ranges, AddressRange)
