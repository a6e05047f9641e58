from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.log_actions import registry as log_registry

from catalog.models import Collection, Platform, Resource
from tests import factories
from tests.catalog.admin_pages import bulk_url, resource_form, snippet_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(sign_in: Any) -> Client:
    return sign_in("working_group")


def _logged(thing: Any) -> list[str]:
    return [entry.action for entry in log_registry.get_logs_for_instance(thing)]


def _live() -> set[str]:
    return set(Resource.objects.public().values_list("name_th", flat=True))


def test_publishing_several_is_asked_and_logged(publisher: Client) -> None:
    drafts = [factories.ResourceFactory(draft=True, points=["ondemand"]) for _ in range(2)]
    address = bulk_url("resource", "publish", *[draft.pk for draft in drafts])
    page = publisher.get(address).content.decode()
    assert all(draft.name_th in page for draft in drafts)
    assert "เผยแพร่" in page
    assert _live() == set()
    publisher.post(address)
    assert _live() == {draft.name_th for draft in drafts}
    assert all("wagtail.publish" in _logged(draft) for draft in drafts)


def test_publishing_takes_the_newest_version(publisher: Client) -> None:
    resource = factories.ResourceFactory(name_th="เก่า")
    publisher.post(snippet_url("resource", "edit", resource.pk), resource_form(name_th="ใหม่"))
    publisher.post(bulk_url("resource", "publish", resource.pk))
    assert _live() == {"ใหม่"}


def test_an_editor_may_not_publish_or_unpublish_in_bulk(editor: Client) -> None:
    draft, live = factories.ResourceFactory(draft=True), factories.ResourceFactory()
    for action, row in (("publish", draft), ("unpublish", live)):
        address = bulk_url("resource", action, row.pk)
        page = editor.get(address).content.decode()
        assert "ท่านไม่มีสิทธิ์" in page
        editor.post(address)
    assert _live() == {live.name_th}


def test_a_locked_one_is_left_out_and_the_rest_is_done(publisher: Client, sign_in: Any) -> None:
    locked, free = factories.ResourceFactory(), factories.ResourceFactory()
    sign_in("group_head").post(snippet_url("resource", "lock", locked.pk))
    address = bulk_url("resource", "unpublish", locked.pk, free.pk)
    assert "ถูกล็อก" in publisher.get(address).content.decode()
    publisher.post(address)
    assert _live() == {locked.name_th}


def test_an_own_submission_is_not_published_around_the_approval(sign_in: Any) -> None:
    author, colleague = sign_in("working_group"), sign_in("working_group")
    author.post(snippet_url("resource", "add"), {**resource_form(), "action-submit": "1"})
    address = bulk_url("resource", "publish", Resource.objects.get().pk)
    author.post(address)
    assert _live() == set()
    colleague.post(address)
    assert len(_live()) == 1


def test_an_incomplete_draft_is_left_out_with_the_reason(publisher: Client, editor: Client) -> None:
    editor.post(snippet_url("resource", "add"), resource_form([], kind=""))
    address = bulk_url("resource", "publish", Resource.objects.get().pk)
    assert "ข้อมูลยังไม่ครบ" in publisher.get(address).content.decode()
    publisher.post(address)
    assert _live() == set()


def test_unpublishing_several(publisher: Client) -> None:
    rows = [factories.PlatformFactory() for _ in range(2)]
    publisher.post(bulk_url("platform", "unpublish", *[row.pk for row in rows]))
    assert not Platform.objects.public().exists()
    assert "wagtail.unpublish" in _logged(rows[0])


def test_marking_as_checked_survives_the_next_publication(
    editor: Client, publisher: Client
) -> None:
    resource = factories.ResourceFactory()
    editor.post(snippet_url("resource", "edit", resource.pk), resource_form())
    editor.post(bulk_url("resource", "checked", resource.pk))
    resource.refresh_from_db()
    checked = resource.last_checked_at
    assert checked is not None
    assert "catalog.checked" in _logged(resource)
    history = editor.get(snippet_url("resource", "history", resource.pk)).content.decode()
    assert "ตรวจสอบที่อยู่เว็บและรายละเอียดแล้ว" in history
    publisher.post(bulk_url("resource", "publish", resource.pk))
    resource.refresh_from_db()
    assert resource.last_checked_at == checked


@pytest.mark.parametrize("code", ["director", "reporting_staff"])
def test_those_who_look_do_nothing_in_bulk(sign_in: Any, code: str) -> None:
    resource = factories.ResourceFactory()
    shelf = Collection.objects.create(name_th="ชุด", slug="a")
    client = sign_in(code)
    for action in ("publish", "unpublish", "checked", "collect", "delete"):
        client.post(bulk_url("resource", action, resource.pk), {"collection": shelf.pk})
    resource.refresh_from_db()
    assert (resource.live, resource.last_checked_at, shelf.items.count()) == (True, None, 0)


def test_collecting_by_an_editor_waits_for_publication(editor: Client) -> None:
    shelf = Collection.objects.create(name_th="ชุดน้ำท่วม", slug="a")
    rows = [factories.ResourceFactory() for _ in range(2)]
    address = bulk_url("resource", "collect", *[row.pk for row in rows])
    assert "ชุดน้ำท่วม" in editor.get(address).content.decode()
    back = f"&next={snippet_url('resource', 'list')}"
    response = editor.post(address + back, {"collection": shelf.pk}, follow=True)
    assert "ต้องเผยแพร่ชุดสื่อก่อน" in response.content.decode()
    shelf.refresh_from_db()
    assert shelf.items.count() == 0
    draft = shelf.get_latest_revision_as_object()
    assert [item.resource_id for item in draft.items.all()] == [row.pk for row in rows]


def test_collecting_by_a_publisher_is_public_at_once_and_never_twice(publisher: Client) -> None:
    shelf = Collection.objects.create(name_th="ชุด", slug="a")
    resource = factories.ResourceFactory()
    for _twice in range(2):
        publisher.post(bulk_url("resource", "collect", resource.pk), {"collection": shelf.pk})
    shelf.refresh_from_db()
    assert [item.resource_id for item in shelf.items.all()] == [resource.pk]


def test_collecting_needs_a_choice(editor: Client) -> None:
    resource = factories.ResourceFactory()
    response = editor.post(bulk_url("resource", "collect", resource.pk), {"collection": ""})
    assert response.status_code == 200
    assert response.context["form"].errors["collection"]


@pytest.mark.parametrize(
    ("query", "left"), [("&q=เศษส่วน", {"ทศนิยม"}), ("&kind=video", {"ทศนิยม"}), ("", set())]
)
def test_all_in_the_list_means_the_filtered_list(
    publisher: Client, query: str, left: set[str]
) -> None:
    factories.ResourceFactory(name_th="เรื่องเศษส่วนง่าย")
    factories.ResourceFactory(name_th="ทศนิยม", kind="ebook", summary="")
    publisher.post(bulk_url("resource", "unpublish", "all") + query)
    assert _live() == left


def test_deleting_all_in_a_filtered_list_spares_the_rest(sign_in: Any) -> None:
    factories.ResourceFactory(name_th="เรื่องเศษส่วนง่าย")
    factories.ResourceFactory(name_th="ทศนิยม", summary="")
    sign_in("group_head").post(bulk_url("resource", "delete", "all") + "&q=เศษส่วน")
    assert _live() == {"ทศนิยม"}


def test_deleting_platforms_in_use_is_refused_with_a_page(sign_in: Any) -> None:
    used, free = factories.PlatformFactory(), factories.PlatformFactory()
    factories.ResourceFactory(platform=used)
    response = sign_in("group_head").post(bulk_url("platform", "delete", used.pk, free.pk))
    assert response.status_code == 409
    assert "ลบไม่ได้" in response.content.decode()
    assert Platform.objects.count() == 2
