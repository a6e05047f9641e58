"""What of the catalogue search engines should know; `sitemaps` is for the site's sitemap view."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from catalog.models import Collection, Grade, Platform, Resource


class BilingualSitemap(Sitemap):
    """Addresses in both languages that name each other."""

    i18n = True
    alternates = True
    x_default = True


class PublishedSitemap(BilingualSitemap):
    """Published rows, dated by their last publication."""

    model: Any

    def items(self) -> Any:
        """Published rows only."""
        return self.model.objects.public().order_by("pk")

    def lastmod(self, item: Any) -> datetime | None:
        """When it last changed for the public."""
        return item.last_published_at


class PlatformSitemap(PublishedSitemap):
    """Pages of platforms."""

    model = Platform


class ResourceSitemap(PublishedSitemap):
    """Pages of resources."""

    model = Resource


class CollectionSitemap(PublishedSitemap):
    """Pages of collections."""

    model = Collection


class ListSitemap(BilingualSitemap):
    """The lists."""

    def items(self) -> list[str]:
        """Names of the addresses."""
        return ["catalog:platforms", "search:search", "catalog:collections"]

    def location(self, item: str) -> str:
        """The address of a list."""
        return reverse(item)


class GradeSitemap(BilingualSitemap):
    """Pages of grades, and of the learning areas for which a grade has resources."""

    def items(self) -> list[tuple[str, ...]]:
        """Grade codes, then pairs of grade and learning area codes."""
        pairs = Resource.objects.public().order_by("grades__code", "subjects__code")
        pairs = pairs.filter(grades__isnull=False, subjects__isnull=False)
        grades = Grade.objects.values_list("code")
        return [*grades, *pairs.values_list("grades__code", "subjects__code").distinct()]

    def location(self, item: tuple[str, ...]) -> str:
        """The address of a grade, or of a learning area of it."""
        name = "catalog:grade" if len(item) == 1 else "catalog:grade_subject"
        return reverse(name, args=item)


sitemaps = {
    "lists": ListSitemap,
    "grades": GradeSitemap,
    "platforms": PlatformSitemap,
    "resources": ResourceSitemap,
    "collections": CollectionSitemap,
}
