"""What is overdue and what is due soon, for whoever has to do it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from .models import RoundStep
from .round_permissions import decides, works_on_rounds

SOON = timedelta(days=7)


class Waiting(NamedTuple):
    """An open step that somebody should look at."""

    row: RoundStep
    overdue: bool


class Duties(NamedTuple):
    """Which steps are a person's own."""

    works: bool
    decides: bool


def duties_of(user: Any) -> Duties:
    """The working group and the group head do steps, the director decides."""
    return Duties(works_on_rounds(user), decides(user))


def waiting_steps(duties: Duties, today: date) -> list[Waiting]:
    """The person's open steps that are late or due within a week, the oldest first.

    A director sees every decision that waits, with a deadline or without.
    """
    if not any(duties):
        return []
    rows = RoundStep.objects.open().select_related("step", "round__procedure")
    found = [Waiting(row, row.is_overdue(today)) for row in rows if _concerns(row, duties, today)]
    return sorted(found, key=lambda each: (each.row.due or date.max, each.row.pk))


def _concerns(row: RoundStep, duties: Duties, today: date) -> bool:
    soon = row.due is not None and row.due <= today + SOON
    if row.is_decision:
        return duties.decides or (duties.works and soon)
    return duties.works and soon
