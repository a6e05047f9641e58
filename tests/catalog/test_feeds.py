from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from catalog.models import Collection
from tests import factories
from tests.catalog.public_pages import full_platforms, full_resources, queries_of

pytestmark = pytest.mark.django_db


def _channel(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(answer.content).find("channel")  # noqa: S314  our own
    assert channel is not None
    return channel


def test_feed_gives_the_newest_published_first(client: Client) -> None:
    now = timezone.now()
    old = factories.ResourceFactory(name_th="เก่า", first_published_at=now.replace(year=2025))
    factories.ResourceFactory(name_th="ใหม่", name_en="New", first_published_at=now)
    factories.ResourceFactory(name_th="ไม่รู้วัน")
    factories.ResourceFactory(name_th="ร่าง", draft=True, first_published_at=now)
    channel = _channel(client, "/resources/feed/")
    assert channel.findtext("language") == "th"
    assert "สื่อการเรียนรู้ใหม่" in (channel.findtext("title") or "")
    assert [item.findtext("title") for item in channel.findall("item")] == [
        "ใหม่",
        "เก่า",
        "ไม่รู้วัน",
    ]
    links = [item.findtext("link") for item in channel.findall("item")]
    assert links[1] == f"http://testserver/resources/{old.pk}/"


def test_english_feed(client: Client) -> None:
    resource = factories.ResourceFactory(name_th="ใหม่", name_en="New")
    channel = _channel(client, "/en/resources/feed/")
    assert channel.findtext("language") == "en"
    item = channel.find("item")
    assert item is not None
    assert item.findtext("title") == "New"
    assert item.findtext("link") == f"http://testserver/en/resources/{resource.pk}/"


def test_feed_survives_markup_and_control_characters(client: Client) -> None:
    factories.ResourceFactory(name_th="a\x0bb <b>&", summary="]]>\x01")
    item = _channel(client, "/resources/feed/").find("item")
    assert item is not None
    assert item.findtext("title") == "a b <b>&"


def test_empty_feed(client: Client) -> None:
    assert _channel(client, "/resources/feed/").findall("item") == []


def test_feed_runs_the_same_queries_for_few_and_many(client: Client) -> None:
    full_resources(3)
    few = queries_of(client, "/resources/feed/")
    full_resources(27)
    assert queries_of(client, "/resources/feed/") == few


def test_sitemap_names_what_is_published_in_both_languages(client: Client) -> None:
    resource, platform = full_resources(1)[0], full_platforms(1)[0]
    draft = factories.ResourceFactory(draft=True)
    Collection.objects.create(name_th="ชุด", slug="flood")
    text = client.get("/sitemap.xml").content.decode()
    for path in (
        f"/resources/{resource.pk}/",
        f"/en/resources/{resource.pk}/",
        f"/platforms/{platform.slug}/",
        "/grades/p4/",
        "/en/grades/p4/ma/",
        "/collections/flood/",
        "/platforms/",
    ):
        assert f"<loc>http://testserver{path}</loc>" in text
    assert f"/resources/{draft.pk}/" not in text
    assert 'hreflang="x-default"' in text
