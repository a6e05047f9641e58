"""The page of a mailed link on a small phone without JavaScript, and axe on all its states."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Page

from portal.approvals.models import ApprovalAct
from tests.e2e.conftest import PHONE
from tests.portal.approvals.factories import Office


@pytest.fixture
def office(_committed_rows: None) -> Office:
    """A plan that was approved, edited and submitted again."""
    office = Office()
    office.bring_to("approved")
    office.write("เรียนรู้ได้ทุกเวลา ทุกสถานที่ ด้วยสื่อการศึกษาทางไกลที่มีคุณภาพ")
    office.submit()
    return office


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_signing_on_an_old_phone(
    office: Office, new_context: Callable[..., BrowserContext], live_server: Any
) -> None:
    page = new_context(PHONE, java_script_enabled=False).new_page()
    page.goto(office.link_for(office.people["group_head"])[1])
    assert page.locator("ins").first.is_visible()
    page.get_by_label("ส่งกลับปรับปรุง").check()
    page.get_by_label("ข้อสั่งการ").fill("ขอให้ทบทวนวิสัยทัศน์")
    page.get_by_role("button", name="ส่งรหัสมาทางอีเมล").click()
    assert page.get_by_label("ข้อสั่งการ").input_value() == "ขอให้ทบทวนวิสัยทัศน์"
    code = re.search(r"\b(\d{6})\b", mail.outbox[-1].body)
    assert code is not None
    page.get_by_label("รหัสจากอีเมล").fill(code[1])
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    assert page.get_by_role("heading", name="บันทึกการลงนามแล้ว").is_visible()
    act = ApprovalAct.objects.last()
    assert (act.act, act.remark) == ("return", "ขอให้ทบทวนวิสัยทัศน์")


def test_every_state_is_accessible_and_fits(
    office: Office,
    new_context: Callable[..., BrowserContext],
    axe_findings: Callable[[Page], list[str]],
) -> None:
    page = new_context(PHONE).new_page()
    path = office.link_for(office.people["group_head"])[1]
    for address in (path, f"{path}full/", "/approve/nothing/"):
        page.goto(address)
        assert fits(page), address
        assert axe_findings(page) == [], address
    page.goto(path)
    page.locator("summary").click()
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    assert page.get_by_role("alert").is_visible()
    assert fits(page)
    assert axe_findings(page) == []
