"""Acts: the one place where they are done, with the workflow's own step in one transaction."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from .digest import digest_of
from .documents import redo_choices_of
from .mails import tell_submitter
from .models import ApprovalAct, SigningTask
from .models.acts import Act, Channel
from .runs import Reason, item_of, levels_of, reason_against, run_of
from .signals import act_recorded, approval_completed

SIGN, RETURN, REFUSE = "sign", "return", "refuse"
REMARK_NEEDED = (RETURN, REFUSE)
MOST_REMARK = 2_000  # characters


class ActRefused(PermissionDenied):
    """The act was not done; the message says why and what helps."""

    def __init__(self, reason: Reason | None, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def action_labels(task: SigningTask) -> dict[str, str]:
    """What a member of this level may do, by name, in the words on the buttons."""
    yes = {
        Act.CONCUR: _("Concur"),
        Act.APPROVE: _("Approve (act)"),
        Act.ACKNOWLEDGE: _("Acknowledge"),
    }
    no = {
        Act.CONCUR: _("Do not concur"),
        Act.APPROVE: _("Do not approve"),
        Act.ACKNOWLEDGE: _("Do not acknowledge"),
    }
    act = Act(task.act)
    return {SIGN: yes[act], RETURN: _("Return for improvement"), REFUSE: no[act]}


def reason_text(reason: Reason) -> str:
    """A sentence for the person who may not act."""
    return {
        Reason.DECIDED: _("This level has already been decided."),
        Reason.WITHDRAWN: _("The request was withdrawn or has ended."),
        Reason.NOT_A_MEMBER: _("Only members of the group of this level may act."),
        Reason.SUBMITTED_IT: _("Whoever submitted or wrote this version may not act on it."),
        Reason.ACTED_BEFORE: _("Nobody acts on two levels of one request."),
        Reason.CHANGED: _("The content has changed since it was submitted."),
        Reason.OUT_OF_ORDER: _("The level before has not acted yet."),
    }[reason]


def record_submission(workflow_state: WorkflowState, user: Any) -> None:
    """Write down who submitted which version, where a run begins."""
    last = ApprovalAct.objects.filter(workflow_state=workflow_state).last()
    if last is not None and last.act != Act.RETURN:
        return
    submitter = (user if last else workflow_state.requested_by) or user
    item = item_of(workflow_state)
    item.refresh_from_db(fields=["latest_revision"])
    levels = [task.pk for task in levels_of(workflow_state.workflow)]
    act = _write(
        workflow_state, item.latest_revision, submitter, act=Act.SUBMIT, level=0, levels=levels
    )
    _tell(act)


@transaction.atomic
def perform(
    task_state: TaskState,
    user: Any,
    action: str,
    comment: str = "",
    redo_step: int | str | None = None,
    channel: str = Channel.ADMIN,
) -> ApprovalAct:
    """Do an act on a level.

    Raises:
        ActRefused: when this person may not, or a remark is missing, or the step is unknown.
    """
    # Whoever comes second waits here and then finds the level decided.
    state = WorkflowState.objects.select_for_update().get(pk=task_state.workflow_state_id)
    task_state = TaskState.objects.get(pk=task_state.pk)
    task_state.workflow_state = state
    reason = reason_against(task_state, user)
    if reason is not None:
        raise ActRefused(reason, reason_text(reason))
    task = task_state.task.specific
    _check_form(task_state, action, comment, redo_step)
    act = _write(
        state,
        task_state.revision,
        user,
        act=task.act if action == SIGN else action,
        level=run_of(state).levels.index(task.pk) + 1,
        office_title=task.office_title_th,
        remark=comment.strip(),
        redo_step=int(redo_step) if action == RETURN and redo_step not in (None, "") else None,
        channel=channel,
    )
    _go_on(task_state, user, action, act.remark)
    _tell(act)
    state.refresh_from_db()
    if action != SIGN or state.status == WorkflowState.STATUS_APPROVED:
        submission = run_of(state).submission
        tell_submitter(act, submission.actor if submission else None)
    if state.status == WorkflowState.STATUS_APPROVED:
        item = act.item  # read anew: what the state holds was read before it was published
        approval_completed.send(sender=type(item), item=item, revision=act.revision, act=act)
    return act


def _check_form(task_state: TaskState, action: str, comment: str, redo_step: Any) -> None:
    if action not in (SIGN, RETURN, REFUSE):
        raise ActRefused(None, _("There is no such act."))
    if len(comment) > MOST_REMARK:
        raise ActRefused(None, _("The remark is too long."))
    if action in REMARK_NEEDED and not comment.strip():
        raise ActRefused(None, _("A return and a refusal need a remark that says why."))
    if action == RETURN and redo_step not in (None, ""):
        known = {str(step) for step, _label in redo_choices_of(task_state.revision.as_object())}
        if str(redo_step) not in known:
            raise ActRefused(None, _("There is no such step to go back to."))


def _go_on(task_state: TaskState, user: Any, action: str, remark: str) -> None:
    """Let Wagtail's workflow take the step that belongs to the act."""
    if action == SIGN:
        task_state.approve(user=user, comment=remark)
    elif action == RETURN:
        task_state.reject(user=user, comment=remark)
    else:
        task_state.reject(user=user, comment=remark, update=False)
        task_state.workflow_state.cancel(user=user)


def _write(state: WorkflowState, revision: Any, user: Any, **values: Any) -> ApprovalAct:
    with translation.override("th"):
        label = revision.object_str or str(item_of(state))
    name = (user.get_full_name() or user.get_username()) if user else ""
    act = ApprovalAct(
        content_type=state.content_type,
        object_id=state.object_id,
        object_label=label[:255],
        revision=revision,
        workflow_state=state,
        actor=user,
        actor_name=name,
        digest=digest_of(revision),
        **{"channel": Channel.ADMIN, **values},
    )
    act.save()
    return act


def _tell(act: ApprovalAct) -> None:
    act_recorded.send(sender=ApprovalAct, act=act, item=act.revision.as_object())
