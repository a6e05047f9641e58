"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    """The room `portal.schools`."""

    name = "portal.schools"
    label = "schools"
    verbose_name = _("Schools")
