"""Courses and the timetable in a browser: accessible, printable, renewing themselves."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import time
from typing import Any

import pypdf
import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page, expect

from courses.models import Course
from tests import factories
from tests.courses.conftest import calendar
from tests.courses.public_pages import TIMES, full_week, lesson_resources, moment
from tests.e2e.conftest import DESK, PHONE
from tests.portal.home.site_pages import make_home

__all__ = ["calendar"]

LONG = "สังคมศึกษา ศาสนา และวัฒนธรรม ป.4 (หน้าที่พลเมือง วัฒนธรรม และการดำเนินชีวิตในสังคม)"
LONG_LESSON = "การอยู่ร่วมกันในสังคมพหุวัฒนธรรมอย่างสันติสุขและการเคารพความแตกต่างของผู้อื่น"


@pytest.fixture
def clock(calendar: Any) -> Iterator[Any]:
    """Monday 9 November 2569, 08:40, while the seconds go on."""
    with time_machine.travel(moment("2026-11-09 08:40"), tick=True) as traveller:
        yield traveller


@pytest.fixture
def course(_committed_rows: None, clock: Any) -> Course:
    """A course on air on Mondays, with two lessons."""
    make_home()
    slot = factories.TimetableSlotFactory()
    unit = factories.UnitFactory(course=slot.course)
    for name in ("รู้จักเศษส่วน", "บวกเศษส่วน"):
        factories.LessonFactory(
            course=slot.course, unit=unit, name_th=name, links=lesson_resources()
        )
    factories.TimetableSlotFactory(
        channel=factories.ChannelFactory(code="dltv5"), course__name_th=LONG
    )
    return slot.course


def addresses(course: Course) -> list[str]:
    """Every kind of page of the room."""
    own = ["/", "/courses/", course.get_absolute_url()]
    own += [course.lessons.get(number=1).get_absolute_url(), "/channels/", "/channels/dltv4/"]
    return [*own, "/timetable/", "/timetable/2026-11-02/", "/channels/dltv4/week/2026-W45/"]


def test_pages_are_accessible_and_fit_the_screen(
    page: Page, console: list[str], axe_findings: Callable[[Page], list[str]], course: Course
) -> None:
    for address in addresses(course):
        for prefix in ("", "/en"):
            page.goto(prefix + address)
            assert axe_findings(page) == [], prefix + address
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= page.viewport_size["width"], prefix + address
    assert console == []


def test_touch_targets_are_large_enough(
    new_context: Callable[..., BrowserContext], course: Course
) -> None:
    page = new_context(PHONE).new_page()
    for address in addresses(course)[1:]:
        page.goto(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll("main a, main button, main input")]
                 .filter((e) => e.checkVisibility() && !e.closest(".card__title"))
                 .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
                 .filter(([, box]) => box.height < 43.5)
                 .map(([text, box]) => `${text} ${box.height}`)"""
        )
        assert small == [], address


def test_progress_stays_in_the_browser(
    new_context: Callable[..., BrowserContext], course: Course
) -> None:
    context = new_context(PHONE)
    page = context.new_page()
    page.goto(course.get_absolute_url())
    expect(page.get_by_text("เรียนแล้ว 0 จาก 2 บทเรียน")).to_be_visible()
    page.get_by_role("link", name=re.compile("รู้จักเศษส่วน")).first.click()
    button = page.get_by_role("button", name="ฉันเรียนบทนี้แล้ว")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.goto(course.get_absolute_url())
    expect(page.get_by_text("เรียนแล้ว 1 จาก 2 บทเรียน")).to_be_visible()
    expect(page.locator("[data-done]:visible")).to_have_count(1)
    page.goto("/courses/")
    expect(page.get_by_text("เรียนแล้ว 1 จาก 2 บทเรียน")).to_be_visible()
    # Nobody else knows: another browser begins at nought, and no cookie carries it.
    assert "lessons-done" not in str(context.cookies())
    other = new_context(PHONE).new_page()
    other.goto(course.get_absolute_url())
    expect(other.get_by_text("เรียนแล้ว 0 จาก 2 บทเรียน")).to_be_visible()
    page.goto(course.get_absolute_url())
    page.get_by_role("button", name="เริ่มนับใหม่").click()
    expect(page.get_by_text("เรียนแล้ว 0 จาก 2 บทเรียน")).to_be_visible()
    expect(page.locator("[data-done]:visible")).to_have_count(0)


@pytest.mark.parametrize("kept", ["nonsense", "[1]", '{"1": "x"}', "null"])
def test_spoilt_storage_is_taken_for_nothing(
    new_context: Callable[..., BrowserContext], course: Course, kept: str
) -> None:
    page = new_context(PHONE).new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/courses/")
    page.evaluate("(text) => localStorage.setItem('rianklai.lessons-done', text)", kept)
    page.goto(course.get_absolute_url())
    expect(page.get_by_text("เรียนแล้ว 0 จาก 2 บทเรียน")).to_be_visible()
    assert said == []


def test_pages_work_without_javascript(
    new_context: Callable[..., BrowserContext], course: Course
) -> None:
    page = new_context(PHONE, java_script_enabled=False).new_page()
    page.goto("/courses/")
    page.get_by_role("link", name="คณิตศาสตร์ ป.4").first.click()
    expect(page.locator("[data-progress]")).to_be_hidden()
    page.get_by_role("link", name=re.compile("บวกเศษส่วน")).first.click()
    expect(page.get_by_role("link", name="เปิด ondemand")).to_be_visible()
    expect(page.locator("[data-mark-done]")).to_be_hidden()
    page.goto("/channels/dltv4/")
    expect(page.get_by_text("โหลดหน้านี้ใหม่")).to_be_visible()
    expect(page.get_by_text("ปรับปรุงข้อมูลเอง")).to_be_hidden()


@pytest.mark.parametrize("address", ["/channels/", "/channels/dltv4/", "/en/channels/dltv4/"])
def test_now_and_next_renew_themselves(
    page: Page, console: list[str], course: Course, clock: Any, address: str
) -> None:
    page.clock.install()
    page.goto(address)
    board = page.locator("#board")
    now = board.locator(".airing--now").first
    expect(now).to_contain_text("บวกเศษส่วน")
    with page.expect_response(re.compile("/now/")) as same:
        page.clock.run_for(31_000)
    assert same.value.status == 204
    expect(now).to_be_visible()
    clock.move_to(moment("2026-11-09 09:20"))
    with page.expect_response(re.compile("/now/")) as changed:
        page.clock.run_for(31_000)
    assert changed.value.status == 200
    expect(board.locator(".airing--now")).to_have_count(0)
    # What came by itself goes on asking.
    with page.expect_response(re.compile("/now/")) as again:
        page.clock.run_for(31_000)
    assert again.value.status == 204
    assert console == []


def pages_of(page: Page, address: str) -> pypdf.PdfReader:
    """What the printer gets."""
    page.goto(address)
    return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def is_a4(sheet: Any) -> bool:
    return sorted(round(float(side)) for side in sheet.mediabox[2:]) == [595, 842]


@pytest.fixture
def full_timetable(course: Course) -> None:
    """Fifteen channels with eight lessons a day, all with long names."""
    course = factories.CourseFactory(name_th=LONG)
    for _ in range(44):
        factories.LessonFactory(course=course, name_th=LONG_LESSON)
    for number in range(1, 16):
        channel = factories.ChannelFactory(code=f"dltv{number}")
        channel.slots.all().delete()
        full_week(channel, course, days=5 if number == 4 else 1)


@pytest.mark.usefixtures("full_timetable")
def test_a_full_day_and_a_full_week_print_on_one_sheet(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(DESK).new_page()
    for address in ("/timetable/2026-11-09/", "/en/timetable/2026-11-09/"):
        day = pages_of(page, address)
        assert len(day.pages) == 1
        assert is_a4(day.pages[0])
        text = day.pages[0].extract_text()
        assert all(f"DLTV{number}" in text for number in range(1, 16))
        assert text.count("15:30") == 15
    for address in ("/channels/dltv4/week/2026-W46/", "/en/channels/dltv4/week/2026-W46/"):
        week = pages_of(page, address)
        assert len(week.pages) == 1
        assert is_a4(week.pages[0])
        text = week.pages[0].extract_text()
        assert all(text.count(f"{start:%H:%M}") >= 5 for start, _ in TIMES)


def test_a_week_of_twelve_lessons_a_day_and_a_weekend_prints_on_one_sheet(
    new_context: Callable[..., BrowserContext], course: Course
) -> None:
    times = [(time(hour, 0), time(hour, 50)) for hour in range(6, 18)]
    channel = factories.ChannelFactory(code="dltv9")
    full_week(channel, factories.CourseFactory(name_th="ภาษาไทย"), times, days=7)
    page = new_context(DESK).new_page()
    assert len(pages_of(page, "/channels/dltv9/week/2026-W46/").pages) == 1


def test_lessons_of_one_time_stand_in_one_row(
    new_context: Callable[..., BrowserContext], course: Course
) -> None:
    channel = course.slots.get().channel
    late = {"channel": channel, "start": time(13, 0), "end": time(13, 50)}
    factories.TimetableSlotFactory(weekday=1, course__name_th=LONG, **late)
    factories.TimetableSlotFactory(weekday=3, **late)
    page = new_context(DESK).new_page()
    page.goto("/channels/dltv4/week/2026-W47/")
    tops = page.locator(".week__cell:has-text('13:00')").evaluate_all(
        "(cells) => cells.map((cell) => cell.getBoundingClientRect().top)"
    )
    assert len(tops) == 2
    assert tops[0] == pytest.approx(tops[1], abs=1)
    phone = new_context(PHONE).new_page()
    phone.goto("/channels/dltv4/week/2026-W47/")
    lefts = phone.locator(".week__cell").evaluate_all(
        "(cells) => cells.map((cell) => cell.getBoundingClientRect().left)"
    )
    assert len(set(lefts)) == 1
