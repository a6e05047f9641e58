"""What the front page lays out, what it costs, and how rooms add to it."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail import hooks

from catalog.models import Collection
from portal.home.front_page import SECTION_HOOK
from portal.home.models import HomePage, NewsIndexPage
from tests import factories
from tests.portal.home import site_pages

FIRST_VISIT_BYTES = 60_000
MOST_QUERIES = 40


@pytest.fixture
def catalogue(db: None) -> None:
    """Two grades, a learning area, two modes and some resources, one of them a draft."""
    factories.GradeFactory()
    factories.GradeFactory(code="m1", name_th="ม.1", name_en="Secondary 1", level="lower_secondary")
    subject = factories.SubjectFactory()
    for number in range(3):
        factories.ResourceFactory(
            name_th=f"เศษส่วน {number}", points=["ondemand"], subjects=[subject]
        )
    factories.ResourceFactory(name_th="สื่อร่าง", points=["ondemand", "onair"], draft=True)
    Collection.objects.create(slug="flood", name_th="ชุดน้ำท่วม")
    Collection.objects.create(slug="draft", name_th="ชุดร่าง", live=False)


def test_front_page_offers_every_way_in(client: Client, home: HomePage, catalogue: None) -> None:
    html = client.get("/").content.decode()
    assert 'action="/search/"' in html
    assert re.search(r'href="/grades/p4/"[^>]*>ป\.4<', html)
    assert re.search(r'href="/grades/m1/"[^>]*>ม\.1<', html)
    assert re.search(r'href="/search/\?room=resource&amp;subject=ma"[^>]*>คณิตศาสตร์<', html)
    assert 'href="/search/?room=resource&amp;mode=ondemand"' in html
    assert "เศษส่วน 2" in html
    assert "ชุดน้ำท่วม" in html


def test_front_page_in_english_links_to_english(
    client: Client, home: HomePage, catalogue: None
) -> None:
    html = client.get("/en/").content.decode()
    assert 'href="/en/grades/p4/"' in html
    assert 'href="/en/search/?room=resource&amp;subject=ma"' in html
    assert 'action="/en/search/"' in html


def test_drafts_are_neither_shown_nor_counted(
    client: Client, home: HomePage, catalogue: None
) -> None:
    page = client.get("/")
    html = page.content.decode()
    assert "สื่อร่าง" not in html
    assert "ชุดร่าง" not in html
    counts = {mode.code: mode.resource_count for mode in page.context["modes"]}
    assert counts == {"ondemand": 3, "onair": 0}
    assert "สื่อ 3 รายการ" in html


def test_front_page_of_an_empty_site_shows_no_empty_headings(
    client: Client, home: HomePage
) -> None:
    html = client.get("/").content.decode()
    assert "<h1>" in html
    assert "<h2" not in html


def test_welcome_speaks_the_reader_s_language(client: Client, db: None) -> None:
    site_pages.make_home(intro_th="ยินดีต้อนรับ", intro_en="Welcome all")
    assert "ยินดีต้อนรับ" in client.get("/").content.decode()
    assert "Welcome all" in client.get("/en/").content.decode()


def test_a_room_adds_a_section(client: Client, home: HomePage) -> None:
    def on_air(page: Any) -> dict[str, Any]:
        context = {"index": page, "news": []}
        return {"place": "now", "template": "home/front_news.html", "context": context}

    with hooks.register_temporarily(SECTION_HOOK, on_air):
        assert '<h2 id="news">' in client.get("/").content.decode()
    assert '<h2 id="news">' not in client.get("/").content.decode()


def test_a_room_without_anything_to_say_leaves_no_trace(client: Client, home: HomePage) -> None:
    with hooks.register_temporarily(SECTION_HOOK, lambda page: None):
        assert client.get("/").context["sections"] == {"now": [], "latest": []}


def test_front_page_shows_the_latest_news(client: Client, news_index: NewsIndexPage) -> None:
    for number in range(5):
        site_pages.make_news(news_index, number)
    html = client.get("/").content.decode()
    assert "ข่าวที่ 4" in html
    assert "ข่าวที่ 2" in html
    assert "ข่าวที่ 1<" not in html


def test_queries_do_not_grow_with_the_catalogue(
    client: Client, news_index: NewsIndexPage, catalogue: None
) -> None:
    site_pages.make_news(news_index, 1)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    grade, subject = factories.GradeFactory(), factories.SubjectFactory()
    for number in range(6):
        factories.ResourceFactory(
            points=["ondemand", "onair"],
            grades=[grade],
            subjects=[subject],
            name_th=f"ใหม่ {number}",
        )
        site_pages.make_news(news_index, number + 2)
        factories.GradeFactory(code=f"v{number}", name_th=f"ปวช.{number}", level="vocational")
    client.get("/")
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    # Grades of the resources need their table once they have any.
    assert len(many) <= len(few) + 1
    assert len(many) <= MOST_QUERIES


def test_first_visit_is_light(client: Client, home: HomePage, catalogue: None) -> None:
    page = client.get("/")
    files = re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js|svg))"', page.content.decode())
    assert any(name.endswith(".css") for name in files)
    assert any("htmx" in name for name in files)
    weight = len(gzip.compress(page.content))
    for name in set(files):
        path = finders.find(name)
        assert path, name
        with open(path, "rb") as file:  # noqa: PTH123
            weight += len(gzip.compress(file.read()))
    assert weight <= FIRST_VISIT_BYTES, weight


def test_main_style_sheet_is_small() -> None:
    path = finders.find("css/site.css")
    assert path
    with open(path, "rb") as file:  # noqa: PTH123
        assert len(gzip.compress(file.read())) <= 12_000
