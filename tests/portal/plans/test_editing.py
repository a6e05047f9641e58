"""What the editor takes, refuses and keeps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from portal.core.models import SiteDocument
from portal.plans.models import PlanPage
from tests.portal.plans.factories import (
    Office,
    add_url,
    edit_url,
    indicator,
    posted,
    project,
    strategy,
)


@pytest.fixture
def author(office: Office) -> Client:
    """A browser of the working group."""
    return office.client("working_group")


def submitted(author: Client, office: Office, **changes: Any) -> str:
    """The page that answers a submission with these changes; nothing was made."""
    answer = author.post(add_url(office), posted(action="submit", **changes))
    assert answer.status_code == 200, "it was accepted"
    assert not PlanPage.objects.exists()
    return str(answer.content.decode())


def test_a_half_written_plan_is_saved(author: Client, office: Office) -> None:
    empty_project = {**dict.fromkeys(project(), ""), "name": "ชื่อไว้ก่อน", "status": "planned"}
    answer = author.post(
        add_url(office), posted(chapters=[("foreword", "", "")], projects=[empty_project])
    )
    plan = PlanPage.objects.get()
    assert answer.status_code == 302
    assert not plan.live
    assert plan.projects.get().budget is None
    again = author.post(edit_url(plan), posted(projects=[empty_project], slug=plan.slug))
    assert again.status_code == 302


def test_a_draft_is_told_what_is_left_to_do(author: Client, office: Office) -> None:
    page = author.post(add_url(office), posted(projects=[project(budget="120000")]), follow=True)
    text = page.content.decode()
    assert "ก่อนส่งขออนุมัติต้องแก้ไข" in text
    assert "20,000.00" in text


def test_a_complete_plan_goes_to_the_first_level(author: Client, office: Office) -> None:
    answer = author.post(add_url(office), posted(action="submit"))
    assert answer.status_code == 302
    plan = PlanPage.objects.get()
    assert plan.current_workflow_task.name == "ผู้อำนวยการกลุ่มให้ความเห็นชอบ"
    assert not plan.live


@pytest.mark.parametrize(
    ("changes", "message", "kept"),
    [
        ({"projects": [project(budget="ห้าแสน")]}, "ข้อมูลนี้ไม่ใช่ตัวเลข", "ห้าแสน"),
        ({"projects": [project(budget="-5")]}, "มากกว่าหรือเท่ากับ 0", "-5"),
        (
            {"projects": [project(budget="120000")]},
            "น้อยกว่างบประมาณ 120,000.00 บาท อยู่ 20,000.00 บาท",
            "120000",
        ),
        (
            {"projects": [project(quarter_4="30000")]},
            "มากกว่างบประมาณ 100,000.00 บาท อยู่ 5,000.00 บาท",
            "30000",
        ),
        (
            {"projects": [project(starts_on="2026-09-30")]},
            "อยู่ก่อนวันเริ่มปีงบประมาณแรกของแผน (1 ตุลาคม 2569)",
            "2026-09-30",
        ),
        (
            {"projects": [project(ends_on="2027-10-01")]},
            "อยู่หลังวันสิ้นสุดปีงบประมาณสุดท้ายของแผน (30 กันยายน 2570)",
            "2027-10-01",
        ),
        (
            {"projects": [project(starts_on="2027-02-01", ends_on="2027-01-01")]},
            "วันสิ้นสุดโครงการอยู่ก่อนวันเริ่ม",
            "2027-02-01",
        ),
        ({"projects": [project(starts_on="2570-01-05")]}, "2570 เป็นปีพุทธศักราช", "2570-01-05"),
        (
            {"first_fiscal_year": "2571"},
            "ปีงบประมาณสุดท้าย (2570) อยู่ก่อนปีแรก (2571)",
            "2571",
        ),
        ({"first_fiscal_year": "2027"}, "2570", "2027"),
        (
            {"projects": [project(), project(name="อีกโครงการ")]},
            "ลำดับโครงการ 1 ซ้ำกัน",
            "อีกโครงการ",
        ),
        (
            {"strategies": [strategy(), strategy(title="อีกกลยุทธ์")]},
            "หมายเลขกลยุทธ์ 1 ซ้ำกัน",
            "อีกกลยุทธ์",
        ),
        ({"projects": [project(strategy_number="9")]}, "ไม่มีกลยุทธ์หมายเลข 9", "จัดหาอุปกรณ์"),
        ({"indicators": [indicator(strategy_number="9")]}, "ไม่มีกลยุทธ์หมายเลข 9", "ร้อยละ"),
        (
            {"indicators": [indicator(years=[{"fiscal_year": "2575", "target": "1"}])]},
            "ปีงบประมาณ 2575 อยู่นอกช่วงของแผน (2570 ถึง 2570)",
            "2575",
        ),
        (
            {"indicators": [indicator(years=[{"fiscal_year": "2570", "target": "มาก"}])]},
            "ข้อมูลนี้ไม่ใช่ตัวเลข",
            "มาก",
        ),
        (
            {"indicators": [indicator(years=[{"fiscal_year": "2570", "target": "1"}] * 2)]},
            "ปีงบประมาณ 2570 มีสองแถว",
            "2570",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    author: Client, office: Office, changes: dict[str, Any], message: str, kept: str
) -> None:
    page = submitted(author, office, **changes)
    assert message in page
    assert kept in page


def test_what_cannot_be_read_is_refused_in_a_draft_too(author: Client, office: Office) -> None:
    answer = author.post(add_url(office), posted(projects=[project(budget="ห้าแสน")]))
    assert "ห้าแสน" in answer.content.decode()
    assert not PlanPage.objects.exists()


def test_numbers_are_read_as_people_write_them(author: Client, office: Office) -> None:
    row = project(budget="๑๐๐,๐๐๐ บาท", quarter_1="25,000", number="๑")
    assert author.post(add_url(office), posted(projects=[row])).status_code == 302
    saved = PlanPage.objects.get().projects.get()
    assert (saved.budget, saved.quarter_1, saved.number) == (Decimal(100000), Decimal(25000), 1)


def test_a_row_marked_for_deletion_counts_no_more(author: Client, office: Office) -> None:
    rows = [project(), project(budget="ห้าแสน", DELETE="on")]
    answer = author.post(add_url(office), posted(projects=rows, action="submit"))
    assert answer.status_code == 302
    assert PlanPage.objects.get().projects.count() == 1


def test_null_bytes_are_dropped_and_nothing_else(author: Client, office: Office) -> None:
    data = posted(title="แผน\x00ดิจิทัล", projects=[project(rationale="เหตุ\x00ผล")])
    name = "chapters-0-value-body-0-value"
    data[name] = data[name].replace("เหตุผล", "เหตุ\\u0000ผล")
    assert author.post(add_url(office), data).status_code == 302
    plan = PlanPage.objects.get()
    assert plan.title == "แผนดิจิทัล"
    assert plan.projects.get().rationale == "เหตุผล"
    assert "เหตุผลที่จัดทำ" in str(plan.chapters)


def test_two_editors_at_once_lose_nothing(office: Office) -> None:
    plan = office.plan(slug="plan-2570")
    first, second = office.client("working_group"), office.client("editor")
    opened = plan.latest_revision_id
    for browser, vision in ((second, "ของคนที่สอง"), (first, "ของคนแรก")):
        data = posted(vision=vision, loaded_revision_id=str(opened))
        assert browser.post(edit_url(plan), data).status_code == 302
    visions = [each.content["vision"] for each in Revision.objects.for_instance(plan)]
    assert sorted(visions) == ["", "ของคนที่สอง", "ของคนแรก"]


def test_the_second_editor_is_told_and_autosave_does_not_write_over(office: Office) -> None:
    plan = office.plan(slug="plan-2570")
    first, second = office.client("working_group"), office.client("editor")
    page = first.get(edit_url(plan)).content.decode()
    assert "editing-sessions" in page
    opened = str(plan.latest_revision_id)
    second.post(edit_url(plan), posted(vision="ของคนที่สอง"))
    answer = first.post(
        edit_url(plan),
        posted(vision="ของคนแรก", loaded_revision_id=opened),
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    assert PlanPage.objects.get().get_latest_revision().content["vision"] == "ของคนที่สอง"


def test_a_file_that_is_too_large_is_refused_with_its_size(author: Client, settings: Any) -> None:
    settings.DOCUMENT_MAX_MB = 1
    file = SimpleUploadedFile("แผน.pdf", b"%PDF-1.7\n" + b"0" * (3 * 2**19))
    data = {"title": "คำสั่งแต่งตั้ง", "file": file, "collection": 1}
    page = author.post(reverse("wagtaildocs:add"), data).content.decode()
    assert "“แผน.pdf” มีขนาด 1.5 MB เกินที่กำหนด 1 MB" in page
    assert "ไม่อนุญาตนามสกุลไฟล์" not in page
    assert "คำสั่งแต่งตั้ง" in page
    assert not SiteDocument.objects.exists()


def test_the_limit_is_below_fifty_megabytes(settings: Any) -> None:
    assert settings.DOCUMENT_MAX_MB == 20


def test_a_plan_of_two_hundred_pages_fits_into_the_form(author: Client, office: Office) -> None:
    page = "<p>" + "การศึกษาทางไกล " * 150 + "</p>"
    chapters = [("context", f"บทที่ {number}", page * 20) for number in range(10)]
    projects = [project(number=number, name=f"โครงการที่ {number}") for number in range(1, 101)]
    answer = author.post(
        add_url(office), posted(chapters=chapters, projects=projects, action="submit")
    )
    assert answer.status_code == 302
    assert PlanPage.objects.get().projects.count() == 100
