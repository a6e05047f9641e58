"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    """The room `portal.users`."""

    name = "portal.users"
    label = "users"
    verbose_name = _("User accounts")
