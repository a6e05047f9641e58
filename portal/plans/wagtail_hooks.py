"""Registers the room with Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from . import front_page, publication_views
from .admin_views import NewPlanView, NextPlanView, may_add_below
from .models import PlanIndexPage, PlanPage
from .rules import Rows, problems
from .viewsets import PlanListingViewSet, PlanPageViewSet

_NAMED_PROBLEMS = 5


hooks.register("front_page_section", front_page.newest_plans, order=50)


@hooks.register("register_admin_viewset")
def lists_of_plans() -> list[ViewSet]:
    """The menu item, and the explorer's list."""
    return [PlanListingViewSet("plans", url_namespace="plan_list"), PlanPageViewSet()]


@hooks.register("register_admin_urls")
def pages() -> list[URLPattern]:
    """The ways to a new draft."""
    return [
        path("plans/new/", NewPlanView.as_view(), name="plans_new"),
        path("plans/<int:pk>/next/", NextPlanView.as_view(), name="plans_next"),
        path(
            "plans/<int:pk>/publication/",
            publication_views.newest_publication,
            name="plans_publication_newest",
        ),
        path(
            "plans/<int:pk>/publication/<int:number>/",
            publication_views.publication,
            name="plans_publication",
        ),
        path(
            "plans/<int:pk>/publication/<int:number>/letter.pdf",
            publication_views.letter_file,
            name="plans_publication_letter",
        ),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def buttons(
    page: Any, user: Any, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """From the index to the template, and from a plan to its copy."""
    if isinstance(page, PlanIndexPage) and may_add_below(page, user):
        yield Button(
            _("New plan from the template"),
            reverse("plans_new"),
            icon_name="clipboard-list",
            priority=5,
        )
    if isinstance(page, PlanPage) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Copy for the following years"),
            reverse("plans_next", args=[page.pk]),
            icon_name="copy",
            priority=25,
        )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def publication_button(
    page: Any, user: Any, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """From an approved plan to its checklist."""
    # Its edition is looked up when the button is pressed: lists show one in every row.
    if isinstance(page, PlanPage) and page.live and publication_views.may_see_checklist(user):
        url = reverse("plans_publication_newest", args=[page.pk])
        yield Button(_("Publication in every channel"), url, icon_name="globe", priority=30)


@hooks.register("construct_homepage_panels")
def unfinished_publication(request: HttpRequest, panels: list[Any]) -> None:
    """What is left to announce."""
    panels.append(publication_views.UnfinishedPublication())


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """What was noted on a checklist stands in the history of the plan."""
    actions.register_action(
        "plans.publication", _("Publication"), _("Noted on the publication checklist")
    )


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_is_left(request: HttpRequest, page: Any) -> None:
    """A draft is kept as it is; name what must be put right before it can be submitted."""
    if not isinstance(page, PlanPage) or page.workflow_in_progress:
        return
    found = [problem.message for problem in problems(Rows.of(page))]
    if not found or "application/json" in request.headers.get("Accept", ""):
        return
    shown = " · ".join(found[:_NAMED_PROBLEMS])
    more = len(found) - _NAMED_PROBLEMS
    if more > 0:
        shown += " · " + gettext("and %(number)s more") % {"number": more}
    text = gettext("Saved. To be put right before it can be submitted: %(problems)s")
    messages.warning(request, text % {"problems": shown})
