"""The same levels on a snippet: a list of platforms or resources that the director approves."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import WorkflowContentType

from catalog.models import Collection
from portal.approvals import trail
from portal.approvals.digest import verify
from portal.approvals.workflows import approval_workflow
from tests import factories
from tests.catalog.admin_pages import bulk_url, snippet_url
from tests.portal.approvals.factories import LEVELS, Office, form_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(office: Office) -> Collection:
    """A list with one resource, submitted by the author."""
    WorkflowContentType.objects.create(
        content_type=ContentType.objects.get_for_model(Collection), workflow=approval_workflow()
    )
    made = Collection(slug="list", name_th="รายการแพลตฟอร์ม ๒๕๗๐", live=False)
    made.items.create(resource=factories.ResourceFactory(name_th="เศษส่วน"), note="ครบตามเกณฑ์")
    made.save()
    made.save_revision(user=office.author)
    return made


def act(collection: Collection, user: Any, action: str, **values: str) -> None:
    state = Collection.objects.get(pk=collection.pk).current_workflow_task_state
    address = snippet_url("collection", "workflow_action", collection.pk, action, state.pk)
    signed_in(user).post(address, {"comment": "", **values})


def test_from_draft_to_the_public(office: Office, collection: Collection) -> None:
    author = signed_in(office.author)
    edit = snippet_url("collection", "edit", collection.pk)
    page = author.get(edit)
    assert 'name="action-publish"' not in page.content.decode()
    author.post(edit, {**form_of(page), "action-submit": "1"})
    for role in LEVELS:
        assert not Collection.objects.public().exists()
        act(collection, office.people["author"], "sign")
        act(collection, office.people[role], "sign")
    assert Collection.objects.public().get() == collection
    acts = list(trail.acts_of(collection))
    assert [each.act for each in acts] == ["submit", "concur", "concur", "approve"]
    assert all(verify(each) for each in acts)


@pytest.mark.parametrize("role", ["working_group", "group_head", "superuser"])
def test_the_button_to_publish_saves_a_draft(
    office: Office, collection: Collection, role: str
) -> None:
    client = signed_in(office.people[role])
    edit = snippet_url("collection", "edit", collection.pk)
    values = {**form_of(client.get(edit)), "name_th": "ชื่อใหม่", "action-publish": "1"}
    client.post(edit, values)
    collection.refresh_from_db()
    assert not collection.live
    assert collection.get_latest_revision_as_object().name_th == "ชื่อใหม่"
    client.post(bulk_url("collection", "publish", collection.pk))
    assert not Collection.objects.public().exists()


@pytest.mark.parametrize("role", ["author", "working_group", "group_head", "superuser"])
def test_nobody_edits_or_deletes_what_is_being_signed(
    office: Office, collection: Collection, role: str
) -> None:
    collection.get_workflow().start(collection, office.author)
    client = signed_in(office.people[role])
    edit = snippet_url("collection", "edit", collection.pk)
    form = form_of(client.get(edit))
    client.post(edit, {**form, "name_th": "ชื่อใหม่"})
    client.post(edit, {**form, "action-publish": "1"})
    client.post(snippet_url("collection", "delete", collection.pk))
    client.post(bulk_url("collection", "delete", collection.pk))
    kept = Collection.objects.get()
    assert (kept.live, kept.latest_revision) == (False, collection.latest_revision)
    assert kept.workflow_in_progress


def test_what_an_approver_reads(office: Office, collection: Collection) -> None:
    collection.get_workflow().start(collection, office.author)
    state = collection.current_workflow_task_state
    path = office.link_for(office.people["group_head"], state)[1]
    text = Client().get(path).content.decode()
    for words in ("รายการแพลตฟอร์ม ๒๕๗๐", "เศษส่วน", "ครบตามเกณฑ์"):
        assert words in text


def test_without_the_workflow_collections_are_published_as_before(office: Office) -> None:
    made = Collection(slug="plain", name_th="ชุดสื่อ", live=False)
    made.save()
    made.save_revision(user=office.author)
    client = signed_in(office.people["working_group"])
    edit = snippet_url("collection", "edit", made.pk)
    client.post(edit, {**form_of(client.get(edit)), "action-publish": "1"})
    assert Collection.objects.public().exists()
