"""What of the room search engines should know beside its pages: the lists of editions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from catalog.sitemaps import BilingualSitemap

from .models import PlanPage


class EditionsSitemap(BilingualSitemap):
    """The editions of each published plan."""

    def items(self) -> Any:
        """Published plans."""
        return PlanPage.objects.published().for_listing().order_by("pk")

    def location(self, item: Any) -> str:
        """The list of its editions."""
        return reverse("plans:editions", args=[item.pk])

    def lastmod(self, item: Any) -> datetime:
        """When the last one was approved."""
        return item.approved_at


sitemaps = {"plan_editions": EditionsSitemap}
