from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalog.models import DeliveryMode, Grade, Platform, Resource
from tests import factories
from tests.catalog.admin_pages import (
    platform_form,
    resource_form,
    snippet_url,
    table_url,
)

pytestmark = pytest.mark.django_db

EVERYBODY = [
    "editor",
    "working_group",
    "group_head",
    "deputy_director",
    "director",
    "reporting_staff",
]
CURATORS = EVERYBODY[:3]
PUBLISHERS = ["working_group", "group_head"]


def _refused(response: Any) -> bool:
    """Wagtail sends the person back to its front page with a message."""
    return response.status_code in (302, 403) and response.headers.get("Location", "/admin/") in (
        "/admin/",
        "",
    )


@pytest.mark.parametrize("code", EVERYBODY)
@pytest.mark.parametrize("model", ["platform", "resource", "collection"])
def test_every_role_sees_lists_exports_and_inspects(sign_in: Any, code: str, model: str) -> None:
    thing = {
        "platform": factories.PlatformFactory,
        "resource": factories.ResourceFactory,
        "collection": lambda: factories.catalog.Collection.objects.create(name_th="ชุด", slug="a"),
    }[model]()
    client = sign_in(code)
    for address in (
        snippet_url(model, "list"),
        snippet_url(model, "list") + "?export=csv",
        snippet_url(model, "list") + "?export=xlsx",
        snippet_url(model, "inspect", thing.pk),
    ):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("code", EVERYBODY)
@pytest.mark.parametrize("model", ["provider", "indicator", "grade", "subject", "audience"])
def test_every_role_sees_the_tables(sign_in: Any, code: str, model: str) -> None:
    client = sign_in(code)
    assert client.get(table_url(model, "index")).status_code == 200
    assert client.get(table_url(model, "index") + "?export=csv").status_code == 200


@pytest.mark.parametrize("code", EVERYBODY)
def test_who_adds_and_edits(sign_in: Any, code: str) -> None:
    platform, resource = factories.PlatformFactory(), factories.ResourceFactory()
    client = sign_in(code)
    may = code in CURATORS
    for address in (
        snippet_url("platform", "add"),
        snippet_url("platform", "edit", platform.pk),
        snippet_url("platform", "copy", platform.pk),
        snippet_url("platform", "history", platform.pk),
        snippet_url("resource", "add"),
        snippet_url("resource", "edit", resource.pk),
        snippet_url("collection", "add"),
        table_url("provider", "add"),
        table_url("indicator", "add"),
    ):
        response = client.get(address)
        assert (response.status_code == 200) is may, address
        assert _refused(response) is not may, address


@pytest.mark.parametrize("code", EVERYBODY)
def test_who_publishes(sign_in: Any, code: str) -> None:
    resource = factories.ResourceFactory(draft=True)
    client = sign_in(code)
    client.post(
        snippet_url("resource", "edit", resource.pk), {**resource_form(), "action-publish": "1"}
    )
    resource.refresh_from_db()
    assert resource.live is (code in PUBLISHERS)


@pytest.mark.parametrize("code", EVERYBODY)
def test_who_unpublishes_and_locks(sign_in: Any, code: str) -> None:
    resource = factories.ResourceFactory()
    client = sign_in(code)
    client.post(snippet_url("resource", "lock", resource.pk))
    resource.refresh_from_db()
    assert resource.locked is (code in PUBLISHERS)
    client.post(snippet_url("resource", "unlock", resource.pk))
    client.post(snippet_url("resource", "unpublish", resource.pk))
    resource.refresh_from_db()
    assert resource.live is (code not in PUBLISHERS)


@pytest.mark.parametrize("code", EVERYBODY)
def test_who_deletes(sign_in: Any, code: str) -> None:
    platform = factories.PlatformFactory()
    sign_in(code).post(snippet_url("platform", "delete", platform.pk))
    assert Platform.objects.filter(pk=platform.pk).exists() is (code != "group_head")


@pytest.mark.parametrize("code", EVERYBODY)
def test_who_edits_the_taxonomy(sign_in: Any, code: str) -> None:
    grade = factories.GradeFactory()
    client = sign_in(code)
    form = {
        "code": "p9",
        "name_th": "ป.สี่",
        "name_en": "",
        "long_name_th": "ประถมสี่",
        "level": "upper_primary",
    }
    client.post(table_url("grade", "edit", grade.pk), form)
    grade.refresh_from_db()
    assert (grade.name_th == "ป.สี่") is (code == "group_head")
    assert grade.code == "p4"
    client.post(table_url("grade", "delete", grade.pk))
    assert Grade.objects.filter(pk=grade.pk).exists()


def test_delivery_modes_are_reworded_but_never_added_or_deleted(
    sign_in: Any, superuser: Any
) -> None:
    mode = factories.DeliveryModeFactory()
    boss = Client()
    boss.force_login(superuser, backend="django.contrib.auth.backends.ModelBackend")
    for client in (boss, sign_in("group_head")):
        assert _refused(client.get(table_url("deliverymode", "add")))
        assert _refused(client.post(table_url("deliverymode", "delete", mode.pk)))
        client.post(
            table_url("deliverymode", "edit", mode.pk),
            {
                "code": "new",
                "name_th": "On Demand",
                "name_en": "On demand",
                "description_th": "ดูย้อนหลัง",
                "description_en": "",
            },
        )
        mode = DeliveryMode.objects.get()
        assert (mode.code, mode.name_th) == ("ondemand", "On Demand")


def test_an_editor_saves_a_new_platform_as_a_draft(sign_in: Any) -> None:
    provider = factories.ProviderFactory()
    client = sign_in("editor")
    client.post(snippet_url("platform", "add"), {**platform_form(provider), "action-publish": "1"})
    assert Platform.objects.get().live is False


def test_an_editor_cannot_approve(sign_in: Any) -> None:
    client = sign_in("editor")
    resource = factories.ResourceFactory(draft=True)
    address = snippet_url("resource", "edit", resource.pk)
    client.post(address, {**resource_form(), "action-submit": "1"})
    state = Resource.objects.get().current_workflow_task_state
    approve = snippet_url("resource", "workflow_action", resource.pk, "approve", state.pk)
    assert _refused(client.post(approve, {"comment": ""}))
    assert Resource.objects.get().live is False


def test_strangers_are_asked_to_sign_in(client: Client, db: None) -> None:
    response = client.get(snippet_url("platform", "list"))
    assert response.status_code == 302
    assert "/admin/login/" in response.headers["Location"]


def test_indicator_suggestions_need_a_role(sign_in: Any, roles: Any) -> None:
    from django.urls import reverse

    address = reverse("catalog_indicator_suggestions") + "?term=ค"
    assert sign_in("director").get(address).status_code == 200
    outsider = Client()
    outsider.force_login(
        factories.UserFactory(), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert outsider.get(address).status_code == 302
