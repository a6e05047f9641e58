"""What of the room search engines should know."""

from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from catalog.sitemaps import BilingualSitemap


class AboutSitemap(BilingualSitemap):
    """The page about the figures."""

    def items(self) -> list[str]:
        """Its name."""
        return ["usage:about"]

    def location(self, item: str) -> str:
        """Its address."""
        return reverse(item)


sitemaps: dict[str, type[Sitemap]] = {"usage": AboutSitemap}
