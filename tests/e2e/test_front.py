"""The front of the house in a browser: accessible, within the policy, within the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from tests import factories
from tests.e2e.conftest import PHONE
from tests.portal.home import site_pages

ADDRESSES = ["/", "/en/", "/news/", "/news/news-1/", "/about/", "/nowhere/"]


@pytest.fixture(autouse=True)
def _site(_committed_rows: None) -> None:
    """Pages and a small catalogue, committed so that the server sees them."""
    home = site_pages.make_home()
    index = site_pages.make_news_index(home)
    site_pages.make_news(index, 1, is_sample=True)
    body = [
        {"type": "paragraph", "value": '<p>น้ำปั่น ปี่ กิ๊ก <a href="https://x.test/">เว็บ</a></p>'},
        {"type": "callout", "value": {"kind": "warning", "title": "", "text": "โปรดระวัง"}},
        {"type": "questions", "value": [{"question": "ถามว่า", "answer": "<p>ตอบว่า</p>"}]},
        {
            "type": "table",
            "value": {
                "caption": "ช่องออกอากาศ",
                "columns": [{"type": "text", "heading": "ช่อง"}],
                "rows": [{"values": ["DLTV1"]}],
            },
        },
    ]
    site_pages.make_standard(home, body=body, show_in_menus=True)
    grade, subject = factories.GradeFactory(), factories.SubjectFactory()
    for code in ("onsite", "onair", "online", "ondemand", "onhand"):
        factories.ResourceFactory(
            name_th=f"เศษส่วน {code}", points=[code], grades=[grade], subjects=[subject]
        )


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_accessible_and_fits_the_screen(
    page: Page, console: list[str], axe_findings: Callable[[Page], list[str]], address: str
) -> None:
    page.goto(address)
    assert axe_findings(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]
    # The browser itself mentions that a page asked for is missing.
    assert [text for text in console if "404 (Not Found)" not in text] == []


def test_pupil_reaches_a_resource_list_in_two_taps(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="ป.4", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="คณิตศาสตร์").first.click()
    expect(page.get_by_role("link", name="เศษส่วน ondemand")).to_be_visible()


def test_search_from_the_front_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("combobox").fill("onair")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="เศษส่วน onair")).to_be_visible()
    expect(page.get_by_role("link", name="เศษส่วน onhand")).to_have_count(0)


def test_language_switch_leads_to_the_same_page(page: Page) -> None:
    page.goto("/about/")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About us")
    page.get_by_role("link", name="ภาษาไทย").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("เกี่ยวกับเรา")


def test_editor_s_bar_works_under_the_strict_policy(
    page: Page, console: list[str], live_server: Any
) -> None:
    client = Client()
    client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto("/about/")
    page.locator("wagtail-userbar").get_by_role("button").first.click()
    expect(page.locator("wagtail-userbar").get_by_role("menuitem").first).to_be_visible()
    assert console == []


def test_first_tab_offers_to_skip_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="ข้ามไปยังเนื้อหา")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_menu_of_a_phone_opens_and_closes(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(PHONE).new_page()
    page.goto("/")
    menu, button = page.locator("#site-menu"), page.get_by_role("button", name="เมนู")
    expect(menu).to_be_hidden()
    button.click()
    expect(menu.get_by_role("link", name="แพลตฟอร์ม")).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_menu_is_there_without_javascript(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(PHONE, java_script_enabled=False).new_page()
    page.goto("/")
    expect(page.locator("#site-menu").get_by_role("link", name="แพลตฟอร์ม")).to_be_visible()


def test_touch_targets_are_large_enough(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(PHONE).new_page()
    page.goto("/")
    small: Any = page.evaluate(
        """() => [...document.querySelectorAll(
             "header a, header button, footer a, .tile, .section__head a, main input, main button"
           )].filter((e) => e.checkVisibility())
             .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
             .filter(([, box]) => box.height < 44).map(([text, box]) => `${text} ${box.height}`)"""
    )
    assert small == []


def test_printed_page_has_words_and_no_furniture(page: Page) -> None:
    page.goto("/about/")
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".site-footer")).to_be_hidden()
    expect(page.locator(".print-header")).to_contain_text("/about/")
    expect(page.get_by_text("ตอบว่า")).to_be_visible()
    after = "(link) => getComputedStyle(link, '::after').content"
    assert "https://x.test/" in page.get_by_role("link", name="เว็บ").evaluate(after)
