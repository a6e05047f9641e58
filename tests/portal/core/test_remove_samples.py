from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from catalog.models import Collection, CollectionItem, Provider, Resource
from portal.home.models import NewsPage, StandardPage
from portal.schools.models import District, School
from tests import factories
from tests.seeded_site import row_counts, seeded_once


@pytest.fixture(scope="module")
def _demo(django_db_setup: Any, django_db_blocker: Any) -> Any:
    yield from seeded_once(django_db_blocker, lambda: call_command("setup", verbosity=0), demo=True)


pytestmark = [pytest.mark.usefixtures("_demo"), pytest.mark.django_db(databases="__all__")]


def _remove(*options: str) -> str:
    words = io.StringIO()
    call_command("remove_samples", "--yes", *options, stdout=words)
    return words.getvalue()


def test_it_asks_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda question: "ไม่")
    before = row_counts()
    with pytest.raises(CommandError, match="ไม่ได้ลบสิ่งใด"):
        call_command("remove_samples", stdout=io.StringIO())
    assert row_counts() == before


def test_it_goes_on_when_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda question: "ใช่")
    words = io.StringIO()
    call_command("remove_samples", stdout=words)
    assert "120" in words.getvalue()
    assert not Resource.objects.filter(is_sample=True).exists()


def test_real_entries_and_accounts_stay_and_a_second_removal_finds_nothing() -> None:
    real = factories.ResourceFactory(points=["online"])
    real.tags.add("ทำที่บ้าน")
    real.save()
    _remove()
    real = Resource.objects.get(pk=real.pk)
    assert [tag.name for tag in real.tags.all()] == ["ทำที่บ้าน"]
    assert real.access_points.count() == 1
    assert get_user_model().objects.filter(username="editor").exists()
    before = row_counts()
    _remove()
    assert row_counts() == before


def test_an_account_with_a_new_password_stays() -> None:
    editor = get_user_model().objects.get(username="editor")
    editor.set_password("another one")
    editor.save()
    _remove("--accounts")
    assert list(get_user_model().objects.all()) == [editor]


def _real_collection() -> str:
    collection = Collection(slug="real", name_th="ชุดสื่อจริง")
    collection.items.add(CollectionItem(resource=Resource.objects.filter(is_sample=True).first()))
    collection.save()
    return "ชุดสื่อจริง"


def _real_resource() -> str:
    provider = Provider.objects.filter(is_sample=True).first()
    return factories.ResourceFactory(name_th="สื่อจริง", provider=provider).name_th


def _real_school() -> str:
    district = District.objects.filter(is_sample=True).first()
    return factories.SchoolFactory(name_th="โรงเรียนจริง", district=district).name_th


def _real_page() -> str:
    news = NewsPage.objects.filter(is_sample=True).first()
    assert news is not None
    about = StandardPage.objects.get(slug="about")
    link = f'<p><a linktype="page" id="{news.pk}">ข่าว</a></p>'
    about.body = json.dumps([{"type": "paragraph", "value": link}])
    about.save()
    return about.title


@pytest.mark.parametrize("make", [_real_collection, _real_resource, _real_school, _real_page])
def test_it_refuses_while_something_real_uses_a_sample(make: Any) -> None:
    name = make()
    before = row_counts()
    with pytest.raises(CommandError, match="ข้อมูลจริงที่ใช้ข้อมูลตัวอย่าง") as refusal:
        _remove()
    assert name in str(refusal.value)
    assert row_counts() == before
    assert School.objects.filter(is_sample=True).count() == 120
