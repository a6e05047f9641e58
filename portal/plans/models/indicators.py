"""How a plan is measured: indicators with a target for each year."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from portal.plans import metrics
from portal.plans.fields import AmountField, NumberField

from .direction import STRATEGY_NUMBERS


class Better(models.TextChoices):
    """Which way an indicator should move."""

    UP = "up", _("More is better")
    DOWN = "down", _("Less is better")


class PlanIndicator(Orderable, ClusterableModel):
    """One indicator: what is measured, from which value, and in which direction."""

    plan = ParentalKey("plans.PlanPage", on_delete=models.CASCADE, related_name="indicators")
    strategy_number = NumberField(_("Strategy number"), null=True, validators=STRATEGY_NUMBERS)
    name = models.CharField(_("Indicator"), max_length=255)
    unit = models.CharField(_("Unit of measure"), max_length=60)
    baseline = AmountField(_("Baseline"), null=True, blank=True)
    direction = models.CharField(
        _("Direction"), max_length=4, choices=Better.choices, default=Better.UP
    )
    metric = models.CharField(
        _("Figure of the portal"), max_length=60, blank=True, choices=metrics.choices
    )

    class Meta(Orderable.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.name


class IndicatorYear(Orderable):
    """Target and result of an indicator in one fiscal year.

    `actual` is what somebody typed in, and with it part of the text that is approved. `value()`
    may be a figure of the portal of this minute: pages show it marked as such (`is_live`), and
    documents that were approved never contain it.
    """

    indicator = ParentalKey(PlanIndicator, on_delete=models.CASCADE, related_name="years")
    fiscal_year = NumberField(_("Fiscal year"), null=True, year=True)
    target = AmountField(_("Target"), null=True)
    actual = AmountField(_("Result"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("year of an indicator")
        verbose_name_plural = _("targets of each year")

    def __str__(self) -> str:
        return f"{self.fiscal_year or '-'}: {self.target if self.target is not None else '-'}"

    @property
    def is_live(self) -> bool:
        """Whether `value()` asks a metric because nobody typed a result in."""
        return self.actual is None and bool(self.indicator.metric)

    def value(self) -> Decimal | None:
        """The typed result, or what the metric says now; None where there is no data yet."""
        if not self.is_live or self.fiscal_year is None:
            return self.actual
        source = metrics.metric(self.indicator.metric)
        return source.read(self.fiscal_year) if source else None
