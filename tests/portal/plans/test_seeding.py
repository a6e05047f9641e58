"""What set-up brings of plans, and that samples went through the real approval."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from portal.approvals.digest import verify
from portal.approvals.models import ApprovalAct
from portal.approvals.workflows import APPROVAL_WORKFLOW
from portal.plans.models import PlanEdition, PlanIndexPage, PlanPage
from portal.plans.rules import Rows, problems
from tests.seeded_site import row_counts, seeded_once


def run(*options: str) -> str:
    words = io.StringIO()
    call_command(*options, stdout=words)
    return words.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """A demo site."""
    yield from seeded_once(django_db_blocker, lambda: run("setup"), demo=True)


pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(databases="__all__")]


def sample(slug: str) -> PlanPage:
    return PlanPage.objects.with_state().get(slug=slug)


def test_the_index_stands_below_the_home_page_with_its_approval() -> None:
    index = PlanIndexPage.objects.get()
    assert (index.slug, index.title) == ("plans", "แผนของสำนักงาน")
    assert index.get_workflow().name == APPROVAL_WORKFLOW
    assert Client().get("/plans/").status_code == 200


def test_the_approved_sample_is_complete_signed_and_has_an_older_edition() -> None:
    plan = sample("sample-digital-plan-2570-2572")
    assert (plan.state, plan.is_sample) == ("approved", True)
    assert (plan.first_fiscal_year, plan.last_fiscal_year) == (2570, 2572)
    counts = [rows.count() for rows in (plan.strategies, plan.projects, plan.indicators)]
    assert counts == [3, 6, 8]
    assert problems(Rows.of(plan)) == []
    newest, oldest = PlanEdition.objects.filter(page=plan)
    assert (newest.number, oldest.number, oldest.is_superseded) == (2, 1, True)
    budgets = [each.plan.projects.first().budget for each in (oldest, newest)]
    assert budgets[0] < budgets[1]
    acts = ApprovalAct.objects.of(plan)
    assert [act.act for act in acts] == ["submit", "concur", "concur", "approve"] * 2
    assert all(verify(act) for act in acts)


def test_the_returned_sample_names_the_step_to_redo() -> None:
    plan = sample("sample-distance-plan-2570")
    assert (plan.state, plan.live) == ("returned", False)
    last = ApprovalAct.objects.of(plan).last()
    assert (last.act, last.redo_step) == ("return", 2)
    assert Client().get(plan.get_url()).status_code == 404


def test_running_it_again_changes_nothing(settings: Any) -> None:
    settings.DEMO = True
    before = row_counts()
    run("setup")
    assert row_counts() == before


def test_samples_go_with_their_editions_and_acts_and_the_index_stays() -> None:
    run("remove_samples", "--yes")
    assert not PlanPage.objects.exists()
    assert not PlanEdition.objects.exists()
    assert not ApprovalAct.objects.exists()
    assert PlanIndexPage.objects.exists()


def test_without_accounts_the_samples_are_drafts(settings: Any) -> None:
    run("remove_samples", "--yes", "--accounts")
    words = run("setup", "--samples")
    assert "แผนตัวอย่างเป็นฉบับร่าง" in words
    assert set(PlanPage.objects.values_list("live", flat=True)) == {False}
    assert not ApprovalAct.objects.exists()
