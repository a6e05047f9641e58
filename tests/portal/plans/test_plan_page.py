"""What the public reads: the page, the list, the feed and the API."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from portal.plans.charts import bars
from portal.plans.figures import Amount, number
from portal.plans.models import PlanPage
from tests.portal.plans.factories import Office, chapter, indicator, project, strategy

FULL: dict[str, Any] = {
    "chapters": json.dumps(
        [
            chapter("foreword", "คำนำ", "<p>เหตุผลที่จัดทำ</p>"),
            chapter("projects", "โครงการและงบประมาณ", "<p>ภาพรวม</p>"),
        ]
    ),
    "vision": "การศึกษาที่เท่าเทียม",
    "strategies": [strategy(), strategy(number=2, title="พัฒนาครู")],
    "projects": [
        project(),
        project(number=2, strategy_number=2, name="อบรม <b>ครู</b>", owner="=HYPERLINK(1)"),
    ],
    "indicators": [
        indicator(
            years=[
                {"fiscal_year": 2570, "target": "80.00", "actual": "75.50"},
                {"fiscal_year": 2571, "target": "85.00", "actual": None},
            ]
        )
    ],
}


@pytest.fixture
def plan(office: Office) -> PlanPage:
    """A plan with everything, approved."""
    return office.approve(office.plan(**FULL))


def page_of(plan: PlanPage, prefix: str = "") -> str:
    return Client().get(f"{prefix}{plan.get_url()}").content.decode()


def test_every_link_of_the_contents_leads_to_a_chapter(plan: PlanPage) -> None:
    shown = page_of(plan)

    contents = re.search(r'<nav class="plan__contents".*?</nav>', shown, re.DOTALL)
    assert contents is not None
    anchors = re.findall(r'href="#([^"]+)"', contents[0])
    assert len(anchors) == 5  # two written chapters, two that the tables need, the approval
    assert all(shown.count(f'id="{anchor}"') == 1 for anchor in anchors)
    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))


def test_tables_stand_in_the_chapter_that_is_for_them(plan: PlanPage) -> None:
    shown = page_of(plan)

    chapter_two = shown.partition('id="chapter-2"')[2].partition("</section>")[0]
    assert "200,000" in chapter_two
    assert "<svg" in chapter_two
    assert "อบรม &lt;b&gt;ครู&lt;/b&gt;" in shown
    assert "<b>ครู</b>" not in shown


def test_the_page_names_who_approved_and_what(plan: PlanPage) -> None:
    shown = page_of(plan)

    assert plan.current_edition is not None
    assert plan.current_edition.digest in shown
    assert "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา ทดสอบ" in shown
    facts = json.loads(re.search(r'ld\+json">(.*?)</script>', shown)[1])  # type: ignore[index]
    assert facts["@type"] == "Report"
    assert facts["version"] == 1
    assert facts["temporalCoverage"] == "2026-10-01/2027-09-30"


def test_sharing_loads_nothing_from_anybody(plan: PlanPage) -> None:
    shown = page_of(plan)

    assert "https://social-plugins.line.me/" in shown
    loaded = re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="(https?:[^"]+)"', shown)
    assert all(address.startswith("http://testserver/") for address in loaded)
    assert 'rel="canonical"' in shown


def test_charts_can_be_read_aloud_and_stand_beside_a_table(plan: PlanPage) -> None:
    shown = page_of(plan)

    for drawing in re.findall(r"<svg.*?</svg>", shown, re.DOTALL):
        if 'class="chart"' in drawing:
            assert "<title" in drawing
            assert "<desc" in drawing
            assert 'role="img"' in drawing
    assert "75.5" in shown
    assert shown.count("<table") >= 2


def test_a_chart_escapes_what_somebody_typed() -> None:
    from decimal import Decimal

    drawing = bars("x", "<script>", [Amount("</text><script>alert(1)</script>", Decimal(5))])

    assert "<script>" not in drawing


@pytest.mark.parametrize(
    ("value", "written"),
    [("1200.00", "1,200"), ("4.50", "4.5"), ("0.00", "0"), ("100.00", "100"), (None, "–")],
)
def test_figures_lose_only_the_zeros_that_say_nothing(value: str | None, written: str) -> None:
    from decimal import Decimal

    assert number(None if value is None else Decimal(value)) == written


@pytest.mark.parametrize("name", ["budget", "indicators", "alignment"])
def test_tables_can_be_downloaded_without_formulas(plan: PlanPage, name: str) -> None:
    answer = Client().get(reverse("plans:edition_sheet", args=[plan.pk, 1, name]))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert "attachment" in answer["Content-Disposition"]
    assert not any(cell[:1] in "=+@" for row in rows for cell in row if cell)
    if name == "budget":
        assert rows[-1][-2] == "200,000.00"
        assert rows[2][-1] == "'=HYPERLINK(1)"


def test_there_is_no_other_table(plan: PlanPage) -> None:
    address = reverse("plans:edition_sheet", args=[plan.pk, 1, "secrets"])

    assert Client().get(address).status_code == 404


def test_the_page_exists_in_english_with_the_plan_in_thai(plan: PlanPage) -> None:
    shown = page_of(plan, "/en")

    assert "Download as PDF" in shown
    assert f'lang="th">{plan.title}' in shown


def test_a_first_visit_is_light(plan: PlanPage) -> None:
    """What a browser loads for the page: its own bytes, styles and scripts, packed."""
    from pathlib import Path

    from django.conf import settings

    shown = page_of(plan)
    files = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', shown)
    found = [Path(settings.BASE_DIR) / "static" / name for name in files]
    own = sum(len(gzip.compress(path.read_bytes())) for path in found if path.is_file())

    assert len(gzip.compress(shown.encode())) + own < 45 * 1024  # htmx makes it 60


# --- list, feed, API --------------------------------------------------------------------


def test_the_list_filters_by_fiscal_year_and_kind(office: Office, plan: PlanPage) -> None:
    other = office.approve(
        office.plan(
            title="แผนส่งเสริม",
            kind="distance",
            first_fiscal_year=2571,
            last_fiscal_year=2573,
            projects=[project(starts_on="2027-10-01", ends_on="2028-09-30")],
            indicators=[indicator(years=[{"fiscal_year": 2572, "target": "1", "actual": None}])],
        )
    )
    client = Client()

    def listed(query: str) -> set[str]:
        shown = client.get(f"/plans/?{query}").content.decode()
        return {each.title for each in (plan, other) if f'href="{each.get_url()}"' in shown}

    assert listed("") == {plan.title, other.title}
    assert listed("year=2572") == {other.title}
    assert listed("year=2570&year=2573") == {plan.title, other.title}
    assert listed("kind=distance") == {other.title}
    assert listed("kind=distance&year=2570") == set()
    refused = client.get("/plans/?year=1999&kind=x")
    assert refused.status_code == 400
    assert "1999" in refused.content.decode()
    assert client.get("/plans/?page=9").status_code == 404


def test_the_feed_is_valid_and_a_new_edition_is_news(office: Office, plan: PlanPage) -> None:
    def items() -> list[Any]:
        content = Client().get(reverse("plans:feed")).content
        return ElementTree.fromstring(content).findall("channel/item")  # noqa: S314  our own

    (first,) = items()
    draft = plan.get_latest_revision_as_object()
    draft.vision = "ใหม่"
    draft.save_revision(user=office.people["working_group"])
    office.approve(plan)
    (second,) = items()

    assert first.findtext("title") == plan.title
    assert first.findtext("link").endswith(plan.get_url())  # type: ignore[union-attr]
    assert first.findtext("guid") != second.findtext("guid")


def test_the_api_is_strict_and_tells_what_was_approved(plan: PlanPage) -> None:
    client = Client()

    row = client.get(f"/api/v1/plans/{plan.pk}").json()

    assert [each["budget"] for each in row["projects"]] == ["100000.00", "100000.00"]
    assert row["indicators"][0]["years"][0] == {
        "fiscal_year_be": 2570,
        "target": "80.00",
        "result": "75.50",
    }
    assert row["pdf"].endswith(f"/plans/{plan.pk}/editions/1.pdf")
    assert client.get("/api/v1/plans?fiscal_year_be=2570&kind=digital").json()["total"] == 1
    assert client.get("/api/v1/plans?fiscal_year_be=2571").json()["total"] == 0
    for query in ("kind=x", "year=2570", "fiscal_year_be=x", "page=0", "per_page=1000"):
        assert client.get(f"/api/v1/plans?{query}").status_code == 422, query
    assert client.get(f"/api/v1/plans/{plan.pk}?x=1").status_code == 422


@pytest.mark.parametrize("address", ["/plans/", "/plans/feed.xml", "/api/v1/plans"])
def test_lists_ask_as_often_for_one_plan_as_for_many(
    office: Office, plan: PlanPage, address: str, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    asked = len(one)
    for place in range(3):
        office.approve(office.plan(title=f"แผนที่ {place}"))
    client.get(address)

    with django_assert_num_queries(asked):
        client.get(address)


def test_the_front_page_shows_the_plans_approved_last(plan: PlanPage) -> None:
    shown = Client().get("/").content.decode()

    assert f'href="{plan.get_url()}"' in shown
