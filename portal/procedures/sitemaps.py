"""What of the room search engines should know."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from catalog.sitemaps import BilingualSitemap

from .models import ProcedureVersion


class ProcedureSitemap(BilingualSitemap):
    """Pages of procedures, dated by the version that holds."""

    def items(self) -> QuerySet[ProcedureVersion]:
        """Current versions only."""
        return ProcedureVersion.objects.current()

    def location(self, item: ProcedureVersion) -> str:
        """The address that stays when a newer version comes."""
        return item.procedure.get_absolute_url()

    def lastmod(self, item: ProcedureVersion) -> datetime | None:
        """When it was published."""
        return item.published_at


class ProcedureListSitemap(BilingualSitemap):
    """The list."""

    def items(self) -> list[str]:
        """Its name."""
        return ["procedures:list"]

    def location(self, item: str) -> str:
        """Its address."""
        return reverse(item)


sitemaps: dict[str, type[Sitemap]] = {
    "procedures": ProcedureSitemap,
    "procedure_list": ProcedureListSitemap,
}
