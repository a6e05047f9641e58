"""Keeps the cached menu in step with the pages."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal.home.navigation import forget_site_menu


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def refresh_menu(**kwargs: Any) -> None:
    """Show a change of the menu at once instead of after a minute."""
    forget_site_menu()
