"""The search while its engine is away, and the page about it, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from search import consumers, outbox
from search.models import Outbox, OutboxQuerySet
from search.rebuilding import rebuild
from tests.portal.home import site_pages
from tests.search import found_things
from tests.search.memory_engine import MemoryEngine
from tests.search.remote_engine import RemoteEngine, use_engines
from tests.search.test_search_admin import of_role


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SEARCH_ENGINE, settings.SEARCH_LOCAL_INDEX = "elasticsearch", True
    site_pages.make_home()


def test_the_spare_index_says_so_accessibly(
    page: Page,
    axe_findings: Callable[[Page], list[str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:
    engine = RemoteEngine(tmp_path / "remote")
    use_engines(monkeypatch, {"elasticsearch": engine})
    found_things.catalogue()
    for consumer in consumers.here():
        rebuild(consumer=consumer)
    engine.go_away()

    page.goto("/search/?q=เศษส่วน")

    expect(page.get_by_text("ระบบค้นหาหลักไม่ตอบ")).to_be_visible()
    expect(page.get_by_role("link", name="การบวกเศษส่วน")).to_be_visible()
    assert axe_findings(page) == []


def test_the_page_of_its_health_fits_a_phone_and_tries_again(
    page: Page, monkeypatch: pytest.MonkeyPatch, live_server: Any, console: list[str]
) -> None:
    engine = MemoryEngine("elasticsearch")
    use_engines(monkeypatch, {"elasticsearch": engine})
    rows = found_things.catalogue()
    key = f"resource:{rows['water'].pk}"
    engine.refused = {key: "mapper_parsing_exception: " + "a" * 300}
    rebuild(consumer="tantivy")
    outbox.drain()
    Outbox.objects.filter(key=key, applied_at=None).update(tries=OutboxQuerySet.MOST_TRIES)
    cookie = of_role("working_group").cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    page.goto("/admin/search/health/")

    expect(page.get_by_text(key, exact=True).first).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]
    button = page.get_by_role("button", name=f"ลองใหม่ {key}")
    assert button.bounding_box()["x"] + button.bounding_box()["width"] <= width
    engine.refused = {}
    button.click()
    expect(page.get_by_text("จะลองปรับปรุงใหม่ทันที 1 รายการ")).to_be_visible()
    outbox.drain()
    page.reload()
    expect(page.get_by_text(key, exact=True)).to_have_count(0)
    assert console == []
