"""A real Chromium on the running site; left out, with the reason, where there is none."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.conftest import DEMANDED, chromium

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser; without one they are left out together.

    The one line that says so stands at the head of the report (see tests/conftest.py).
    """
    driving = [item for item in items if "/e2e/" in item.nodeid]
    for item in driving:
        item.add_marker(pytest.mark.browser)
    if chromium() is None and os.environ.get(DEMANDED) != "1":
        config.hook.pytest_deselected(items=driving)
        items[:] = [item for item in items if item not in driving]


@pytest.fixture(autouse=True)
def _committed_rows(transactional_db: None) -> None:
    """What a test makes is committed, so that the server's thread sees it."""


@pytest.fixture(scope="session", autouse=True)
def _sync_browser() -> Iterator[None]:
    """Playwright's loop runs in this thread, and Django would take it for an asynchronous one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    path = chromium()
    if path is None:
        pytest.fail("Chromium is demanded but not on this machine.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def new_context(browser: Browser, live_server: Any) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser windows of any size that know the site's address."""
    contexts: list[BrowserContext] = []

    def make(viewport: Any = DESK, **options: Any) -> BrowserContext:
        context = browser.new_context(viewport=viewport, base_url=live_server.url, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext]) -> Page:
    """A window as wide as a phone, then one as wide as a desk."""
    return new_context(request.param).new_page()


@pytest.fixture
def console(page: Page) -> list[str]:
    """What the browser complains about: blocked by the content policy, missing, broken."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def axe_findings() -> Callable[[Page], list[str]]:
    """Ask axe for everything it finds on a page."""

    def ask(page: Page) -> list[str]:
        answer = Axe().run(page, options={"runOnly": RULES}).response
        return [
            f"{finding['id']}: {node['target']}"
            for finding in answer["violations"]
            for node in finding["nodes"]
        ]

    return ask


def codes_in(place: Locator) -> list[str]:
    """What the QR codes say that can be seen there, read by an independent program."""
    picture = Image.open(io.BytesIO(place.screenshot())).convert("L")
    return [code.text for code in zxingcpp.read_barcodes(picture)]
