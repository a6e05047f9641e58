"""A real browser confirms the pages that it shows, and tells which result was opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from catalog.models import AccessPoint
from portal.usage.codes import Flag, Kind, Mode
from portal.usage.spool import spool
from search.rebuilding import rebuild
from tests import factories
from tests.e2e.conftest import PHONE
from tests.portal.usage.site import CHROME, lines, stored

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)


@pytest.fixture(autouse=True)
def _own_spool(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.USAGE_ROOT = tmp_path / "usage"
    spool.begin()
    yield
    spool.begin()


def _wait_for(count: int) -> list[dict[str, Any]]:
    """The lines of the spool, once there are so many: a browser sends when it has time."""
    deadline = time.monotonic() + 20
    while len(lines()) < count and time.monotonic() < deadline:
        time.sleep(0.05)
    return lines()


def test_a_browser_confirms_and_opens(new_context: Callable[..., BrowserContext]) -> None:
    resource = factories.ResourceFactory(name_th="ใบงานเศษส่วน")
    mode = factories.DeliveryModeFactory(code="online")
    # Leads back to this site: nothing of a test leaves the machine.
    resource.access_points.add(AccessPoint(mode=mode, url="http://127.0.0.1:1/", label="เปิด"))
    resource.save()
    rebuild()
    said: list[str] = []
    page = new_context(PHONE, user_agent=CHROME).new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto("/search/?q=เศษส่วน")
    _wait_for(2)
    page.locator(".hits a").first.click()
    page.wait_for_url("**/resources/*/")
    _wait_for(5)
    target = page.locator("#ways ~ * a.button, .ways a.button").first.get_attribute("href")

    assert said == []
    assert target == f"/go/{resource.pk}/?m=online"
    page.request.get(target, max_redirects=0)
    events = sorted(stored(), key=lambda event: event.eid)
    found = {event.kind: event for event in events}
    assert found[Kind.SEARCH].flags == Flag.CONFIRMED
    assert (found[Kind.CLICK].rank, found[Kind.CLICK].q) == (1, "เศษส่วน")
    assert found[Kind.VIEW].flags == Flag.CONFIRMED
    assert found[Kind.REQUEST].mode == Mode.ONLINE
    assert len({event.visitor for event in events}) == 1


def test_a_part_that_htmx_puts_in_is_confirmed_too(
    new_context: Callable[..., BrowserContext],
) -> None:
    factories.ResourceFactory(name_th="ใบงานเศษส่วน")
    rebuild()
    page = new_context(user_agent=CHROME).new_page()
    page.goto("/search/?q=เศษส่วน")
    _wait_for(2)

    page.get_by_role("link", name="ใหม่", exact=False).first.wait_for(state="attached")
    page.evaluate("htmx.ajax('GET', '/search/?q=ใบงาน', {target: '#results'})")
    _wait_for(4)

    events = stored()
    assert [event.q for event in events] == ["เศษส่วน", "ใบงาน"]
    assert all(event.flags == Flag.CONFIRMED for event in events)


def test_a_hidden_page_confirms_nothing_until_it_is_seen(
    new_context: Callable[..., BrowserContext],
) -> None:
    path = factories.ResourceFactory().get_absolute_url()
    page = new_context(user_agent=CHROME).new_page()
    page.add_init_script(
        "window.shown = 'hidden';"
        "Object.defineProperty(document, 'visibilityState', {get: () => window.shown})"
    )
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert len(lines()) == 1

    page.evaluate(
        "window.shown = 'visible'; document.dispatchEvent(new Event('visibilitychange'));"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )

    assert len(_wait_for(2)) == 2
