"""A round follows the approval of its plan: what is said of the plan is said of the step.

The plan's publication finishes nothing: that step is ended by staff, with their evidence.
"""

from __future__ import annotations

import logging
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from portal.approvals.models import ACT_LABELS, ApprovalAct
from portal.approvals.models.acts import Act
from portal.approvals.signals import act_recorded, approval_completed
from portal.approvals.trail import acts_of

from .models import Evidence, Outcome, Round, RoundStep
from .models.steps import StepKind
from .progress import Ending, finish
from .refusals import Refused

logger = logging.getLogger(__name__)

_SENT_BACK = {Act.RETURN: Outcome.REVISE, Act.REFUSE: Outcome.REJECTED}
_SAID_YES = {Act.APPROVE: Outcome.APPROVED, Act.CONCUR: Outcome.CONCURRED}


def connect() -> None:
    """Listen to acts on plans."""
    act_recorded.connect(_note_act, dispatch_uid="rounds")
    approval_completed.connect(_note_completion, dispatch_uid="rounds")


def catch_up(round_: Round) -> None:
    """Let a step that has just begun have the approval that its plan got before."""
    row = _awaiting(round_)
    if row is None or round_.plan is None:
        return
    act = acts_of(round_.plan.specific).select_related("workflow_state", "actor").last()
    began_anew = row.attempt > 1 and act is not None and _before(act, row)
    if act is None or act.act not in _SAID_YES or began_anew:
        return
    if act.workflow_state.status == WorkflowState.STATUS_APPROVED:
        _finish(row, _SAID_YES[Act(act.act)], act)


def _note_act(act: ApprovalAct, item: Any, **kwargs: Any) -> None:
    for round_ in _rounds_of(item):
        data = {
            "act": str(ACT_LABELS[act.act]),
            "who": act.actor_name or "–",
            "remark": act.remark,
        }
        log(round_, "procedures.plan_act", user=act.actor, data=data)
        if act.act == Act.SUBMIT:
            _end_drafting(round_, act)
        elif act.act in _SENT_BACK and (row := _awaiting(round_)):
            _finish(row, _SENT_BACK[Act(act.act)], act)


def _note_completion(item: Any, act: ApprovalAct, **kwargs: Any) -> None:
    for round_ in _rounds_of(item):
        if row := _awaiting(round_):
            _finish(row, _SAID_YES.get(Act(act.act), Outcome.APPROVED), act)


def _rounds_of(item: Any) -> list[Round]:
    if not isinstance(item, Page):
        return []
    return list(Round.objects.running().with_steps().filter(plan=item.pk))


def _awaiting(round_: Round) -> RoundStep | None:
    """The open step, where it is the one that the approval decides."""
    row = round_.open_step
    return row if row and row.step.kind == StepKind.APPROVAL else None


def _before(act: ApprovalAct, row: RoundStep) -> bool:
    """Whether an act was done before the attempt before this one was sent back."""
    sent_back = RoundStep.objects.filter(
        round=row.round_id, step=row.step_id, attempt=row.attempt - 1, recorded_at__gt=act.at
    )
    return sent_back.exists()


def _end_drafting(round_: Round, act: ApprovalAct) -> None:
    """A plan that is put up for approval is drafted; no other step is ended by that."""
    row = round_.open_step
    if row is None or row.step.kind != StepKind.DRAFTING or round_.plan is None:
        return
    evidence = {"round_step": row, "kind": Evidence.Kind.PAGE, "page": round_.plan}
    Evidence.objects.get_or_create(**evidence, defaults={"added_by": act.actor})
    _finish(row, Outcome.DONE, act)


def _finish(row: RoundStep, outcome: Outcome, act: ApprovalAct) -> None:
    day = timezone.localdate(act.at)
    ending = Ending(
        outcome=outcome,
        finished_on=max(day, row.started_on) if row.started_on else day,
        remark=act.remark,
        redo_step=act.redo_step,
    )
    try:
        finish(row.pk, ending, act.actor)
    except Refused as refusal:
        # The act on the plan holds all the same; it stands in the round's history.
        logger.warning("A round could not follow its plan: %s", refusal)
