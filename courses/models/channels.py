"""Channels (ช่อง) on which courses are on air."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.models import Grade, Platform
from catalog.models.taxonomy import OrderedName
from search.language import in_english

from .revision import ShownInCalendars, raise_sequences


class Channel(ShownInCalendars, OrderedName):
    """One channel; `name_th` is what it is called (DLTV4), the label says for whom it is.

    Sources differ on whom channels 13 to 15 serve, so the label is the office's to edit.
    """

    calendar_fields = ("name_th", "name_en", "label_th", "label_en", "live_url", "sort_order")

    number = models.PositiveSmallIntegerField(
        _("Channel number"), unique=True, help_text=_("As in DLTV4; not the number on a receiver.")
    )
    label_th = models.CharField(
        _("Label in Thai"),
        max_length=120,
        blank=True,
        help_text=_("For whom the channel is, such as ประถมศึกษาปีที่ 4."),
    )
    label_en = models.CharField(_("Label in English"), max_length=120, blank=True)
    grades = models.ManyToManyField(
        Grade, blank=True, related_name="channels", verbose_name=pgettext_lazy("school", "Grades")
    )
    platform = models.ForeignKey(
        Platform,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="channels",
        verbose_name=_("Platform"),
    )
    live_url = models.URLField(
        _("Address to watch it live"),
        max_length=500,
        blank=True,
        help_text=_("The public page of the channel; leave empty until it is confirmed."),
    )

    class Meta(OrderedName.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return f"{self.name} {self.label}".strip()

    @property
    def label(self) -> str:
        """For whom it is, in the reader's language."""
        return (in_english() and self.label_en) or self.label_th

    def get_absolute_url(self) -> str:
        """What is on air on it now and next."""
        return reverse("courses:channel", args=[self.code])

    def calendar_changed(self) -> None:
        """Its name stands in each of its airings."""
        super().calendar_changed()
        raise_sequences(channel=self.pk)
