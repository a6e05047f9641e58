"""Registers the room with Django, finds what can be searched, and listens to its changes."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The room `search`."""

    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Import every room's `search_sources`, then watch the models that they name."""
        from . import attached_text
        from .receivers import connect

        autodiscover_modules("search_sources")
        connect()
        attached_text.connect()
        # The development server is its own drainer; elsewhere `drain_search --loop` is.
        from .draining import start_beside_runserver
        from .engines import checks  # noqa: F401  registers itself

        start_beside_runserver()
