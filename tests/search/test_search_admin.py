"""Synonyms, picks and the line about the search's health in the admin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.groups import apply_groups
from search.models import Outbox, Pin, QuerySynonym
from search.rebuilding import rebuild
from tests import factories
from tests.search import found_things

pytestmark = pytest.mark.django_db


def of_role(code: str) -> Client:
    user = factories.UserFactory()
    user.groups.add(apply_groups()[code])
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", ["working_group", "group_head"])
@pytest.mark.parametrize("screen", ["querysynonym", "pin"])
def test_those_who_look_after_words_may_edit(role: str, screen: str) -> None:
    client = of_role(role)
    for name in ("index", "add"):
        assert client.get(reverse(f"{screen}:{name}")).status_code == 200


@pytest.mark.parametrize("role", ["editor", "director", "reporting_staff"])
@pytest.mark.parametrize("screen", ["querysynonym", "pin"])
def test_others_may_not(role: str, screen: str) -> None:
    client = of_role(role)
    for name in ("index", "add"):
        assert client.get(reverse(f"{screen}:{name}")).status_code == 302


def test_a_synonym_works_at_once_without_a_rebuild(client: Client) -> None:
    found_things.indexed()
    # A word that no list knows.
    assert b'class="hits"' not in client.get("/search/?q=zyxwvut").content
    staff = of_role("working_group")
    data = {"typed": "zyxwvut", "meant": "ทศนิยม", "note": "", "is_active": "on"}
    assert staff.post(reverse("querysynonym:add"), data).status_code == 302
    assert "<mark>ทศนิยม</mark>เบื้องต้น" in client.get("/search/?q=zyxwvut").content.decode()
    QuerySynonym.objects.get().delete()
    assert b'class="hits"' not in client.get("/search/?q=zyxwvut").content


def test_a_pick_is_refused_with_a_reason_in_thai() -> None:
    staff = of_role("group_head")
    data = {
        "query": "เศษส่วน",
        "title": "กับดัก",
        "url": "javascript:alert(1)",
        "order": "0",
        "key": "",
    }
    answer = staff.post(reverse("pin:add"), data)
    assert answer.status_code == 200
    assert "กับดัก" in answer.content.decode()  # nothing typed is lost
    assert not Pin.objects.exists()
    data |= {"url": "/about/", "is_active": "on"}
    assert staff.post(reverse("pin:add"), data).status_code == 302
    assert Pin.objects.get().url == "/about/"


def test_lists_find_thai_inside_words() -> None:
    QuerySynonym.objects.create(typed="คณิตคิดเร็ว", meant="คณิตศาสตร์")
    listed = of_role("working_group").get(reverse("querysynonym:index"), {"q": "คิดเร็ว"})
    assert "คณิตคิดเร็ว" in listed.content.decode()


def test_health_is_told_to_those_who_look_after_it(settings: Any, tmp_path: Any) -> None:
    home = reverse("wagtailadmin_home")
    staff = of_role("working_group")
    assert "ไม่มีดัชนีค้นหาที่ใช้งานได้" in staff.get(home).content.decode()
    found_things.catalogue()
    rebuild()
    Outbox.objects.all().delete()
    assert "ค้นได้ 4 รายการ รอปรับปรุง 0 รายการ" in staff.get(home).content.decode()
    old = timezone.now() - timedelta(hours=1)
    Outbox.objects.create(key="resource:1", consumer="tantivy", created=old)
    assert "มี 1 รายการที่รอปรับปรุง" in staff.get(home).content.decode()
    assert "ค้นได้" not in of_role("editor").get(home).content.decode()


def test_words_of_the_permissions_exist() -> None:
    names = set(Permission.objects.filter(content_type__app_label="search").values_list("codename"))
    assert ("change_pin",) in names
