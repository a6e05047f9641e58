"""Registers the search room with Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from search.health import SearchHealthPanel
from search.viewsets import SearchViewSetGroup


@hooks.register("register_admin_viewset")
def search_words() -> SearchViewSetGroup:
    """Synonyms and picks."""
    return SearchViewSetGroup()


@hooks.register("construct_homepage_panels")
def search_health(request: HttpRequest, panels: list[Component]) -> None:
    """How the search is, on the admin's front page."""
    panels.append(SearchHealthPanel())
