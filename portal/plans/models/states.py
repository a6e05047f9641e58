"""How far a plan is, worked out by the database for lists."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import WorkflowState
from wagtail.query import PageQuerySet


class PlanState(models.TextChoices):
    """From the first draft to the plan that takes its place."""

    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    WAITING = "waiting", pgettext_lazy("plan", "Waiting for approval")
    RETURNED = "returned", _("Returned for improvement")
    APPROVED = "approved", pgettext_lazy("plan", "Approved")
    EDITED = "edited", _("Approved, and being edited")
    REPLACED = "replaced", _("Superseded")


class PlanPageQuerySet(PageQuerySet):
    """Plans for lists."""

    def with_state(self) -> PlanPageQuerySet:
        """Note on every plan how far it is, as `state`."""
        replacing = self.model._base_manager.filter(replaces=OuterRef("pk"), live=True)
        return self.annotate(
            state=Case(
                When(Exists(_runs(WorkflowState.STATUS_IN_PROGRESS)), then=_is(PlanState.WAITING)),
                When(
                    Exists(_runs(WorkflowState.STATUS_NEEDS_CHANGES)), then=_is(PlanState.RETURNED)
                ),
                When(Q(live=True) & Exists(replacing), then=_is(PlanState.REPLACED)),
                When(live=True, has_unpublished_changes=True, then=_is(PlanState.EDITED)),
                When(live=True, then=_is(PlanState.APPROVED)),
                default=_is(PlanState.DRAFT),
                output_field=CharField(),
            )
        )


def _is(state: PlanState) -> Value:
    return Value(state.value)


def _runs(status: str) -> models.QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id=Cast(OuterRef("pk"), CharField()),
        status=status,
    )
