"""“Every channel”: where an approved edition was announced, when, by whom, and the proof of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """The ways in which the office makes a plan known."""

    WEB = "web", _("Web page")
    PDF = "pdf", _("PDF file")
    RSS = "rss", _("RSS feed")
    SOCIAL = "social", _("Post in social media")
    EMAIL = "email", _("E-mail to schools")
    LETTER = "letter", _("Official letter")


# These are done when they can be seen to be: nobody ticks them.
FACTS = frozenset({Channel.WEB, Channel.PDF, Channel.RSS})


class PublicationChannel(models.Model):
    """One line of the checklist of an edition."""

    edition = models.ForeignKey(
        "plans.PlanEdition", models.CASCADE, related_name="channels", verbose_name=_("Edition")
    )
    channel = models.CharField(
        pgettext_lazy("publication", "Channel"), max_length=8, choices=Channel.choices
    )
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Done by"),
    )
    # The name stays when the account goes.
    done_by_name = models.CharField(_("Name"), max_length=255, blank=True, editable=False)
    evidence_url = models.URLField(_("Link to the evidence"), blank=True)
    note = models.CharField(_("Note"), max_length=255, blank=True)
    # What went wrong when the file was made last; empty when it is there.
    fault = models.CharField(_("Fault"), max_length=255, blank=True, editable=False)

    class Meta:
        verbose_name = _("channel of publication")
        verbose_name_plural = _("channels of publication")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "channel"], name="plan_edition_channel")
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_channel_display()}"

    @property
    def is_fact(self) -> bool:
        """Whether the site sees by itself that it is done."""
        return self.channel in FACTS
