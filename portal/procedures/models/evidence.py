"""Evidence (หลักฐาน) that a step was done."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .rounds import RoundStep, person_name


class Evidence(models.Model):
    """A document, a link or a page of this site that shows what a step did."""

    class Kind(models.TextChoices):
        """What it is; surveys and reports are named by their link for now."""

        DOCUMENT = "document", _("Document")
        LINK = "link", _("Link")
        PAGE = "page", _("Page of this site")
        SURVEY = "survey", _("Survey")
        REPORT = "report", _("Report")

    round_step = models.ForeignKey(
        RoundStep, models.CASCADE, related_name="evidence", editable=False
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices, default=Kind.DOCUMENT)
    document = models.ForeignKey(
        "core.SiteDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Document"),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Page of this site"),
    )
    url = models.URLField(_("Link"), max_length=500, blank=True)
    note = models.CharField(_("Note"), max_length=255, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("Added by"),
    )
    added_at = models.DateTimeField(_("Added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence of rounds")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.note or str(self.document or self.page or self.url)

    @property
    def address(self) -> str:
        """Where it can be opened; empty when its page was deleted."""
        if self.document:
            return str(self.document.url)
        if self.page:
            return self.page.get_url() or ""
        return self.url

    @property
    def giver(self) -> str:
        """The name of whoever attached it."""
        return person_name(self.added_by)

    def clean(self) -> None:
        """Ask for the thing itself that the kind names."""
        asked = {
            self.Kind.DOCUMENT: [("document", self.document)],
            self.Kind.PAGE: [("page", self.page)],
            self.Kind.REPORT: [("document", self.document), ("url", self.url)],
        }.get(self.Kind(self.kind), [("url", self.url)])
        if not any(value for _name, value in asked):
            raise ValidationError({asked[0][0]: _("Say where this evidence is.")})
