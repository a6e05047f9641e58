"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsageConfig(AppConfig):
    """The room `portal.usage`."""

    name = "portal.usage"
    label = "usage"
    verbose_name = _("Usage figures")
