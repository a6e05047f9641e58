"""Periods that figures are printed for, and what was printed when one was closed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from search.language import in_english


class PeriodKind(models.TextChoices):
    """What sort of span it is."""

    YEAR = "year", _("Fiscal year")
    TERM = "term", _("Term")
    MONTH = "month", _("Month")


class Period(models.Model):
    """A fiscal year, a term or a month; its days follow the calendar until it is closed."""

    kind = models.CharField(_("Kind"), max_length=8, choices=PeriodKind.choices)
    code = models.CharField(_("Code"), max_length=24, unique=True)
    name_th = models.CharField(_("Thai name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    first_day = models.DateField(_("First day"))
    last_day = models.DateField(_("Last day"))
    closed_at = models.DateTimeField(_("Closed at"), null=True, editable=False)

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["-first_day", "kind"]
        permissions = [("close_period", "Can close a period")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; years are of the Buddhist era in Thai."""
        return self.name_en if in_english() else self.name_th

    @property
    def is_closed(self) -> bool:
        """Whether figures were fixed."""
        return self.closed_at is not None


class PeriodSnapshot(models.Model):
    """The figures of a period as they were fixed: canonical JSON and its SHA-256, for ever."""

    period = models.ForeignKey(
        Period, models.PROTECT, related_name="snapshots", verbose_name=_("Period")
    )
    version = models.PositiveSmallIntegerField(_("Version"))
    figures = models.TextField(_("Figures as canonical JSON"))
    sha256 = models.CharField("SHA-256", max_length=64)
    made_at = models.DateTimeField(_("Made at"))
    made_by = models.CharField(_("Made by"), max_length=160)

    class Meta:
        verbose_name = _("figures of a closed period")
        verbose_name_plural = _("figures of closed periods")
        ordering = ["period", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["period", "version"], name="snapshot_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.version}"

    def save(self, **kwargs: Any) -> None:
        """Write it once and never again."""
        if self.pk is not None:
            raise ValidationError(_now("Figures of a closed period are never changed."))
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: these figures were reported."""
        raise ValidationError(_now("Figures of a closed period are never deleted."))
