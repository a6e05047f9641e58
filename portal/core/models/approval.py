"""An approval that nobody can give to themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState


class AbstractIndependentTask(AbstractGroupApprovalTask):
    """A group's task that always judges the newest version."""

    class Meta:
        abstract = True

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Judge the newest version.

        When something sent back is edited and submitted in one go, the state still remembers the
        version before the edit, and its approval would count for nothing.
        """
        workflow_state.content_object.refresh_from_db(fields=["latest_revision"])
        return super().start(workflow_state, user=user)


class IndependentApprovalTask(AbstractIndependentTask):
    """Approval by a group, where whoever asked for it waits like everybody outside the group."""

    class Meta:
        verbose_name = _("approval by somebody else in a group")
        verbose_name_plural = _("approvals by somebody else in a group")

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Let an approval hold for the version that the approver has just saved with it.

        Approving in the editor saves first; without this the approval would be of the version
        before, and the editor would ask for another one without end.
        """
        if action_name == "approve":
            entry = task_state.workflow_state.content_object
            entry.refresh_from_db(fields=["latest_revision"])
            if entry.latest_revision.user_id == user.pk:
                task_state.revision = entry.latest_revision
        super().on_action(task_state, user, action_name, **kwargs)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Offer nothing to the person who asked for the approval, superuser or not."""
        return [] if self._was_requested_by(obj, user) else super().get_actions(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Keep the requester out while others judge, so that publishing is no way around it."""
        return self._was_requested_by(obj, user) or super().locked_for_user(obj, user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """Leave the person's own requests out of what waits for them on the dashboard."""
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls) -> str:
        """What the administrator reads when choosing a kind of task."""
        return gettext("Members of the groups approve, but never what they submitted themselves")

    @staticmethod
    def _was_requested_by(obj: Any, user: Any) -> bool:
        state = obj.current_workflow_state
        return state is not None and state.requested_by_id == user.pk
