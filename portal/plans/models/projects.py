"""What a plan does and what it costs: projects, and the papers attached."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from portal.plans.fields import AmountField, DayField, NumberField

from .direction import STRATEGY_NUMBERS

NOTHING = Decimal(0)


def _baht(label: object, *, blank: bool) -> AmountField:
    at_least = MinValueValidator(NOTHING)
    return AmountField(label, null=True, blank=blank, validators=[at_least])


class ProjectStatus(models.TextChoices):
    """How far a project is."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Called off")


class PlanProject(Orderable):
    """One project with its budget by quarter; what an unfinished draft lacks is None."""

    plan = ParentalKey("plans.PlanPage", on_delete=models.CASCADE, related_name="projects")
    number = NumberField(_("Project number"), null=True)
    strategy_number = NumberField(_("Strategy number"), null=True, validators=STRATEGY_NUMBERS)
    name = models.CharField(_("Project"), max_length=255)
    owner = models.CharField(_("Responsible"), max_length=255)
    rationale = models.TextField(_("Principles and reasons"), blank=True)
    objectives = models.TextField(_("Objectives of the project"), blank=True)
    quantitative_target = models.TextField(_("Target in numbers"), blank=True)
    qualitative_target = models.TextField(_("Target in quality"), blank=True)
    budget = _baht(_("Budget (baht)"), blank=False)
    budget_source = models.CharField(_("Source of the budget"), max_length=255, blank=True)
    quarter_1 = _baht(_("Quarter 1 (October to December)"), blank=True)
    quarter_2 = _baht(_("Quarter 2 (January to March)"), blank=True)
    quarter_3 = _baht(_("Quarter 3 (April to June)"), blank=True)
    quarter_4 = _baht(_("Quarter 4 (July to September)"), blank=True)
    starts_on = DayField(_("Begins"), null=True)
    ends_on = DayField(_("Ends"), null=True)
    status = models.CharField(
        _("Status"), max_length=12, choices=ProjectStatus.choices, default=ProjectStatus.PLANNED
    )

    class Meta(Orderable.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def __str__(self) -> str:
        return f"{self.number or '-'}. {self.name}"

    @property
    def quarters(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """The budget of the four quarters; an empty one is nothing."""
        return (
            self.quarter_1 or NOTHING,
            self.quarter_2 or NOTHING,
            self.quarter_3 or NOTHING,
            self.quarter_4 or NOTHING,
        )


class PlanAttachment(Orderable):
    """A paper of the appendix."""

    plan = ParentalKey("plans.PlanPage", on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(_("Title"), max_length=255)
    document = models.ForeignKey(
        "core.SiteDocument",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Document"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title
