"""New drafts from the template and from an earlier plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from portal.plans.models import PlanPage
from portal.plans.rules import Rows, problems
from tests.portal.plans.factories import Office, edit_url, indicator, project


def make(office: Office, code: str = "working_group", **fields: Any) -> Any:
    """Answer the form of the template."""
    data = {"kind": "digital", "first_fiscal_year": "2570", "last_fiscal_year": "2572", **fields}
    return office.client(code).post(reverse("plans_new"), data)


@time_machine.travel("2026-11-28 10:00+07:00")
def test_the_template_is_a_draft_with_all_chapters_and_references(office: Office) -> None:
    answer = make(office)
    plan = PlanPage.objects.get()
    assert answer["Location"] == edit_url(plan)
    assert plan.title == "แผนพัฒนาคุณภาพด้านเทคโนโลยีดิจิทัลเพื่อการศึกษา ปีงบประมาณ พ.ศ. 2570 - 2572"
    assert not plan.live
    roles = [block.value["role"] for block in plan.chapters]
    assert roles == [
        *("foreword", "executive_summary", "context", "alignment", "past_results"),
        *("direction", "strategies", "projects", "monitoring", "appendix"),
    ]
    assert all(block.value["body"][0].block_type == "hint" for block in plan.chapters)
    assert not any(
        relation.exists()
        for relation in (plan.missions, plan.goals, plan.projects, plan.indicators)
    )


@time_machine.travel("2026-11-28 10:00+07:00")
def test_references_that_expired_are_marked_and_kept(office: Office) -> None:
    make(office)
    rows = list(PlanPage.objects.get().alignments.all())
    assert len(rows) == 14
    ends = {row.reference: row for row in rows}
    twelfth = ends["แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ ๑๒ (พ.ศ. ๒๕๖๐ – ๒๕๖๔)"]
    assert (twelfth.valid_until, twelfth.has_expired) == (date(2021, 12, 31), True)
    assert twelfth.relation == "สิ้นอายุแล้วเมื่อ 31 ธันวาคม 2564"
    law = ends["พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐"]
    assert (law.valid_until, law.has_expired, law.relation) == (None, False, "")
    assert sum(row.has_expired for row in rows) == 2


@pytest.mark.parametrize(("kind", "references"), [("distance", 2), ("work", 0)])
def test_every_kind_has_a_template(office: Office, kind: str, references: int) -> None:
    make(office, kind=kind, last_fiscal_year="2570")
    plan = PlanPage.objects.get()
    assert plan.kind == kind
    assert plan.title.endswith("ปีงบประมาณ พ.ศ. 2570")
    assert plan.alignments.count() == references
    assert len(plan.redo_choices()) == (3 if kind == "distance" else 0)


def test_a_hint_that_is_left_keeps_the_draft_from_being_submitted(office: Office) -> None:
    make(office)
    messages = [each.message for each in problems(Rows.of(PlanPage.objects.get()))]
    assert messages[0] == "บท “คำนำ” ยังมีคำแนะนำของแบบฟอร์มอยู่ เขียนเนื้อหาแล้วลบคำแนะนำออก"
    assert len(messages) == 10


def test_years_that_make_no_sense_are_refused_and_stay_on_the_screen(office: Office) -> None:
    page = make(office, first_fiscal_year="2027", last_fiscal_year="2569").content.decode()
    assert "2570" in page
    assert 'value="2569"' in page
    page = make(office, first_fiscal_year="2571", last_fiscal_year="2570").content.decode()
    assert "อยู่ก่อนปีงบประมาณแรก" in page
    assert not PlanPage.objects.exists()


def test_the_button_of_the_index_leads_to_the_template(office: Office) -> None:
    client = office.client("editor")
    address = f'href="{reverse("plans_new")}"'
    for url in (
        reverse("plan_list:index"),
        reverse("wagtailadmin_explore", args=[office.index.pk]),
    ):
        assert address in client.get(url).content.decode(), url
    page = client.get(reverse("plans_new") + "?kind=distance").content.decode()
    assert '<option value="distance" selected>' in page


def test_the_copy_moves_years_dates_and_targets_on(office: Office) -> None:
    plan = office.plan(
        title="แผน ปีงบประมาณ พ.ศ. 2570 - 2571",
        last_fiscal_year=2571,
        projects=[project(status="done", starts_on="2028-02-29", ends_on="2028-09-30")],
        indicators=[
            indicator(
                years=[
                    {"fiscal_year": 2570, "target": "80", "actual": "82"},
                    {"fiscal_year": 2571, "target": "90", "actual": None},
                ]
            )
        ],
        reference_number="ศธ 04001/1",
    )
    answer = office.client("working_group").post(reverse("plans_next", args=[plan.pk]))
    copy = PlanPage.objects.exclude(pk=plan.pk).get()
    assert answer["Location"] == edit_url(copy)
    assert copy.title == "แผน ปีงบประมาณ พ.ศ. 2572 - 2573"
    assert list(copy.fiscal_years) == [2572, 2573]
    assert (copy.live, copy.reference_number) == (False, "")
    moved = copy.projects.get()
    assert (moved.starts_on, moved.ends_on) == (date(2030, 2, 28), date(2030, 9, 30))
    assert moved.status == "planned"
    measured = copy.indicators.get()
    assert measured.baseline == Decimal(82)
    assert [(year.fiscal_year, year.actual) for year in measured.years.all()] == [
        (2572, None),
        (2573, None),
    ]
    assert problems(Rows.of(copy)) == []
    assert plan.projects.get().status == "done"
