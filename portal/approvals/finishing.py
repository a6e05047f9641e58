"""What happens when a workflow has run through; named by WAGTAIL_FINISH_WORKFLOW_ACTION.

Wagtail imports this while its own models are being made, so everything else is imported later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def publish_what_was_approved(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish exactly the version that every level has signed; other workflows as Wagtail does.

    Raises:
        ActRefused: when a level is missing, out of order, or signed another version.
    """
    from django.utils.translation import gettext as _
    from wagtail.workflows import publish_workflow_state

    from .acting import ActRefused
    from .guarding import ApprovalGuarded
    from .runs import item_of, levels_of, run_of

    item = item_of(workflow_state)
    if not levels_of(workflow_state.workflow):
        if isinstance(item, ApprovalGuarded):
            raise ActRefused(None, _("This needs the formal approval of all levels."))
        publish_workflow_state(workflow_state, user=user)
        return
    revision = item.get_latest_revision()
    if not run_of(workflow_state).approves(revision.pk):
        raise ActRefused(None, _("Not every level has signed exactly this version."))
    # The last approver's yes is the permission; nobody needs the one to publish for it.
    revision.publish(user=user, skip_permission_checks=True)
