"""Which pages can be found, and what the search knows of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from portal.home.models import HomePage, NewsIndexPage
from search.contract import Document
from search.sources import sources
from tests.portal.home import site_pages

pytestmark = pytest.mark.django_db


def described(page: Any, kind: str) -> Document:
    """The document of a page, as the index gets it."""
    (document,) = sources()[kind].documents([page.pk])
    return document


def test_a_page_of_prose_is_described_with_the_words_of_its_blocks(home: HomePage) -> None:
    body = [
        {"type": "heading", "value": {"text": "วิธีใช้ตัวกรอง", "size": "h2"}},
        {"type": "paragraph", "value": "<p>เลือก <b>ระดับชั้น</b></p>"},
    ]
    page = site_pages.make_standard(home, body=body, summary="ช่วยเหลือ")

    with translation.override("en"):
        document = described(page, "page")

    assert (document.title, document.title_en) == ("เกี่ยวกับเรา", "About us")
    assert (document.url, document.summary) == ("/about/", "ช่วยเหลือ")
    assert dict(document.facets) == {"room": ("page",)}
    assert "วิธีใช้ตัวกรอง" in document.body
    assert "ระดับชั้น" in document.body
    assert "<" not in document.body


def test_news_is_dated_by_its_own_date(news_index: NewsIndexPage) -> None:
    news = site_pages.make_news(news_index, 1, published_on=date(2026, 5, 16))

    document = described(news, "news")

    assert document.url == "/news/news-1/"
    assert document.published_at is not None
    assert timezone.localtime(document.published_at).date() == date(2026, 5, 16)
    assert document.facets["room"] == ("news",)


def test_drafts_and_private_pages_are_not_found(home: HomePage, news_index: NewsIndexPage) -> None:
    draft = site_pages.make_standard(home, slug="draft", live=False)
    private = site_pages.make_standard(home, slug="private")
    below = site_pages.make_standard(private, slug="below")
    PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    news = site_pages.make_news(news_index, 1)
    news.unpublish()

    assert sources()["page"].keys() == set()
    assert sources()["news"].keys() == set()
    assert list(sources()["page"].documents([draft.pk, private.pk, below.pk])) == []


def test_what_becomes_of_a_page_reaches_all_pages_below(home: HomePage) -> None:
    parent = site_pages.make_standard(home, slug="a")
    below = site_pages.make_standard(parent, slug="b")
    beside = site_pages.make_standard(home, slug="c")
    source = sources()["page"]

    assert set(source.dependents(parent)) == {parent.pk, below.pk}
    assert set(source.dependents(home)) == {parent.pk, below.pk, beside.pk}
    assert list(source.dependents(below)) == [below.pk]
