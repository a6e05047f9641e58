"""What other rooms read: the acts on a thing, and the signatures under one version."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from .models import ACT_LABELS, ApprovalAct
from .models.acts import YES, ActQuerySet
from .runs import is_approved, run_of


class Signature(NamedTuple):
    """One line of the approval block."""

    act: str
    act_label: str
    actor_name: str
    office_title: str
    at: datetime
    remark: str


def acts_of(item: Any) -> ActQuerySet:
    """Every act on this thing, the oldest first."""
    return ApprovalAct.objects.of(item)


def signatures(item: Any, revision: Any) -> list[Signature]:
    """The approval block of one approved version: who proposed it, then each level.

    Empty for a version that was not approved by all levels.
    """
    last = acts_of(item).filter(revision=revision, act__in=YES).last()
    if last is None or not is_approved(revision):
        return []
    run = run_of(last.workflow_state)
    return [signature_of(act) for act in (run.submission, *run.acts) if act is not None]


def signature_of(act: ApprovalAct) -> Signature:
    """An act as a line of the block."""
    label = str(ACT_LABELS[act.act])
    return Signature(act.act, label, act.actor_name, act.office_title, act.at, act.remark)


def last_approved_revision(item: Any) -> Any:
    """The version that was approved last; None when none was."""
    for act in acts_of(item).filter(act__in=YES).order_by("-pk").select_related("revision"):
        if is_approved(act.revision):
            return act.revision
    return None
