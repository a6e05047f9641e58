"""QR codes on paper: a program that reads them must find what stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from catalog.models import AccessPoint, Resource
from tests import factories
from tests.e2e.conftest import codes_in


@pytest.fixture
def resource(_committed_rows: None) -> Resource:
    """A worksheet with two files and a recording."""
    row = factories.ResourceFactory(name_th="ใบงานเศษส่วน ป.4", summary="ฝึกบวกและลบเศษส่วน")
    for code, name, order in (("onhand", "On hand", 5), ("ondemand", "On demand", 4)):
        mode = factories.DeliveryModeFactory(code=code, name_th=name, sort_order=order)
        row.access_points.add(
            AccessPoint(mode=mode, url=f"https://{code}.example.org/", label=name)
        )
    row.save()
    return row


def test_codes_say_the_printed_addresses(
    page: Page,
    console: list[str],
    axe_findings: Callable[[Page], list[str]],
    resource: Resource,
    live_server: Any,
) -> None:
    page.goto(f"/resources/{resource.pk}/")
    page.get_by_role("link", name="QR Code สำหรับพิมพ์").click()
    page.wait_for_url("**/handout/")
    assert axe_findings(page) == []
    assert console == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]

    for media in ("screen", "print"):
        page.emulate_media(media=media)
        ways = page.locator(".handout__way").all()
        read = [codes_in(way.locator(".handout__code")) for way in ways]
        printed = [way.locator(".handout__address").inner_text() for way in ways]
        assert read == [[address] for address in printed]
        assert printed == [
            f"{live_server.url}/go/{resource.pk}/?m={mode}&f=print"
            for mode in ("ondemand", "onhand")
        ]
