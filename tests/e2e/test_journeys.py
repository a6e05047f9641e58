"""A pupil finds a resource in two taps; an editor brings one to the public."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, expect

from catalog.models import Resource
from portal.core.demo_accounts import seed_demo_accounts
from tests.e2e.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)
NAME = "สื่อการบวกเศษส่วน ชั้น ป.4"


@pytest.fixture(autouse=True)
def _facts(transactional_db: None, settings: Any) -> None:
    """The real catalogue and the accounts of the demo, without samples."""
    settings.DEMO = True
    call_command("setup", without_samples=True, verbosity=0)
    seed_demo_accounts(lambda text: None)


def test_a_pupil_finds_a_resource_in_two_taps(
    new_context: Callable[..., BrowserContext],
) -> None:
    phone = new_context(PHONE, has_touch=True, java_script_enabled=False).new_page()
    phone.goto("/")

    phone.get_by_role("link", name="ป.4", exact=True).tap()
    phone.get_by_role("link", name=re.compile("^คณิตศาสตร์")).tap()

    found = phone.get_by_role("link", name="บทเรียน DLTV ป.4 คณิตศาสตร์")
    expect(found).to_be_visible()
    found.tap()
    way = phone.get_by_role("link", name="ดูบทเรียนย้อนหลังที่เว็บไซต์ DLTV")
    expect(way).to_have_attribute("href", re.compile(r"^/go/\d+/\?m=ondemand$"))
    gone = phone.request.get(way.get_attribute("href") or "", max_redirects=0)
    assert gone.headers["location"] == "https://dltv.ac.th/teachplan/lists/4/2000/MjU2NCAvIDE="


def sign_in(new_context: Callable[..., BrowserContext], username: str) -> Page:
    """Open the admin as one of the demo accounts."""
    desk = new_context(DESK).new_page()
    desk.goto("/admin/")
    desk.locator("#id_username").fill(username)
    desk.locator("#id_password").fill("rianklai")
    desk.locator("button[type=submit]").click()
    expect(desk).to_have_url(re.compile("/admin/$"))
    return desk


def add_access_point(editor: Page, number: int, mode: str, label: str, url: str = "") -> None:
    """Fill in one more row of the ways to reach a resource."""
    editor.locator("#id_access_points-ADD").click()
    row = f"#id_access_points-{number}"
    editor.locator(f"{row}-mode").select_option(label=mode)
    editor.locator(f"{row}-label").fill(label)
    editor.locator(f"{row}-url").fill(url)


def test_an_editors_journey_from_draft_to_published(
    new_context: Callable[..., BrowserContext],
) -> None:
    editor = sign_in(new_context, "editor")
    editor.goto("/admin/snippets/catalog/resource/add/")
    editor.locator("#id_name_th").fill(NAME)
    editor.locator("#id_kind").select_option(label="วีดิทัศน์")
    add_access_point(editor, 0, "On demand", "ดูย้อนหลัง", "https://example.org/watch")
    add_access_point(editor, 1, "On hand", "พิมพ์ใบงาน", "https://example.org/sheet")
    add_access_point(editor, 2, "On air", "ช่อง DLTV4")
    editor.get_by_role("tab", name="ระดับชั้นและกลุ่มสาระ").click()
    editor.get_by_label("ป.4", exact=True).check()
    editor.get_by_label("คณิตศาสตร์", exact=True).check()
    editor.get_by_role("button", name="บันทึกฉบับร่าง").click()
    expect(editor).to_have_url(re.compile(r"/resource/edit/\d+/"))
    # By its address, not its name: on a slow machine Wagtail's autosave and the button, pressed
    # while that is under way, may each have made one.
    draft = Resource.objects.get(pk=re.search(r"/edit/(\d+)/", editor.url)[1])
    visitor = new_context(PHONE).new_page()
    assert visitor.goto(draft.get_absolute_url()).status == 404  # type: ignore[union-attr]

    # Preview: the public page itself, in the panel beside the form.
    editor.get_by_role("button", name=re.compile("แสดงตัวอย่าง|ดูตัวอย่าง|ตัวอย่าง")).first.click()
    preview = editor.frame_locator("#w-preview-iframe, iframe[title]").first
    expect(preview.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    expect(preview.get_by_role("link", name="พิมพ์ใบงาน")).to_be_visible()

    editor.get_by_role("button", name="การทำงานเพิ่มเติม").click()
    editor.locator("button[name=action-submit]").click()
    expect(editor.locator("button[name=action-publish]")).to_have_count(0)

    colleague = sign_in(new_context, "working_group")
    colleague.goto(f"/admin/snippets/catalog/resource/edit/{draft.pk}/")
    colleague.get_by_role("button", name="การทำงานเพิ่มเติม").click()
    colleague.locator("button[data-workflow-action-name=approve]").first.click()
    colleague.wait_for_load_state()

    visitor.goto("/grades/p4/ma/")
    visitor.get_by_role("link", name=NAME).click()
    for label in ("ดูย้อนหลัง", "พิมพ์ใบงาน", "ช่อง DLTV4"):
        expect(visitor.get_by_text(label)).to_be_visible()
