"""Listens to the approval: every plan that passes the last level becomes an edition."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.dispatch import receiver
from wagtail.models import Revision

from portal.approvals.models import ApprovalAct
from portal.approvals.signals import approval_completed

from .models import PlanEdition, PlanPage


@receiver(approval_completed, sender=PlanPage)
def keep_edition(item: PlanPage, revision: Revision, act: ApprovalAct, **kwargs: Any) -> None:
    """Keep what was approved under the next number, with the seal of the act."""
    editions = PlanEdition.objects.filter(page_id=item.pk)
    last = editions.aggregate(last=Max("number"))["last"] or 0
    PlanEdition.objects.get_or_create(
        page_id=item.pk,
        revision=revision,
        defaults={"number": last + 1, "approved_at": act.at, "digest": act.digest},
    )
