"""The plans of the office as pages."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.utils.decorators import cached_classmethod

from portal.approvals.documents import ApprovalDocument
from portal.approvals.guarding import ApprovalGuardedPage
from portal.core.pages import BasePage
from portal.core.thai_calendar import fiscal_year
from portal.plans.blocks import ChapterBlock
from portal.plans.fields import NumberField
from portal.plans.permissions import PlanPermissionTester

from .editions import PlanEdition
from .kinds import PlanKind
from .states import PlanPageQuerySet

# A year of the common era typed by mistake is far below.
FISCAL_YEARS = (MinValueValidator(2500), MaxValueValidator(2700))


def this_fiscal_year() -> int:
    """The fiscal year (B.E.) of today."""
    return fiscal_year(timezone.localdate())


class PlanIndexPage(BasePage):
    """Where all plans are found."""

    intro = models.TextField(_("Introduction"), blank=True)

    menu_name = _("Plans")
    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["plans.PlanPage"]
    max_count = 1
    template = "plans/plan_index_page.html"

    class Meta:
        verbose_name = _("plan index")
        verbose_name_plural = _("plan indexes")

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The filtered list of published plans."""
        from portal.plans.views import plan_list

        return plan_list(self, request)


class PlanPage(ApprovalGuardedPage, BasePage):
    """One plan: chapters of prose, and tables of direction, projects and indicators."""

    kind = models.CharField(
        _("Kind of plan"), max_length=12, choices=PlanKind.choices, default=PlanKind.DIGITAL
    )
    first_fiscal_year = NumberField(
        _("First fiscal year"), default=this_fiscal_year, validators=FISCAL_YEARS, year=True
    )
    last_fiscal_year = NumberField(
        _("Last fiscal year"), default=this_fiscal_year, validators=FISCAL_YEARS, year=True
    )
    chapters = StreamField([("chapter", ChapterBlock())], verbose_name=_("Chapters"), blank=True)
    vision = models.TextField(_("Vision"), blank=True)
    reference_number = models.CharField(_("Reference number"), max_length=80, blank=True)
    approved_by_note = models.CharField(_("Note on the approval"), max_length=255, blank=True)
    replaces = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("Replaces"),
    )

    parent_page_types = ["plans.PlanIndexPage"]
    subpage_types: list[str] = []
    objects = PageManager.from_queryset(PlanPageQuerySet)()
    template = "plans/plan_page.html"

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    @cached_classmethod
    def get_edit_handler(cls) -> Any:
        """The tabs of the editor; their form knows this model, so they come later than it."""
        from portal.plans.panels import plan_tabs

        return plan_tabs().bind_to_model(cls)

    def permissions_for_user(self, user: Any) -> PlanPermissionTester:
        """The rules of approval."""
        return PlanPermissionTester(user, self)

    @cached_property
    def current_edition(self) -> PlanEdition | None:
        """What was approved last, or None where nothing was yet."""
        return PlanEdition.objects.filter(page_id=self.pk).select_related("revision").first()

    @property
    def is_replaced(self) -> bool:
        """Whether an approved plan says that it replaces this one."""
        return type(self).objects.filter(replaces_id=self.pk, live=True).exists()

    @property
    def fiscal_years(self) -> range:
        """Every fiscal year (B.E.) of the plan."""
        return range(self.first_fiscal_year, self.last_fiscal_year + 1)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the approved edition, which is what the public sees; a preview shows the draft."""
        from portal.plans.showing import plan_context

        return {**super().get_context(request, *args, **kwargs), **plan_context(self, request)}

    def approval_document(self) -> ApprovalDocument:
        """What those who concur and approve read."""
        from portal.plans.approval import approval_document

        return approval_document(self)

    def redo_choices(self) -> list[tuple[int, str]]:
        """The steps of the plan's procedure that a return may name."""
        from portal.plans.template import redo_steps

        return redo_steps(self.kind)
