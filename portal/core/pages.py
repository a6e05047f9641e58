"""The page that every page type of the portal grows from."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from search.language import in_english

from .signals import page_opened


class BasePage(Page):
    """A page with an optional English title, a summary for lists and a picture for sharing.

    Abstract on purpose: Wagtail's setting for an own base page model is experimental and asks for
    hand-edited migrations.
    """

    title_en = models.CharField(_("English title"), max_length=255, blank=True)
    summary = models.TextField(
        _("Summary"),
        blank=True,
        max_length=400,
        help_text=_("One or two sentences for lists and search engines."),
    )
    picture = models.ForeignKey(
        "core.SiteImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Picture"),
        help_text=_("Shown in lists and when the page is shared."),
    )
    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("title_en"), FieldPanel("summary"), FieldPanel("picture")],
            heading=_("In lists and in English"),
        ),
    ]

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The title in the reader's language; Thai where there is no other."""
        if self.title_en and in_english():
            return self.title_en
        return self.title

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer, and tell who counts that the page was opened."""
        if not getattr(request, "is_preview", False):
            page_opened.send_robust(type(self), page=self, request=request)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the trail from below the home page down to this page's parent."""
        context = super().get_context(request, *args, **kwargs)
        trail = self.get_ancestors().live().filter(depth__gt=2).specific()
        context["breadcrumbs"] = [] if self.depth <= 3 else list(trail)
        return context

    def get_sitemap_urls(self, request: Any = None) -> list[dict[str, Any]]:
        """The page's Thai and English addresses, each naming the other."""
        entries = []
        for code in ("th", "en"):
            with translation.override(code):
                entries += [
                    {**entry, "lang_code": code} for entry in super().get_sitemap_urls(request)
                ]
        twins = [{"location": each["location"], "lang_code": each["lang_code"]} for each in entries]
        return [{**entry, "alternates": twins} for entry in entries]
