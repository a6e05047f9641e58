"""A small site of pages to test with."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from wagtail.models import Page, Site

from portal.home.models import HomePage, NewsIndexPage, NewsPage, StandardPage


def make_home(**fields: Any) -> HomePage:
    """Put our front page at the root of the default site."""
    root = Page.objects.get(depth=1)
    values = {"title": "เรียนไกลเมืองตัวอย่าง", "title_en": "Sample distance learning"}
    home = root.add_child(instance=HomePage(slug="front", **{**values, **fields}))
    Site.objects.update(root_page=home)
    Site.clear_site_root_paths_cache()
    return home


def make_standard(parent: Page, slug: str = "about", body: Any = (), **fields: Any) -> StandardPage:
    """A page of prose; `body` is a list of {"type", "value"}."""
    values = {"title": "เกี่ยวกับเรา", "title_en": "About us", "body": json.dumps(list(body))}
    return parent.add_child(instance=StandardPage(slug=slug, **{**values, **fields}))


def make_news_index(parent: Page, **fields: Any) -> NewsIndexPage:
    """The place of the news."""
    values = {"title": "ข่าว", "title_en": "News", "slug": "news", "show_in_menus": True}
    return parent.add_child(instance=NewsIndexPage(**{**values, **fields}))


def make_news(index: NewsIndexPage, number: int, **fields: Any) -> NewsPage:
    """One piece of news; a higher number is newer."""
    values = {
        "title": f"ข่าวที่ {number}",
        "slug": f"news-{number}",
        "summary": "ขอเชิญครูเข้าร่วมอบรม",
        "published_on": date(2026, 1, 1 + number % 28),
    }
    return index.add_child(instance=NewsPage(**{**values, **fields}))


def every_block(page: Page, image: Any, document: Any) -> list[dict[str, Any]]:
    """One of each block that an editor can put into a body."""
    return [
        {"type": "heading", "value": {"text": "หัวข้อใหญ่", "size": "h2"}},
        {"type": "heading", "value": {"text": "หัวข้อเล็ก", "size": "h3"}},
        {"type": "paragraph", "value": "<p>ข้อความ <b>ตัวหนา</b></p>"},
        {
            "type": "picture",
            "value": {"image": image.pk, "alt_text": "ครูหน้าชั้น", "caption": "ภาพประกอบ"},
        },
        {"type": "callout", "value": {"kind": "warning", "title": "", "text": "โปรดระวัง"}},
        {"type": "callout", "value": {"kind": "note", "title": "ควรรู้", "text": "ข้อมูล"}},
        {
            "type": "table",
            "value": {
                "caption": "ช่องออกอากาศ",
                "columns": [{"type": "text", "heading": "ช่อง"}],
                "rows": [{"values": ["DLTV1"]}],
            },
        },
        {"type": "documents", "value": [document.pk]},
        {
            "type": "links",
            "value": [
                {"text": "หน้าในเว็บ", "page": page.pk, "url": ""},
                {"text": "เว็บอื่น", "page": None, "url": "https://www.example.org/"},
                {"text": "ไม่มีปลายทาง", "page": None, "url": ""},
            ],
        },
        {"type": "questions", "value": [{"question": "ถามว่า", "answer": "<p>ตอบว่า</p>"}]},
    ]
