"""Where a plan wants to go: what it rests on, missions, goals and strategies."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from portal.plans.fields import DayField, NumberField

STRATEGY_NUMBERS = (MinValueValidator(1), MaxValueValidator(99))


class PlanMission(Orderable):
    """One mission (พันธกิจ)."""

    plan = ParentalKey("plans.PlanPage", on_delete=models.CASCADE, related_name="missions")
    text = models.TextField(_("Mission"))

    class Meta(Orderable.Meta):
        verbose_name = _("mission")
        verbose_name_plural = _("missions")

    def __str__(self) -> str:
        return self.text


class PlanGoal(Orderable):
    """One goal (เป้าประสงค์)."""

    plan = ParentalKey("plans.PlanPage", on_delete=models.CASCADE, related_name="goals")
    text = models.TextField(_("Goal"))

    class Meta(Orderable.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    def __str__(self) -> str:
        return self.text


class SwotKind(models.TextChoices):
    """The four sides of the analysis."""

    STRENGTH = "strength", _("Strength")
    WEAKNESS = "weakness", _("Weakness")
    OPPORTUNITY = "opportunity", _("Opportunity")
    THREAT = "threat", _("Threat")


class SwotPoint(Orderable):
    """One point of the analysis of strengths, weaknesses, opportunities and threats."""

    plan = ParentalKey("plans.PlanPage", on_delete=models.CASCADE, related_name="swot_points")
    kind = models.CharField(
        _("Side"), max_length=12, choices=SwotKind.choices, default=SwotKind.STRENGTH
    )
    text = models.TextField(_("Point"))

    class Meta(Orderable.Meta):
        verbose_name = _("point of the SWOT analysis")
        verbose_name_plural = _("SWOT analysis")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"


class PlanAlignment(Orderable):
    """A plan, policy or law that this plan follows, and how."""

    plan = ParentalKey("plans.PlanPage", on_delete=models.CASCADE, related_name="alignments")
    reference = models.TextField(_("Reference document"))
    valid_until = DayField(_("Valid until"), null=True, blank=True)
    relation = models.TextField(_("How this plan follows it"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("reference document")
        verbose_name_plural = _("alignment with reference documents")

    def __str__(self) -> str:
        return self.reference

    @property
    def has_expired(self) -> bool:
        """Whether its time was over today: it stays in the table and is marked."""
        return self.valid_until is not None and self.valid_until < timezone.localdate()


class PlanStrategy(Orderable):
    """One strategy (กลยุทธ์); projects and indicators name it by its number."""

    plan = ParentalKey("plans.PlanPage", on_delete=models.CASCADE, related_name="strategies")
    # Empty only while the plan is being written, like every other empty number of a plan.
    number = NumberField(_("Strategy number"), null=True, validators=STRATEGY_NUMBERS)
    title = models.CharField(_("Strategy"), max_length=255)
    description = models.TextField(_("Description"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")

    def __str__(self) -> str:
        return f"{self.number or '-'}. {self.title}"
