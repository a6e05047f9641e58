"""Meetings of a round's committee, with what was said."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.thai_calendar import short_date

from .rounds import Round


class Meeting(models.Model):
    """A meeting (ประชุม) with agenda and minutes, as text, as a document, or both."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="meetings", editable=False)
    number = models.PositiveSmallIntegerField(_("Meeting number"))
    date = models.DateField(_("Date"))
    place = models.CharField(_("Place"), max_length=255, blank=True)
    attended = models.TextField(
        _("Who attended"), blank=True, help_text=_("One name on each line.")
    )
    agenda = models.TextField(_("Agenda"), blank=True)
    minutes = models.TextField(_("Minutes"), blank=True)
    minutes_document = models.ForeignKey(
        "core.SiteDocument",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Minutes as a document"),
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["number", "date"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"],
                name="meeting_number_once",
                violation_error_message=_("This round has a meeting with that number already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} ({short_date(self.date)})"
