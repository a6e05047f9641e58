"""Registers the room with Wagtail's admin."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .period_pages import CLOSED, READ, UsageViewSetGroup


@hooks.register("register_admin_viewset")
def usage_figures() -> UsageViewSetGroup:
    """Periods, and how well use is counted."""
    return UsageViewSetGroup()


@hooks.register("register_log_actions")
def usage_actions(actions: LogActionRegistry) -> None:
    """Closing a period, and reading what was fixed, stand in the log."""
    actions.register_action(CLOSED, _("Close period"), _("Figures of the period fixed"))
    actions.register_action(READ, _("Read figures"), _("Fixed figures read"))


@hooks.register("insert_global_admin_css")
def admin_styles() -> str:
    """Charts and wide tables, on a phone too."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/usage_admin.css"))
