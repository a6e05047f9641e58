"""Links to act by: made when a level begins, one for each member who has an e-mail address."""

from __future__ import annotations

from wagtail.models import TaskState


def issue_links(task_state: TaskState) -> None:
    """Mail each member of the level a link of their own."""
