"""An office with its plans, and the editor's form as a browser would post it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from portal.approvals import acting
from portal.approvals.workflows import apply_levels, assign
from portal.core.blocks import PARAGRAPH_FEATURES
from portal.core.groups import ROLES, apply_groups, group_name
from portal.core.workflows import apply_workflows
from portal.plans.models import PlanIndexPage, PlanPage
from tests import factories
from tests.portal.home.site_pages import make_home

LEVELS = ("group_head", "deputy_director", "director")
RELATIONS = (
    *("missions", "goals", "swot_points", "alignments", "strategies"),
    *("projects", "indicators", "attachments", "comments"),
)


class Office:
    """A site with the index of plans, the approval tied to it, and one person of each role."""

    def __init__(self) -> None:
        self.home = make_home()
        self.index = self.home.add_child(
            instance=PlanIndexPage(title="แผนของสำนักงาน", slug="plans")
        )
        self.index.save_revision().publish()
        apply_groups()
        apply_workflows()
        apply_levels()
        assign(self.index)
        self.people = {code: self.person(code) for code in ROLES}

    def person(self, code: str) -> Any:
        """Somebody with a role."""
        user = factories.UserFactory(first_name=ROLES[code].name, last_name="ทดสอบ")
        user.groups.add(Group.objects.get(name=group_name(code)))
        return user

    def client(self, code: str) -> Client:
        """A browser in which somebody with a role is signed in."""
        client = Client()
        client.force_login(self.people[code])
        return client

    def plan(self, **fields: Any) -> PlanPage:
        """A complete draft that could be submitted: FY 2570, one strategy, project, indicator."""
        data = {
            "pk": None,
            "title": "แผนดิจิทัล ปีงบประมาณ พ.ศ. 2570",
            "first_fiscal_year": 2570,
            "last_fiscal_year": 2570,
            "chapters": json.dumps([chapter("foreword", "คำนำ", "<p>เหตุผลที่จัดทำ</p>")]),
            "strategies": [strategy()],
            "projects": [project()],
            "indicators": [indicator()],
            **fields,
        }
        for name in ("strategies", "projects", "indicators"):
            data[name] = [_fresh(row, place) for place, row in enumerate(data[name])]
        plan = PlanPage.from_serializable_data(data, check_fks=False)
        plan.owner = self.people["working_group"]
        self.index.add_child(instance=plan)
        plan.save_revision(user=self.people["working_group"], log_action="wagtail.create")
        return PlanPage.objects.get(pk=plan.pk)

    def submit(self, plan: PlanPage, by: str = "working_group") -> None:
        """Ask for the approval."""
        plan = PlanPage.objects.get(pk=plan.pk)
        plan.get_workflow().start(plan, self.people[by])

    def act(self, plan: PlanPage, code: str, action: str = acting.SIGN, **said: Any) -> None:
        """Let a role do its act."""
        state = PlanPage.objects.get(pk=plan.pk).current_workflow_task_state
        acting.perform(state, self.people[code], action, **said)

    def approve(self, plan: PlanPage) -> PlanPage:
        """Take a plan through all levels."""
        self.submit(plan)
        for code in LEVELS:
            self.act(plan, code)
        return PlanPage.objects.get(pk=plan.pk)


def _fresh(row: dict[str, Any], place: int = 0) -> dict[str, Any]:
    fresh = {"pk": None, "sort_order": place, **row}
    if "years" in row:
        fresh["years"] = [_fresh(year, number) for number, year in enumerate(row["years"])]
    return fresh


def chapter(role: str, title: str, text: str) -> dict[str, Any]:
    """A chapter as it is stored."""
    body = [{"type": "paragraph", "value": text}]
    return {"type": "chapter", "value": {"role": role, "title": title, "body": body}}


def strategy(**fields: Any) -> dict[str, Any]:
    return {"number": 1, "title": "ยกระดับโครงสร้างพื้นฐาน", "description": "", **fields}


def project(**fields: Any) -> dict[str, Any]:
    """A project of 100,000 baht in the fiscal year 2570."""
    return {
        **{"number": 1, "strategy_number": 1, "name": "จัดหาอุปกรณ์", "owner": "กลุ่มส่งเสริมฯ"},
        **{"rationale": "", "objectives": "", "quantitative_target": "10 แห่ง"},
        **{"qualitative_target": "", "budget": "100000.00", "budget_source": ""},
        **{f"quarter_{number}": "25000.00" for number in range(1, 5)},
        **{"starts_on": "2026-10-01", "ends_on": "2027-09-30", "status": "planned"},
        **fields,
    }


def indicator(**fields: Any) -> dict[str, Any]:
    """An indicator with a target for 2570."""
    years = [{"fiscal_year": 2570, "target": "80.00", "actual": None}]
    return {
        **{"strategy_number": 1, "name": "ร้อยละของสถานศึกษา", "unit": "ร้อยละ"},
        **{"baseline": "60.00", "direction": "up", "metric": "", "years": years},
        **fields,
    }


def posted(**changes: Any) -> dict[str, Any]:
    """What the editor's form posts for the plan that `Office.plan` makes, with changes.

    A relation is a list of rows, `chapters` a list of (role, title, body HTML).
    """
    chapters = changes.pop("chapters", [("foreword", "คำนำ", "<p>เหตุผลที่จัดทำ</p>")])
    action = changes.pop("action", None)
    rows: dict[str, Any] = {
        "strategies": [strategy()],
        "projects": [project()],
        "indicators": [indicator()],
        **{name: changes.pop(name) for name in RELATIONS if name in changes},
    }
    data = {
        **{"title": "แผนดิจิทัล ปีงบประมาณ พ.ศ. 2570", "title_en": "", "slug": "plan-2570"},
        **{"summary": "", "picture": "", "search_description": "", "kind": "digital"},
        **{"first_fiscal_year": "2570", "last_fiscal_year": "2570", "vision": ""},
        **{"reference_number": "", "approved_by_note": "", "replaces": ""},
        "chapters": streamfield([("chapter", _chapter(*each)) for each in chapters]),
        **{name: inline_formset([_row(row) for row in rows.get(name, [])]) for name in RELATIONS},
        **changes,
    }
    if action:
        data[f"action-{action}"] = "1"
    return {name: "" if value is None else value for name, value in nested_form_data(data).items()}


def _chapter(role: str, title: str, text: Any) -> dict[str, Any]:
    body = [("paragraph", rich_text(text, features=PARAGRAPH_FEATURES))]
    return {"role": role, "title": title, "body": streamfield(body if text else [])}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    if "years" not in row:
        return row
    return {**row, "years": inline_formset([dict(year) for year in row["years"]])}


def edit_url(plan: PlanPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[plan.pk])


def add_url(office: Office) -> str:
    return reverse("wagtailadmin_pages:add", args=["plans", "planpage", office.index.pk])
