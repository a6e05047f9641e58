"""What the room adds to the front page."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.models import Page

from portal.home.front_page import SECTION_HOOK
from portal.home.models import NewsIndexPage

LATEST_NEWS = 3


@hooks.register(SECTION_HOOK, order=100)
def latest_news(page: Page) -> dict[str, Any] | None:
    """The newest news of this site, where there is any."""
    index = NewsIndexPage.objects.child_of(page).live().public().first()
    news = list(index.news()[:LATEST_NEWS]) if index else []
    if not news:
        return None
    context = {"index": index, "news": news}
    return {"place": "latest", "template": "home/front_news.html", "context": context}
