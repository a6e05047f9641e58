"""The pages of the front of the house."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from catalog.paging import page_or_404
from portal.core.blocks import BodyBlock
from portal.core.pages import BasePage
from search.language import in_english


class HomePage(BasePage):
    """The front door: search, five modes, grades, subjects, and what is new."""

    intro_th = models.TextField(_("Welcome in Thai"), blank=True)
    intro_en = models.TextField(_("Welcome in English"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro_th"), FieldPanel("intro_en")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.StandardPage", "home.NewsIndexPage", "plans.PlanIndexPage"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def welcome(self) -> str:
        """The welcome in the reader's language; Thai where there is no other."""
        return (in_english() and self.intro_en) or self.intro_th

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the front page lays out; later rooms add theirs in `front_page`."""
        from portal.home.front_page import front_page_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **front_page_context(self)}


class StandardPage(BasePage):
    """Prose with a place in the site: about, privacy, accessibility, help."""

    body = StreamField(BodyBlock(), verbose_name=_("Body"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class NewsIndexPage(BasePage):
    """The office's news, newest first, in pages."""

    PER_PAGE = 12
    menu_name = _("News")

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count_per_parent = 1
    template = "home/news_index_page.html"

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of published news."""
        context = super().get_context(request, *args, **kwargs)
        context["page_of_items"] = page_or_404(request, self.news(), self.PER_PAGE)
        return context

    def news(self) -> NewsPageQuerySet:
        """The news that everybody may read, newest first."""
        return NewsPage.objects.child_of(self).live().public().for_listing()


class NewsPageQuerySet(PageQuerySet):
    """News for lists."""

    def for_listing(self) -> NewsPageQuerySet:
        """Newest first with the picture, in a constant number of queries."""
        newest = self.order_by("-published_on", "-pk")
        return newest.select_related("picture").prefetch_related("picture__renditions")


class NewsPage(BasePage):
    """One piece of news."""

    published_on = models.DateField(_("Date"), default=timezone.localdate)
    body = StreamField(BodyBlock(), verbose_name=_("Body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("body"),
    ]
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    objects = PageManager.from_queryset(NewsPageQuerySet)()
    template = "home/news_page.html"

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")
