"""A plan is filled in from the template, with text out of Word, as office staff would do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from portal.plans.models import PlanPage
from tests.e2e.conftest import DESK, PHONE
from tests.portal.plans.factories import Office, edit_url

# What Word puts on the clipboard, shortened: styles, comments of its own, a list, a table.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator
content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-unhide:no; font-family:"TH SarabunPSK";} --></style></head>
<body lang=EN-US style='tab-interval:36.0pt'><!--StartFragment--><p class=MsoNormal
style='text-indent:36.0pt'><b><span lang=TH style='font-size:16.0pt;font-family:"TH SarabunPSK";
mso-bidi-language:TH'>หลักการ</span></b><span lang=TH style='color:red'>และเหตุผล น้ำใจ ก๊าซ ๑๒๓</span>
<o:p></o:p></p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>๑.
<![endif]><span lang=TH>ข้อแรก</span></p><table class=MsoTableGrid
style='mso-yfti-tbllook:1184'><tr><td width=300><p
class=MsoNormal>ชื่อโครงการ</p></td><td><p class=MsoNormal>งบประมาณ ๕๐,๐๐๐ บาท</p></td></tr></table>
<!--EndFragment--></body></html>"""
PASTE = """(box, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "x");
  const options = {clipboardData: data, bubbles: true, cancelable: true};
  box.dispatchEvent(new ClipboardEvent("paste", options));
}"""


@pytest.fixture
def office(_committed_rows: None) -> Office:
    """The site, its people and the approval."""
    return Office()


def signed_in(context: BrowserContext, office: Office, live_server: Any) -> Page:
    """A window of the working group."""
    cookie = office.client("working_group").cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context.new_page()


def add_row(page: Page, relation: str, **values: str) -> None:
    """Press the button below the rows and type into the new one."""
    page.locator(f"#id_{relation}-ADD").click()
    for name, value in values.items():
        page.locator(f"#id_{relation}-0-{name}").fill(value)


def paste_first_chapter(page: Page) -> None:
    """Put a text block before the hint of the first chapter and paste what Word copied."""
    body: Locator = page.locator("[data-contentpath=chapters] [data-contentpath=body]").first
    body.locator("button.c-sf-add-button").first.click()
    page.get_by_role("option", name="ข้อความ", exact=True).click()
    box = body.locator(".public-DraftEditor-content").first
    box.click()
    box.evaluate(PASTE, WORD)
    expect(box).to_contain_text("ข้อแรก")
    body.get_by_title("ลบ", exact=True).last.click()


def test_a_plan_is_filled_in_from_the_template(
    new_context: Callable[..., BrowserContext], office: Office, live_server: Any
) -> None:
    page = signed_in(new_context(DESK), office, live_server)
    page.goto("/admin/plans/")
    page.get_by_role("link", name="สร้างแผนจากแบบฟอร์ม").first.click()
    page.get_by_label("ปีงบประมาณแรก").fill("๒๕๗๐")
    page.get_by_label("ปีงบประมาณสุดท้าย").fill("2571")
    page.get_by_role("button", name="สร้างร่างแผน").click()
    page.get_by_role("tab", name="เนื้อหา").click()
    paste_first_chapter(page)
    page.get_by_role("tab", name="ทิศทางและกลยุทธ์").click()
    add_row(page, "strategies", number="1", title="ยกระดับโครงสร้างพื้นฐาน")
    page.get_by_role("tab", name="โครงการและงบประมาณ").click()
    values = {"number": "1", "strategy_number": "1", "name": "จัดหาอุปกรณ์", "owner": "กลุ่ม"}
    quarters = {"budget": "100,000", "quarter_1": "40000", "quarter_2": "50000"}
    add_row(page, "projects", **values, **quarters)
    page.get_by_role("tab", name="ตัวชี้วัด").click()
    add_row(page, "indicators", strategy_number="1", name="ร้อยละ", unit="ร้อยละ")
    add_row(page, "indicators-0-years", fiscal_year="2570", target="80")
    page.get_by_role("button", name="บันทึกฉบับร่าง").click()
    expect(page.get_by_text("น้อยกว่างบประมาณ 100,000.00 บาท อยู่ 10,000.00 บาท")).to_be_visible()
    plan: PlanPage = PlanPage.objects.get().get_latest_revision_as_object()
    assert plan.indicators.get().years.get().target == 80
    assert plan.projects.get().budget == 100000
    written = list(plan.chapters[0].value["body"])
    assert [part.block_type for part in written] == ["paragraph"]
    assert_clean(written[0].value.source)


def assert_clean(html: str) -> None:
    """Nothing of Word is left, and every Thai letter is."""
    assert "<b>หลักการ</b>และเหตุผล น้ำใจ ก๊าซ ๑๒๓" in html
    for text in ("ข้อแรก", "ชื่อโครงการ", "งบประมาณ ๕๐,๐๐๐ บาท"):
        assert text in html
    for trace in ("style", "class", "mso", "Mso", "<span", "<table", "<o:p", "<!--", "xml"):
        assert trace not in html


def test_every_tab_fits_on_a_phone(
    new_context: Callable[..., BrowserContext], office: Office, live_server: Any
) -> None:
    page = signed_in(new_context(PHONE), office, live_server)
    page.goto(edit_url(office.plan()))
    for tab in page.get_by_role("tab").all():
        tab.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
