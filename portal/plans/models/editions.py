"""What was approved: one edition for each approval of a plan, kept for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .pages import PlanPage


class PlanEdition(models.Model):
    """The revision of a plan that was approved, numbered from 1; older ones are superseded."""

    page = models.ForeignKey(
        "plans.PlanPage", models.PROTECT, related_name="editions", verbose_name=_("Plan")
    )
    number = models.PositiveIntegerField(_("Edition"))
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.PROTECT, related_name="+", verbose_name=_("Revision")
    )
    approved_at = models.DateTimeField(_("Approved on"))
    # SHA-256 of what was approved, as the approval itself keeps it.
    digest = models.CharField(_("Fingerprint"), max_length=64, blank=True)
    pdf = models.FileField(_("PDF"), upload_to="plan-editions/", blank=True)

    class Meta:
        verbose_name = _("edition of a plan")
        verbose_name_plural = _("editions of plans")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="plan_edition_number")
        ]

    def __str__(self) -> str:
        return f"{self.page} ({self.number})"

    @property
    def plan(self) -> PlanPage:
        """The plan as it was in the revision that was approved."""
        plan: PlanPage = self.revision.as_object()
        return plan

    @property
    def is_superseded(self) -> bool:
        """Whether a later edition, or a plan that replaces this one, was approved since."""
        newer = PlanEdition.objects.filter(page=self.page_id, number__gt=self.number)
        return newer.exists() or self.page.is_replaced
