"""What the room says on the front page: the plans that were approved last."""

from __future__ import annotations

from typing import Any

from .models import PlanIndexPage, PlanPage

NEWEST = 3


def newest_plans(page: Any) -> dict[str, Any] | None:
    """The newest approved plans; nothing where there is none."""
    plans = PlanPage.objects.descendant_of(page).published().for_listing()
    newest = list(plans.order_by("-approved_at", "-pk")[:NEWEST])
    if not newest:
        return None
    index = PlanIndexPage.objects.child_of(page).live().first()
    context = {"plans": newest, "index": index}
    return {"place": "latest", "template": "plans/front_plans.html", "context": context}
