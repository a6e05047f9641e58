"""A level of a formal approval: a group of people with an office title and one kind of act."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState, WorkflowState

from portal.core.models import AbstractIndependentTask

from ..locks import SigningLock
from .acts import Act


class SigningTask(AbstractIndependentTask):
    """One level: its act is signed by a member of its groups who neither submitted nor signed.

    Who may act, and in which order, is decided in `runs`; a superuser is no exception. While a
    level waits nobody edits, the approvers included: what is signed is what was submitted.
    """

    act = models.CharField(
        _("Act"),
        max_length=20,
        choices=[
            choice for choice in Act.choices if choice[0] in ("concur", "approve", "acknowledge")
        ],
        default=Act.CONCUR,
    )
    office_title_th = models.CharField(_("Office title in Thai"), max_length=255)
    office_title_en = models.CharField(_("Office title in English"), max_length=255, blank=True)

    lock_class = SigningLock

    admin_form_fields = [
        *AbstractGroupApprovalTask.admin_form_fields,
        "act",
        "office_title_th",
        "office_title_en",
    ]

    class Meta:
        verbose_name = _("formal act by a level")
        verbose_name_plural = _("formal acts by levels")

    @transaction.atomic
    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin with the first level that has not acted since the submission, whichever is asked.

        After a return Wagtail begins again where it stopped, and after a level was switched off it
        goes on with the next: both would put the levels out of order.
        """
        from portal.approvals.acting import record_submission
        from portal.approvals.links import issue_links
        from portal.approvals.runs import run_of

        record_submission(workflow_state, user)
        due = run_of(workflow_state).next_level
        if due is not None and due != self.pk:
            task_state: TaskState = Task.objects.get(pk=due).specific.start(workflow_state, user)
            return task_state
        task_state = super().start(workflow_state, user)
        issue_links(task_state)
        return task_state

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Record the act and let the workflow go on, or refuse."""
        from portal.approvals.acting import perform

        perform(task_state, user, action_name, **kwargs)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """The act of this level, return and refusal, to those who may act now."""
        from portal.approvals.acting import action_labels
        from portal.approvals.runs import reason_against

        task_state = obj.current_workflow_task_state
        if task_state is None or task_state.task_id != self.pk:
            return []
        if reason_against(task_state, user) is not None:
            return []
        self._judged = task_state
        return [(name, label, True) for name, label in action_labels(self).items()]

    def get_form_for_action(self, action: str) -> Any:
        """A remark, and with a return the step to redo."""
        from portal.approvals.forms import form_for

        return form_for(self, action)

    def judged_item(self) -> Any:
        """The version that `get_actions` was last asked about on this instance."""
        return self._judged.revision.as_object() if hasattr(self, "_judged") else None

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Let the level's members look at what waits for them."""
        return self._user_in_groups(user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Nobody edits what is being signed."""
        return True

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """It is locked already."""
        return False

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """What waits for this person."""
        from portal.approvals.runs import reason_against

        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if not self._user_in_groups(user):
            return waiting.none()
        mine = [each.pk for each in waiting if reason_against(each, user) is None]
        return self.task_states.filter(pk__in=mine)

    @classmethod
    def get_description(cls) -> str:
        """What the administrator reads when choosing a kind of task."""
        return gettext(
            "A level of a formal approval: its members concur, approve or acknowledge, return or "
            "refuse, and every act is kept with name, office title and remark"
        )
