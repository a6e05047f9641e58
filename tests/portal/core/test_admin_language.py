"""Whoever works in the admin reads Thai, whichever screen is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Site

from portal.plans.models import PlanEdition
from tests.portal.core.admin_screens import Content, Reader, untranslated

# English on purpose: names that have no Thai, and rows that the database holds in English.
NAMES_OF_THINGS = re.compile(
    r"/old|ID|URL|On (?:air|demand|hand|site)|Online|None"
    # What screen readers hear at a tick box in a group; its column and row have Thai headings.
    r"|Can (add|change|delete) .*"
    # Columns and a filter to which Wagtail gives no message; only a superuser sees them.
    r"|Port|Root page|Site name|Task type"
)
# The five delivery modes are there for good.
FIXED_ROWS = {"deliverymode:add", "deliverymode:delete"} | {
    # Registrations change by their own public pages only.
    f"trainingregistration:{screen}"
    for screen in ("add", "edit", "delete", "history", "history_results", "usage")
}
# Formal acts are written by acting, and by nothing else.
FIXED_ROWS |= {
    f"approvalact:{screen}"
    for screen in ("add", "edit", "delete", "history", "history_results", "usage")
}


pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def content(superuser: Any) -> Content:
    return Content(superuser)


def states_of_pages(content: Content) -> Iterator[str]:
    """Screens whose words depend on the page's state, and steps without a link to them."""
    for page in (content.alias, content.scheduled, content.locked, content.draft, content.page):
        for screen in ("edit", "history", "delete", "copy", "move", "unpublish"):
            yield reverse(f"wagtailadmin_pages:{screen}", args=[page.pk])
    root, news, page, draft = content.home, content.news, content.page, content.draft
    first = page.revisions.earliest("pk")
    state = draft.current_workflow_task_state
    for name, *args in (
        ("convert_alias", content.alias.pk),
        ("move_confirm", page.pk, news.pk),
        ("revisions_index", page.pk),
        ("revisions_view", page.pk, first.pk),
        ("revisions_revert", page.pk, first.pk),
        ("revisions_compare", page.pk, "earliest", "latest"),
        ("revisions_unschedule", content.scheduled.pk, content.scheduled.scheduled_revision.pk),
        ("workflow_action", draft.pk, "approve", state.pk),
        ("workflow_action", draft.pk, "reject", state.pk),
        ("workflow_preview", draft.pk, state.task_id),
        ("confirm_workflow_cancellation", draft.pk),
    ):
        yield reverse(f"wagtailadmin_pages:{name}", args=args)
    yield reverse("wagtailadmin_choose_page_child", args=[root.pk])
    yield reverse("wagtailadmin_choose_page_search") + "?q=หน้า"
    links = "allow_external_link=1&allow_email_link=1&allow_phone_link=1&allow_anchor_link=1"
    yield reverse("wagtailadmin_choose_page") + f"?page_type=home.standardpage&{links}"
    yield reverse("wagtailadmin_pages:search") + "?q=ไม่มีหน้านี้"


def states_of_entries(content: Content) -> Iterator[str]:
    """The same for platforms, resources and collections."""
    for entry in content.entries:
        views = entry.snippet_viewset
        name = views.get_url_name
        revision = entry.revisions.earliest("pk").pk
        yield from (reverse(name(screen), args=[entry.pk]) for screen in ("edit", "unpublish"))
        for screen in ("revisions_view", "revisions_revert"):
            yield reverse(name(screen), args=[entry.pk, revision])
        if entry.scheduled_revision:
            args = [entry.pk, entry.scheduled_revision.pk]
            yield reverse(name("revisions_unschedule"), args=args)
        if getattr(entry, "current_workflow_task_state", None):
            state = entry.current_workflow_task_state
            yield reverse(name("workflow_action"), args=[entry.pk, "approve", state.pk])
            yield reverse(name("workflow_preview"), args=[entry.pk, state.task_id])
        chooser = views.chooser_viewset.get_url_name
        yield from (reverse(chooser(screen)) for screen in ("choose", "choose_results"))


def states_of_approvals(content: Content) -> Iterator[str]:
    """The dialogs of a level that waits for the reader, and what follows an approval."""
    name = content.listed.snippet_viewset.get_url_name
    state = content.listed.current_workflow_task_state
    for action in ("sign", "return", "refuse"):
        yield reverse(name("workflow_action"), args=[content.listed.pk, action, state.pk])
    yield reverse(name("revisions_compare"), args=[content.listed.pk, "earliest", "latest"])
    edition = PlanEdition.objects.get()
    yield reverse("plan_list:choose_parent")
    yield reverse("plans_publication_newest", args=[edition.page_id])
    for screen in ("plans_publication", "plans_publication_letter"):
        yield reverse(screen, args=[edition.page_id, edition.number])


def states_of_the_rest(content: Content) -> Iterator[str]:
    """Screens about files, people and settings that nothing links to without scripts."""
    for name in (
        *("wagtailimages:add", "wagtaildocs:add", "wagtailsnippets:index"),
        *("wagtailsites:index_results", "holidayyear:index_results"),
        *("wagtaildocs_chooser:choose_results", "provider_chooser:choose_results"),
        *("wagtailembeds:chooser", "wagtailimages_chooser:choose_results"),
        *("unit_chooser:choose_results", "slot_chooser:choose_results"),
        *("wagtailadmin_workflows:task_chooser_results",),
        *("wagtailadmin_workflows:task_chooser_create",),
    ):
        yield reverse(name)
    yield reverse("rounds_reopen", args=[content.closed_round.pk])
    site, group = Site.objects.first(), content.colleague.groups.first()
    for screen in ("history", "history_results", "usage"):
        yield reverse(f"wagtailsites:{screen}", args=[site.pk])
    yield reverse("wagtailusers_groups:usage", args=[group.pk])
    yield reverse("wagtailimages_chooser:choose") + "?select_format=true"
    yield reverse("wagtailimages_chooser:select_format", args=[content.image.pk])
    yield reverse("wagtailadmin_workflows:index") + "?show_disabled=true"
    yield reverse("wagtailadmin_workflows:task_index") + "?show_disabled=true"
    for name in ("schools", "timetable", "lessons"):
        yield reverse(f"{name}_import_report", args=["too-old"])


def bulk_actions(content: Content) -> Iterator[str]:
    """Every registered action on several things at once, with two of them chosen."""
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for name, actions in models.items():
            for action, view in actions.items():
                model = next(m for m in view.models if m._meta.model_name == name)
                chosen = "&".join(f"id={pk}" for pk in model.objects.values_list("pk", flat=True))
                address = reverse("wagtail_bulk_action", args=[app, name, action])
                yield f"{address}?{chosen}&next=/admin/"


def strangers_screens(content: Content) -> Iterator[str]:
    """What people see before they are let in."""
    for name in ("login", "password_reset", "password_reset_done", "password_reset_complete"):
        yield reverse(f"wagtailadmin_{name}")
    user = content.colleague
    key = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    yield reverse("wagtailadmin_password_reset_confirm", args=key)


def test_every_screen_of_the_admin_is_in_thai(client: Client, content: Content) -> None:
    client.force_login(content.user)
    reader = Reader(client)
    with untranslated() as missing:
        reader.read(reverse("wagtailadmin_home"))
        for states in (
            *(states_of_pages, states_of_entries, states_of_approvals, states_of_the_rest),
            bulk_actions,
        ):
            for address in states(content):
                reader.open(address)
        client.logout()
        for address in strangers_screens(content):
            reader.open(address)

    assert sorted(missing) == []
    assert {n: at for n, at in reader.english.items() if not NAMES_OF_THINGS.fullmatch(n)} == {}
    assert reader.failures == []
    unseen = sorted(reader.not_visited() - FIXED_ROWS)
    assert unseen == [], f"make a row in Content, or open the screen here: {unseen}"
