"""Trainings in a browser: accessible, fitting, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from courses import check_in
from courses.models import TrainingEvent, TrainingMaterial
from tests import factories
from tests.courses.public_pages import moment
from tests.e2e.conftest import PHONE
from tests.portal.home.site_pages import make_home

LONG = "อบรมเชิงปฏิบัติการครูปลายทางเพื่อจัดการเรียนรู้ด้วยการศึกษาทางไกลผ่านดาวเทียมให้ผู้เรียนมีส่วนร่วม"


@pytest.fixture
def event(_committed_rows: None) -> Iterator[TrainingEvent]:
    """A training that has begun to take people in, and still registers them."""
    with time_machine.travel(moment("2026-11-20 08:30"), tick=True):
        make_home()
        for number in range(1, 4):
            factories.SchoolFactory(ministry_code=f"109900000{number}")
        event = factories.TrainingEventFactory(
            name_th=LONG, named=True, capacity=40, body="<ul><li>ใบงาน</li></ul>"
        )
        event.materials.add(TrainingMaterial(label="ใบความรู้", url="https://example.org/"))
        event.save()
        factories.TrainingRegistrationFactory(event=event, name="สมศรี", email="a@example.org")
        factories.TrainingEventFactory(
            starts_at=moment("2026-11-02 09:00"), ends_at=moment("2026-11-02 12:00")
        )
        yield event


def addresses(event: TrainingEvent) -> list[str]:
    """Every kind of page."""
    return [
        reverse("courses:trainings"),
        event.get_absolute_url(),
        reverse("courses:training_register", args=[event.pk]),
        event.registrations.get().get_absolute_url(),
        reverse("courses:training_arrive", args=[check_in.make_code(event)]),
        reverse("courses:training_arrive", args=["wrong"]),
        reverse("courses:training_arrived", args=[event.pk]),
    ]


def test_pages_are_accessible_and_fit_the_screen(
    page: Page, console: list[str], axe_findings: Callable[[Page], list[str]], event: Any
) -> None:
    for address in addresses(event):
        for prefix in ("", "/en"):
            page.goto(prefix + address)
            assert axe_findings(page) == [], prefix + address
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= page.viewport_size["width"], prefix + address
    assert [line for line in console if "403" not in line] == []


def test_touch_targets_are_large_enough(
    new_context: Callable[..., BrowserContext], event: TrainingEvent
) -> None:
    page = new_context(PHONE).new_page()
    for address in addresses(event):
        page.goto(address)
        small = page.evaluate(
            """() => ["a", "button", "select", "summary", "input:not([type=hidden])"]
                 .flatMap((kind) => [...document.querySelectorAll(`main ${kind}`)])
                 .map((e) => e.type == "radio" ? e.closest("label") : e)
                 .filter((e) => e.checkVisibility() && !e.closest(".card__title"))
                 .map((e) => [e.textContent.trim(), e.getBoundingClientRect().height])
                 .filter(([_text, height]) => height < 44)"""
        )
        assert small == [], address


def test_a_teacher_registers_and_arrives_without_javascript(
    new_context: Callable[..., BrowserContext], event: TrainingEvent
) -> None:
    page = new_context(PHONE, java_script_enabled=False).new_page()
    page.goto(event.get_absolute_url())
    page.get_by_role("link", name="ลงทะเบียน", exact=True).click()
    page.get_by_label("ครู", exact=True).check()
    page.get_by_label("ชื่อและนามสกุล").fill("สมชาย ใจดี")
    page.get_by_role("button", name="ลงทะเบียน").click()
    assert page.get_by_label("ชื่อและนามสกุล").input_value() == "สมชาย ใจดี"
    assert page.get_by_label("ครู", exact=True).is_checked()
    page.get_by_label("โรงเรียนของท่าน").select_option("1099000002")
    page.get_by_label("อีเมล", exact=True).fill("somchai@example.org")
    page.get_by_role("button", name="ลงทะเบียน").click()
    page.get_by_text("ลบชื่อและอีเมลของฉัน").click()
    page.get_by_role("button", name="ลบเดี๋ยวนี้").click()
    assert page.get_by_text("ลบชื่อและอีเมลแล้ว").is_visible()
    code = page.locator(".training-code").inner_text()
    page.goto(reverse("courses:training_arrive", args=[check_in.make_code(event)]))
    page.get_by_label("รหัสการลงทะเบียนของท่าน").fill(code)
    page.get_by_role("button", name="ฉันมาถึงแล้ว").click()
    assert page.get_by_role("heading", name="บันทึกการเข้าอบรมแล้ว").is_visible()
    assert event.registrations.attended().get().school_code == "1099000002"
