"""Registers rounds with Wagtail's admin; `wagtail_hooks` imports it."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from . import round_log
from .round_panel import RoundsPanel
from .round_permissions import may_view
from .round_urls import urlpatterns


class RoundsMenuItem(MenuItem):
    """The way to the year board, for those who read rounds."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person reads rounds."""
        return may_view(request.user)


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    """Every screen of rounds."""
    return urlpatterns


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The room's entry in the menu (รอบการดำเนินงาน)."""
    return RoundsMenuItem(
        _("Rounds of work"),
        reverse_lazy("rounds_board"),
        name="rounds",
        icon_name="calendar-check",
        order=165,
    )


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """What is late and what is due soon, on the admin's front page."""
    panels.append(RoundsPanel())


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """How the screens look on a phone, on a desk and on paper."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/rounds_admin.css"))


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Every act on a round stands in its history."""
    round_log.register(actions)
