"""RSS of the plans that were approved last, in the language of its address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.feeds import without_control_characters

from .models import PlanIndexPage, PlanPage
from .titles import fiscal_years


class ApprovedPlansFeed(Feed):
    """The current editions of published plans, the last approved first."""

    LENGTH = 30

    def title(self) -> str:
        """Say whose news it is."""
        return _("Approved plans · %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}

    def description(self) -> str:
        """Say what the feed holds."""
        return _("Plans of the office as they were approved.")

    def link(self) -> str:
        """The list that the feed follows."""
        index = PlanIndexPage.objects.live().first()
        return (index and index.get_url()) or "/"

    def items(self) -> QuerySet[PlanPage]:
        """The last approved plans; never a draft."""
        plans = PlanPage.objects.published().for_listing()
        return plans.order_by("-approved_at", "-pk")[: self.LENGTH]

    def item_title(self, item: Any) -> str:
        """The name in the language of the feed."""
        return without_control_characters(item.name)

    def item_description(self, item: Any) -> str:
        """Kind, years and edition, then the summary."""
        edition = _("Edition %(number)s") % {"number": item.edition_number}
        facts = " · ".join([str(item.get_kind_display()), fiscal_years(item), edition])
        return without_control_characters(f"{facts}\n{item.summary}".strip())

    def item_link(self, item: Any) -> str:
        """The page of the plan."""
        return str(item.get_url() or "")

    def item_guid(self, item: Any) -> str:
        """A new edition is news again."""
        return f"plan-{item.pk}-edition-{item.edition_number}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Any) -> datetime:
        """When the edition was approved."""
        return item.approved_at
