"""Wagtail's notices of workflows, silent where our own messages say more.

Ours take the places of Wagtail's (same `dispatch_uid`), so that nobody gets two.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from .models import SigningTask
from .runs import levels_of


class _OfLevels:
    """Leaves out what belongs to a formal approval."""

    def can_handle(self, instance: Any, **kwargs: Any) -> bool:
        """Whether Wagtail's notice goes out."""
        if isinstance(instance, TaskState) and isinstance(instance.task.specific, SigningTask):
            return False
        if isinstance(instance, WorkflowState) and levels_of(instance.workflow):
            return False
        handled: bool = super().can_handle(instance, **kwargs)  # type: ignore[misc]
        return handled


class _TaskSubmitted(_OfLevels, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    pass


class _Submitted(_OfLevels, mail.WorkflowStateSubmissionEmailNotifier):
    pass


class _Rejected(_OfLevels, mail.WorkflowStateRejectionEmailNotifier):
    pass


class _Approved(_OfLevels, mail.WorkflowStateApprovalEmailNotifier):
    pass


# Kept here because Django's signals hold their receivers weakly.
_NOTICES: list[tuple[Any, Any, Any, str]] = [
    (
        task_submitted,
        TaskState,
        _TaskSubmitted(),
        "group_approval_task_submitted_email_notification",
    ),
    (
        workflow_submitted,
        WorkflowState,
        _Submitted(),
        "workflow_state_submitted_email_notification",
    ),
    (workflow_rejected, WorkflowState, _Rejected(), "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, _Approved(), "workflow_state_approved_email_notification"),
]


def take_over() -> None:
    """Stand in Wagtail's places, whichever of the two apps is ready first."""
    for signal, sender, notice, uid in _NOTICES:
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(notice, sender=sender, dispatch_uid=uid)
