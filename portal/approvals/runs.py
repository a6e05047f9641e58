"""Which level is due, and who may act on it: the rules of the order, read from the acts.

A run begins with a submission, which names the levels, and ends with the last level, a return or a
refusal. Yes of a level counts in its run only: what was submitted again is judged again by all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from wagtail.models import Page, TaskState, WorkflowState

from .models import ApprovalAct, SigningTask
from .models.acts import YES, Act


class Reason(Enum):
    """Why somebody may not act."""

    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    NOT_A_MEMBER = "not_a_member"
    SUBMITTED_IT = "submitted_it"
    ACTED_BEFORE = "acted_before"
    CHANGED = "changed"
    OUT_OF_ORDER = "out_of_order"


@dataclass(frozen=True)
class Run:
    """A submission and the yes of every level since."""

    submission: ApprovalAct | None = None
    acts: list[ApprovalAct] = field(default_factory=list)

    @property
    def levels(self) -> list[int]:
        """The keys of the tasks that have to act, as they were when it was submitted."""
        return list(self.submission.levels) if self.submission else []

    @property
    def next_level(self) -> int | None:
        """The key of the task that is due; None when all have said yes."""
        done = len(self.acts)
        return self.levels[done] if done < len(self.levels) else None

    def approves(self, revision_id: int) -> bool:
        """Whether every level said yes, in order, to exactly this version, each a person apart."""
        if self.submission is None or not self.levels or self.next_level is not None:
            return False
        # The key of an account that was deleted since is gone; the acts stand nevertheless.
        people = [key for act in self.acts if (key := act.actor_id) is not None]
        return (
            [act.level for act in self.acts] == list(range(1, len(self.levels) + 1))
            and {act.revision_id for act in (self.submission, *self.acts)} == {revision_id}
            and len(set(people)) == len(people)
            and self.submission.actor_id not in people
        )


def item_of(workflow_state: WorkflowState) -> Any:
    """The live object that goes through the workflow, as what it really is."""
    found = workflow_state.content_object
    return found.specific if isinstance(found, Page) else found


def levels_of(workflow: Any) -> list[SigningTask]:
    """The levels of a workflow in order; none where it is no formal approval."""
    tasks = {
        task.pk: task for task in SigningTask.objects.filter(workflow_tasks__workflow=workflow)
    }
    order = workflow.workflow_tasks.order_by("sort_order", "pk").values_list("task_id", flat=True)
    return [tasks[key] for key in order if key in tasks]


def run_of(workflow_state: WorkflowState) -> Run:
    """The present run of a workflow, or the last one where it has ended."""
    acts = list(ApprovalAct.objects.filter(workflow_state=workflow_state).order_by("pk"))
    begins = [place for place, act in enumerate(acts) if act.act == Act.SUBMIT]
    if not begins:
        return Run()
    return Run(acts[begins[-1]], [act for act in acts[begins[-1] :] if act.act in YES])


def is_approved(revision: Any) -> bool:
    """Whether a finished workflow carries every level's yes to exactly this version."""
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_APPROVED, approval_acts__revision=revision
    )
    return any(run_of(state).approves(revision.pk) for state in states.distinct())


def reason_against(task_state: TaskState, user: Any) -> Reason | None:
    """Why this person may not act on this level now; None when they may."""
    return _against_state(task_state) or bars_person(task_state, user) or _against_order(task_state)


def bars_person(task_state: TaskState, user: Any) -> Reason | None:
    """Why this person never acts on this level of this run; None when nothing stands against it."""
    groups = task_state.task.specific.groups.all()
    if not user.is_active or not user.groups.filter(pk__in=groups).exists():
        return Reason.NOT_A_MEMBER
    submitters = ApprovalAct.objects.filter(
        workflow_state=task_state.workflow_state_id, act=Act.SUBMIT, actor=user
    )
    authors = (task_state.workflow_state.requested_by_id, task_state.revision.user_id)
    if user.pk in authors or submitters.exists():
        return Reason.SUBMITTED_IT
    acted = {act.actor_id for act in run_of(task_state.workflow_state).acts}
    return Reason.ACTED_BEFORE if user.pk in acted else None


def _against_state(task_state: TaskState) -> Reason | None:
    state = task_state.workflow_state
    if task_state.status == TaskState.STATUS_CANCELLED:
        return Reason.WITHDRAWN
    if task_state.status != TaskState.STATUS_IN_PROGRESS:
        return Reason.DECIDED
    if state.status != WorkflowState.STATUS_IN_PROGRESS:
        return Reason.WITHDRAWN
    return None if state.current_task_state_id == task_state.pk else Reason.DECIDED


def _against_order(task_state: TaskState) -> Reason | None:
    run = run_of(task_state.workflow_state)
    if run.next_level != task_state.task_id or run.submission is None:
        return Reason.OUT_OF_ORDER
    same = run.submission.revision_id == task_state.revision_id
    return None if same and task_state.revision.is_latest_revision() else Reason.CHANGED
