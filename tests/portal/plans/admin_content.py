"""Plans for the reader who opens every screen of the admin."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Page

from portal.plans.drafting import copy_as_next, draft_from_template
from portal.plans.models import (
    IndicatorYear,
    PlanEdition,
    PlanIndexPage,
    PlanIndicator,
    PlanKind,
    PlanMission,
    PlanProject,
    PlanStrategy,
    SwotPoint,
)


def make_plans(home: Page, user: Any) -> None:
    """The index, a draft with a row of every kind and two versions, and its copy."""
    index = home.add_child(instance=PlanIndexPage(title="แผนของสำนักงาน", slug="plans"))
    plan = draft_from_template(index, PlanKind.DIGITAL, 2570, 2571, user)
    plan.missions = [PlanMission(text="พัฒนาสมรรถนะ")]
    plan.swot_points = [SwotPoint(text="มีบุคลากร")]
    plan.strategies = [PlanStrategy(number=1, title="ยกระดับ")]
    plan.projects = [PlanProject(number=1, strategy_number=1, name="จัดหาอุปกรณ์", budget=5)]
    measured = PlanIndicator(strategy_number=1, name="ร้อยละ", unit="ร้อยละ")
    measured.years = [IndicatorYear(fiscal_year=2570, target=80)]
    plan.indicators = [measured]
    plan.save_revision(user=user, log_action=True)
    # An edition with its checklist; how approvals make one is tested elsewhere.
    PlanEdition.objects.create(
        page=plan, number=1, revision=plan.latest_revision, approved_at=timezone.now()
    )
    copy_as_next(plan.get_latest_revision_as_object(), user)
