"""Registers the room's screens with Wagtail's admin, and closes the ways around an approval."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .action_menus import act_from_editor, arrange
from .guarding import has_acts_below, needs_approval, why_not_published
from .models import ApprovalAct
from .viewsets import ApprovalActViewSet


@hooks.register("register_admin_viewset")
def register_acts() -> ApprovalActViewSet:
    """The list of acts."""
    return ApprovalActViewSet()


@hooks.register("construct_page_action_menu")
def arrange_page_menu(menu: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """The acts, and no button to publish, in the page editor."""
    page = context.get("page")
    if page is not None:
        arrange(menu, request, context, page)
    elif (parent := context.get("parent_page")) is not None and needs_approval(parent):
        # A page that is being made has the workflow of the page above it.
        arrange(menu, request, context, parent)


@hooks.register("construct_snippet_action_menu")
def arrange_snippet_menu(menu: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """The same in the snippet editor."""
    item = context.get("instance") or context["model"]()
    arrange(menu, request, context, item)


@hooks.register("register_page_header_buttons")
def link_to_acts(page: Page, user: Any, view_name: str, **kwargs: Any) -> Iterator[Button]:
    """From the editor to the acts on the page."""
    if page.pk and view_name in ("edit", "history") and _may_read_acts(user):
        kind = page.cached_content_type
        if kind and ApprovalAct.objects.filter(content_type=kind, object_id=str(page.pk)).exists():
            query = urlencode({"content_type": kind.pk, "object_id": page.pk})
            address = f"{reverse('approvalact:index')}?{query}"
            yield Button(_("Formal acts"), address, icon_name="clipboard-list", priority=95)


def _may_read_acts(user: Any) -> bool:
    return bool(policy_registry.get_by_type(ApprovalAct).user_has_permission(user, "view"))


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def act_instead_of_saving(request: HttpRequest, item: Any) -> HttpResponse | None:
    """An act of an approver never saves the form around it."""
    told = act_from_editor(request, item)
    if told is None:
        return None
    if told:
        messages.error(request, told)
        return redirect(_edit_address(item))
    messages.success(request, _("Your act on “%(object)s” is recorded.") % {"object": item})
    return redirect("wagtailadmin_home")


@hooks.register("before_publish_page")
@hooks.register("before_publish")
def refuse_publishing(request: HttpRequest, item: Any) -> HttpResponse | None:
    """What was typed is saved as a draft by now; it is not published."""
    if not needs_approval(item):
        return None
    messages.warning(request, why_not_published())
    return redirect(_edit_address(item))


@hooks.register("before_bulk_action")
def refuse_bulk_actions(
    request: HttpRequest, action: str, objects: list[Any], view: Any
) -> HttpResponse | None:
    """Nothing that needs an approval is published in bulk, nothing with acts is deleted."""
    refusals = {
        "publish": (needs_approval, why_not_published),
        "delete": (has_acts_below, _kept),
    }
    if action not in refusals:
        return None
    is_refused, reason = refusals[action]
    if not any(is_refused(each.specific if isinstance(each, Page) else each) for each in objects):
        return None
    messages.error(request, reason())
    return redirect(view.next_url)


@hooks.register("before_delete_page")
def refuse_page_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Formal acts are kept, and with them what they are about."""
    if not has_acts_below(page):
        return None
    messages.error(request, _kept())
    return redirect(_edit_address(page))


@hooks.register("before_delete_snippet")
def refuse_snippet_deletion(request: HttpRequest, items: list[Any]) -> HttpResponse | None:
    """The same for snippets."""
    kept = [item for item in items if has_acts_below(item)]
    if not kept:
        return None
    messages.error(request, _kept())
    return redirect(_edit_address(kept[0]))


def _kept() -> str:
    return _(
        "Formal acts were recorded on this or on something below it, and are kept. "
        "It can be unpublished, not deleted."
    )


def _edit_address(item: Any) -> str:
    return AdminURLFinder().get_edit_url(item)
