"""Registers the register's screens with Wagtail's admin."""

from __future__ import annotations

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from catalog.spreadsheets.import_views import admin_urls

from .imports import SCHOOLS_IMPORT
from .viewsets import SchoolsViewSetGroup


@hooks.register("register_admin_viewset")
def register_schools() -> SchoolsViewSetGroup:
    """Schools, districts and clusters in one menu."""
    return SchoolsViewSetGroup()


@hooks.register("register_admin_urls")
def register_import() -> list[URLPattern]:
    """The import's pages."""
    return admin_urls(SCHOOLS_IMPORT)


@hooks.register("register_log_actions")
def register_import_action(actions: LogActionRegistry) -> None:
    """What an import did stands in the history of each school."""
    actions.register_action(
        "schools.import", _("Import from a spreadsheet"), _("Saved by an import from a spreadsheet")
    )
