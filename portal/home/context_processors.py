"""The site's navigation in every template."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.home.navigation import language_links, site_menu


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates `site_menu` and `language_links`; a page that uses neither pays nothing."""
    return {
        "site_menu": SimpleLazyObject(lambda: site_menu(request)),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
    }
