"""What the editor's menu offers on things that are published by their approval alone."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import action_menu as pages
from wagtail.snippets import action_menu as snippets

from .acting import REFUSE, RETURN, SIGN, ActRefused, reason_text
from .guarding import needs_approval, why_not_published
from .models import SigningTask
from .runs import Reason


class _ShownWhileLocked:
    """An approver acts without editing: the acts are there although nobody may edit."""

    def is_shown(self, context: dict[str, Any]) -> bool:
        return bool(context["view"] == "edit")


class PageActItem(_ShownWhileLocked, pages.WorkflowMenuItem):
    """An act on a page."""


class SnippetActItem(_ShownWhileLocked, snippets.WorkflowMenuItem):
    """An act on a snippet."""


class NoPublishNote(pages.ActionMenuItem):
    """Stands where "publish" would, and says why it is not there."""

    name = "approval-note"
    order = 9000
    template_name = "approvals/admin/no_publish_note.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """The sentence."""
        return {"note": why_not_published()}


class PageSubmitItem(pages.SubmitForModerationMenuItem):
    """Says what happens after a return as well: all levels judge again, from the first one."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Wagtail would name the level that returned it."""
        return {**super().get_context_data(parent_context), "label": _submit_label()}


class SnippetSubmitItem(snippets.SubmitForModerationMenuItem):
    """The same for a snippet."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Wagtail would name the level that returned it."""
        return {**super().get_context_data(parent_context), "label": _submit_label()}


def _submit_label() -> str:
    return _("Submit for concurrence and approval")


def arrange(menu: list[Any], request: HttpRequest, context: dict[str, Any], item: Any) -> None:
    """Take the button away, put the note there, and the acts in front for who may act."""
    if not needs_approval(item):
        return
    is_page = "page" in context or "parent_page" in context
    submit = (PageSubmitItem if is_page else SnippetSubmitItem)(order=60)
    menu[:] = [
        submit if each.name == "action-submit" else each
        for each in menu
        if each.name != "action-publish"
    ]
    if context["view"] == "create":
        menu.append(NoPublishNote())
        return
    task = item.current_workflow_task
    if not isinstance(task, SigningTask):
        menu.append(NoPublishNote())
        return
    kind = PageActItem if is_page else SnippetActItem
    acts = [
        kind(name, label, modal, icon_name="success" if name == SIGN else "edit")
        for name, label, modal in task.get_actions(item, request.user)
    ]
    menu[:0] = acts


def act_from_editor(request: HttpRequest, item: Any) -> str | None:
    """Do the act that the editor's menu posts, without saving the form around it.

    Returns what to tell the person when it was refused; an empty text when it was done; None when
    the post is about something else.
    """
    action = request.POST.get("workflow-action-name", "")
    if not request.POST.get("action-workflow-action") or action not in (SIGN, RETURN, REFUSE):
        return None
    task = getattr(item, "current_workflow_task", None)
    if not isinstance(task, SigningTask):
        return reason_text(Reason.WITHDRAWN)
    try:
        values = json.loads(request.POST.get("workflow-action-extra-data") or "{}")
        task.on_action(
            item.current_workflow_task_state,
            request.user,
            action,
            comment=str(values.get("comment", "")),
            redo_step=values.get("redo_step"),
        )
    except ActRefused as refused:
        return str(refused)
    return ""
