"""Whoever works in the admin reads Thai, whichever screen is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from tests.portal.core.admin_screens import Content, Reader, untranslated


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


def states_of_files(content: Content) -> Iterator[str]:
    """Screens about files, people and the rest that nothing links to."""
    yield reverse("wagtailimages:add")
    yield reverse("wagtaildocs:add")
    yield reverse("wagtailimages_chooser:choose") + "?select_format=true"
    yield reverse("wagtailimages_chooser:choose_results") + "?q=ไม่มี"
    yield reverse("wagtailimages_chooser:select_format", args=[content.image.pk])
    yield reverse("wagtaildocs_chooser:choose_results")
    yield reverse("provider_chooser:choose_results")
    yield reverse("wagtailembeds:chooser")
    yield reverse("wagtailsnippets:index")
    yield reverse("wagtailadmin_workflows:index") + "?show_disabled=true"
    yield reverse("wagtailadmin_workflows:task_index") + "?show_disabled=true"
    yield reverse("wagtailadmin_workflows:task_chooser_results")
    yield reverse("wagtailadmin_workflows:task_chooser_create")


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


@pytest.mark.django_db
def test_every_screen_of_the_admin_is_in_thai(client: Client, content: Content) -> None:
    client.force_login(content.user)
    reader = Reader(client)
    with untranslated() as missing:
        reader.read("/admin/")
        for states in (states_of_pages, states_of_entries, states_of_files, bulk_actions):
            for address in states(content):
                reader.open(address)
        for name in ("login", "password_reset", "password_reset_done", "password_reset_complete"):
            reader.views.add(f"wagtailadmin_{name}")
            assert Client().get(reverse(f"wagtailadmin_{name}")).status_code == 200
    print(sorted(missing), reader.failures, sorted(reader.not_visited()), sep="\n")

    assert sorted(missing) == []
    assert reader.not_visited() == set(), "give Content a row, or name the screen here"
    assert reader.failures == []
