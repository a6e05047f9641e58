"""Registers the search room with Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from search.health import SearchHealthPanel
from search.health_page import styles
from search.viewsets import SearchViewSetGroup


@hooks.register("register_admin_viewset")
def search_words() -> SearchViewSetGroup:
    """Synonyms, picks and how the search is."""
    return SearchViewSetGroup()


@hooks.register("construct_homepage_panels")
def search_health(request: HttpRequest, panels: list[Component]) -> None:
    """How the search is, on the admin's front page."""
    panels.append(SearchHealthPanel())


@hooks.register("insert_global_admin_css")
def admin_styles() -> str:
    """The page of its health on a phone."""
    return styles()
