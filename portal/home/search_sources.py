"""What of the front of the house can be found: news and pages of prose that anybody may read."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.models import Site

from portal.core.page_sources import BasePageSource
from portal.home.models import NewsPage, StandardPage
from search.sources import register


@register
class NewsSource(BasePageSource):
    """News of the office."""

    kind = "news"
    label = _("News")
    model = NewsPage
    watches = (NewsPage, Site, get_image_model())

    def moment(self, row: Any) -> datetime | None:
        """The date that the news bears."""
        return timezone.make_aware(datetime.combine(row.published_on, time.min))


@register
class PageSource(BasePageSource):
    """Pages of prose: about, help, privacy."""

    kind = "page"
    label = _("Pages of the site")
    model = StandardPage
    watches = (StandardPage, Site, get_image_model())
