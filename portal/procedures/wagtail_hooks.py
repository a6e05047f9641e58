"""Registers the room with Wagtail's admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from . import round_hooks  # noqa: F401  rounds register themselves by being imported


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """What happened to a version stands in its history."""
    actions.register_action("procedures.revised", _("Revise"), _("Copied into a new draft"))
    actions.register_action("procedures.published", _("Publish"), _("Published and closed"))
