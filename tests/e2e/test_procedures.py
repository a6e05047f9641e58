"""Procedures in a real browser: words stay in boxes, pages fit, axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from portal.procedures.seeding import seed
from tests.portal.home.site_pages import make_home

from .conftest import DESK, PHONE, RULES

SLUGS = ["digital-plan", "distance-education-plan", "dltv", "dlit", "digital-platform"]
# For each box and label of the chart: how far its words reach beyond its outline.
GROUPS = "'.flow-chart__box, .flow-chart__label'"
BEYOND = (
    f"() => [...document.querySelectorAll({GROUPS})].map(group => {{"
    + """
  const shape = group.firstElementChild, outer = shape.getBBox();
  const words = group.querySelector('text').getBBox();
  const middle = {x: outer.x + outer.width / 2, y: outer.y + outer.height / 2};
  const reach = {
    x: Math.max(middle.x - words.x, words.x + words.width - middle.x),
    y: Math.max(middle.y - words.y, words.y + words.height - middle.y),
  };
  const label = group.classList.contains('flow-chart__label');
  const name = group.textContent;
  if (shape.tagName === 'polygon') {
    // Each line by itself: the words of a diamond are shorter above and below.
    const out = [...group.querySelectorAll('tspan')].map(line => {
      const start = line.getStartPositionOfChar(0), length = line.getComputedTextLength();
      const away = Math.abs(start.y - 5 - middle.y);
      return length / 2 / (outer.width / 2) + away / (outer.height / 2) - 1;
    });
    return [name, Math.max(...out)];
  }
  const slack = label ? 6 : 0;
  return [name, Math.max(reach.x - outer.width / 2, reach.y - outer.height / 2 - slack)];
})"""
)


@pytest.fixture(autouse=True)
def _procedures(_committed_rows: None) -> None:
    make_home()
    seed(lambda _line: None)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_word_leaves_its_box(new_context: Callable[..., BrowserContext], prefix: str) -> None:
    page = new_context(DESK).new_page()
    for slug in SLUGS:
        page.goto(f"{prefix}/procedures/{slug}/")
        measured = page.evaluate(BEYOND)

        assert len(measured) >= 6
        assert [each for each in measured if each[1] > 0] == []


def test_pages_fit_phone_and_desk_and_break_no_rule(page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    for address in ["", *(f"{slug}/" for slug in SLUGS), "../en/procedures/dlit/"]:
        page.goto(f"/procedures/{address}")
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found = Axe().run(page, options={"runOnly": RULES})

        assert wide <= 0, address
        assert found.violations_count == 0, found.generate_report()
    assert [words for words in refused if "Content Security Policy" in words] == []


def test_the_chart_is_legible_on_a_phone(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(PHONE).new_page()
    for slug in SLUGS:
        page.goto(f"/procedures/{slug}/")
        scale: Any = page.evaluate(
            "document.querySelector('.flow-chart__picture').getScreenCTM().a"
        )
        assert scale * 15 >= 12


def test_a_printed_page_has_the_chart_and_no_furniture(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(DESK).new_page()
    page.emulate_media(media="print")
    page.goto("/procedures/digital-platform/")

    assert page.locator(".flow-chart__picture").bounding_box()["height"] < 23.1 * 38
    for furniture in (".contents", ".site-header", ".original", "#versions"):
        assert not page.locator(furniture).is_visible()
    assert page.locator(".step-table").is_visible()
    assert len(page.pdf(format="A4", prefer_css_page_size=True)) > 10_000
