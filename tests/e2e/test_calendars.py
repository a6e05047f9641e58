"""Calendars in a browser: put together by hand, accessible, and saved as a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.e2e.conftest import codes_in
from tests.portal.home import site_pages


@pytest.fixture(autouse=True)
def _site(_committed_rows: None) -> None:
    site_pages.make_home()
    grade = factories.GradeFactory()
    for number in (1, 4, 15):
        channel = factories.ChannelFactory(code=f"dltv{number}")
        channel.grades.add(grade)
    factories.TimetableSlotFactory(channel=channel)


@pytest.mark.parametrize("start", ["/timetable/calendar/", "/en/timetable/calendar/"])
def test_a_calendar_is_put_together(
    page: Page, console: list[str], axe_findings: Callable[[Page], list[str]], start: str
) -> None:
    page.goto(start)
    assert axe_findings(page) == []
    page.get_by_label("DLTV4").check()
    page.get_by_label("DLTV15").check()
    page.locator("form.calendar__form button").click()
    subscribe = page.locator('a[href^="webcal:"]')
    expect(subscribe).to_have_attribute("href", re.compile(r"/set\.ics\?channels=dltv15,dltv4$"))
    expect(page.get_by_label("DLTV4")).to_be_checked()
    (address,) = codes_in(page.locator(".calendar__qr"))
    assert address.endswith("/timetable/calendar/?channels=dltv15,dltv4")
    assert axe_findings(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]
    assert console == []


def test_a_channels_calendar_is_saved_as_a_file(page: Page) -> None:
    page.goto("/channels/dltv4/")
    with page.expect_download() as saving:
        page.locator("section.calendar a[download]").click()
    assert saving.value.suggested_filename == "dltv4.ics"
    assert Path(saving.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
