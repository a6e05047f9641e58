"""Searching in a browser: accessible, by keyboard, with and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from search.engines import forget_engine
from tests.e2e.conftest import DESK, PHONE
from tests.portal.home import site_pages
from tests.search import found_things

FRACTIONS, PLANTS = "การบวกเศษส่วน", "การสังเคราะห์ด้วยแสง"


@pytest.fixture(autouse=True)
def _site(_committed_rows: None) -> None:
    site_pages.make_home()
    found_things.indexed()


@pytest.mark.parametrize(
    "address",
    [
        "/search/",
        "/search/?q=เศษส่วน&grade=p4",
        "/search/?q=เศษส่วน&grade=p5",
        "/search/?q=สังเคราห์ด้วยแสง",
        "/search/?sort=random",
        "/en/search/?q=photosynthesis",
    ],
)
def test_page_is_accessible_and_fits_the_screen(
    page: Page, console: list[str], axe_findings: Callable[[Page], list[str]], address: str
) -> None:
    page.goto(address)
    assert axe_findings(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]
    assert [text for text in console if "400 (Bad Request)" not in text] == []


def test_the_page_without_an_index_is_accessible(
    page: Page, axe_findings: Callable[[Page], list[str]], settings: Any, tmp_path: Path
) -> None:
    settings.SEARCH_ROOT = tmp_path / "nowhere"
    forget_engine()
    page.goto("/search/?q=เศษส่วน")
    expect(page.get_by_text("ระบบค้นหากำลังเตรียมข้อมูล")).to_be_visible()
    expect(page.get_by_role("link", name=FRACTIONS)).to_be_visible()
    assert axe_findings(page) == []


def test_suggestions_by_keyboard(
    page: Page, console: list[str], axe_findings: Callable[[Page], list[str]]
) -> None:
    page.goto("/search/")
    page.locator("#q-page").focus()
    page.keyboard.insert_text("สังเค")
    option = page.get_by_role("option", name=PLANTS)
    expect(option).to_be_visible()
    expect(page.locator("#q-page")).to_have_attribute("aria-expanded", "true")
    assert axe_findings(page) == []
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    chosen = page.locator("#q-page").get_attribute("aria-activedescendant")
    assert chosen == option.get_attribute("id")
    page.keyboard.press("Escape")
    expect(option).to_be_hidden()
    expect(page.locator("#q-page")).to_have_value("สังเค")
    page.keyboard.press("ArrowDown")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(PLANTS)
    assert console == []


def test_enter_without_a_choice_searches(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("main").get_by_role("combobox")
    box.fill("เศษส่วน")
    box.press("Enter")
    expect(page).to_have_url(re.compile("/search/"))
    expect(page.get_by_role("link", name=FRACTIONS)).to_be_visible()


def test_a_box_renews_results_and_numbers_and_keeps_the_focus(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(DESK).new_page()
    page.goto("/search/")
    science = page.get_by_label("วิทยาศาสตร์")
    science.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", level=2, name="พบ 2 รายการ")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/search/\?subject=sc$"))
    expect(science).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("พบ 2 รายการ")
    expect(page.locator("label:has(#grade-p5) .facet__count")).to_have_text("0")
    page.go_back()
    expect(page.get_by_role("heading", level=2, name="พบ 4 รายการ")).to_be_visible()


def test_everything_works_without_a_script(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(PHONE, java_script_enabled=False).new_page()
    page.goto("/search/")
    page.locator(".filters__summary").click()
    page.locator("#grade-p4").check()
    page.locator("#q-page").fill("เศษส่วน")
    page.locator("#search-filters button[type=submit]").click()
    expect(page).to_have_url(re.compile("q=.*grade=p4|grade=p4.*q="))
    expect(page.get_by_role("link", name=FRACTIONS)).to_be_visible()
    expect(page.get_by_role("link", name=PLANTS)).to_have_count(0)
    page.get_by_role("link", name=re.compile("ล้างทั้งหมด")).last.click()
    expect(page).to_have_url(re.compile(r"/search/\?q="))


def test_touch_targets_are_large_enough(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(PHONE).new_page()
    page.goto("/search/?q=เศษส่วน&grade=p5")
    page.locator(".filters__summary").click()
    small: Any = page.evaluate(
        """() => [...document.querySelectorAll(
             "main a, main button, main input[type=search], main label.check, main summary"
           )].filter((e) => e.checkVisibility())
             .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
             .filter(([, box]) => box.height < 44).map(([text, box]) => `${text} ${box.height}`)"""
    )
    assert small == []
