"""The lists of plans in the admin: states, filters, search, a constant number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.approvals import acting
from portal.plans.models import PlanKind, PlanPage
from tests.portal.plans.factories import Office


@pytest.fixture
def plans(office: Office) -> dict[str, PlanPage]:
    """One plan in each state, named after it."""
    named = {
        "draft": office.plan(title="ร่างแผน", kind="work"),
        "waiting": office.plan(title="แผนที่รอ", first_fiscal_year=2568, last_fiscal_year=2570),
        "returned": office.plan(title="แผนที่ส่งกลับ", kind="distance"),
        "approved": office.plan(title="แผนที่อนุมัติ"),
        "edited": office.plan(title="แผนที่แก้ไข"),
        "replaced": office.plan(title="แผนเดิม", first_fiscal_year=2568, last_fiscal_year=2568),
    }
    office.submit(named["waiting"])
    office.act(named["waiting"], "group_head")
    office.submit(named["returned"])
    office.act(named["returned"], "group_head", acting.RETURN, comment="ปรับปรุง")
    for state in ("approved", "edited", "replaced"):
        named[state] = office.approve(named[state])
    edited = named["edited"]
    edited.vision = "ใหม่"
    edited.save_revision()
    office.approve(office.plan(title="แผนใหม่ที่แทน", replaces=named["replaced"].pk))
    return named


def lists(office: Office) -> list[str]:
    """The menu's list, the explorer's, and that of the report on page types."""
    return [
        reverse("plan_list:index"),
        reverse("wagtailadmin_explore", args=[office.index.pk]),
        reverse("wagtailadmin_pages:type_use", args=["plans", "planpage"]),
    ]


def shown(office: Office, url: str, **asked: Any) -> set[str]:
    """The titles that a list shows."""
    answer = office.client("working_group").get(url, asked)
    return {page.title for page in answer.context["object_list"]}


def test_every_plan_says_how_far_it_is(office: Office, plans: dict[str, PlanPage]) -> None:
    for url in lists(office):
        page = office.client("working_group").get(url).content.decode()
        for label in (
            *("ร่าง", "ส่งกลับปรับปรุง", "อนุมัติแล้ว", "อนุมัติแล้วและกำลังแก้ไข", "ถูกแทนที่"),
            "รอ: รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาให้ความเห็นชอบ",
            *("2568-2570", str(PlanKind.DISTANCE.label)),
        ):
            assert label in page, (url, label)


def test_plans_are_filtered_by_state_year_and_kind(
    office: Office, plans: dict[str, PlanPage]
) -> None:
    for url in lists(office):
        for state, plan in plans.items():
            found = shown(office, url, state=state)
            assert plan.title in found
            assert found <= {plan.title, "แผนใหม่ที่แทน"}
        assert shown(office, url, fiscal_year="2568") == {"แผนที่รอ", "แผนเดิม"}
        assert shown(office, url, fiscal_year="2569") == {"แผนที่รอ"}
        assert shown(office, url, kind="work") == {"ร่างแผน"}


def test_a_part_of_a_thai_word_is_found(office: Office, plans: dict[str, PlanPage]) -> None:
    for url in lists(office):
        assert shown(office, url, q="ส่งกลับ") == {"แผนที่ส่งกลับ"}


def test_more_plans_cost_no_more_queries(office: Office, plans: dict[str, PlanPage]) -> None:
    client = office.client("working_group")

    def queries(url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    for url in lists(office):
        client.get(url)
        few = queries(url)
        for number in range(4):
            more = office.plan(title=f"แผนเพิ่ม {number}")
            office.submit(more)
        assert queries(url) == few, url


def test_a_superuser_has_the_lists_too(
    office: Office, plans: dict[str, PlanPage], client: Client, superuser: Any
) -> None:
    client.force_login(superuser)
    for url in lists(office):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("code", ["editor", "working_group", "group_head"])
def test_those_who_edit_have_the_menu_item(office: Office, code: str) -> None:
    page = office.client(code).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("plan_list:index") in page


@pytest.mark.parametrize("code", ["deputy_director", "director", "reporting_staff"])
def test_those_who_do_not_edit_have_no_list_of_drafts(office: Office, code: str) -> None:
    office.plan(title="ร่างลับ")
    answer = office.client(code).get(reverse("plan_list:index"), follow=True)
    assert "ร่างลับ" not in answer.content.decode()
