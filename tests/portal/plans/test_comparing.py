"""Two versions side by side: rows, and rows within rows."""

from __future__ import annotations

from django.urls import reverse
from wagtail.models import Revision

from portal.plans.models import PlanPage
from tests.portal.plans.factories import Office, edit_url, indicator, posted, project


def compared(office: Office, plan: PlanPage) -> str:
    """Wagtail's page that compares the first version with the last."""
    url = reverse("wagtailadmin_pages:revisions_compare", args=[plan.pk, "earliest", "latest"])
    return str(office.client("working_group").get(url).content.decode())


def change(office: Office, plan: PlanPage, **changes: object) -> None:
    """Save another version through the editor, with the keys that its form carries."""
    data = posted(slug=plan.slug, **changes)
    for relation in ("strategies", "projects", "indicators"):
        row = getattr(plan, relation).get()
        data[f"{relation}-INITIAL_FORMS"] = "1"
        data[f"{relation}-0-id"] = str(row.pk)
    years = plan.indicators.get().years.all()
    data["indicators-0-years-INITIAL_FORMS"] = str(len(years))
    for place, year in enumerate(years):
        data[f"indicators-0-years-{place}-id"] = str(year.pk)
    assert office.client("editor").post(edit_url(plan), data).status_code == 302
    assert Revision.objects.for_instance(plan).count() == 2


def test_a_changed_budget_is_shown(office: Office) -> None:
    plan = office.plan()
    change(office, plan, projects=[project(budget="120000", quarter_4="45000")])
    page = compared(office, plan)
    assert '<span class="deletion">100000.00</span>' in page
    assert '<span class="addition">120000.00</span>' in page


def test_a_changed_target_of_a_year_is_shown(office: Office) -> None:
    plan = office.plan()
    years = [
        {"fiscal_year": 2570, "target": "95", "actual": ""},
        {"fiscal_year": 2571, "target": "97", "actual": ""},
    ]
    change(office, plan, last_fiscal_year="2571", indicators=[indicator(years=years)])
    page = compared(office, plan)
    assert "ค่าเป้าหมายรายปี" in page
    assert '<span class="deletion">80.00</span>' in page
    assert '<span class="addition">95.00</span>' in page
    assert "97" in page


def test_what_was_typed_in_a_row_cannot_smuggle_markup_into_the_comparison(office: Office) -> None:
    plan = office.plan()
    change(office, plan, indicators=[indicator(name="<script>alert(1)</script>")])
    assert "<script>alert(1)</script>" not in compared(office, plan)
