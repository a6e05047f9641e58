"""Figures by name: what is not known is never zero, and nothing approved changes with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection

from courses.timetable import BANGKOK
from portal.approvals.digest import digest_of
from portal.plans import metrics
from portal.plans.metrics import Metric
from portal.plans.models import PlanEdition
from tests import factories
from tests.portal.plans.factories import Office, add_url, indicator, posted

REGISTERED = {
    "published_resources",
    "published_platforms",
    "trained_teachers",
    "trained_executives",
    "schools_reached",
    "schools_reached_share",
}


def read(code: str, year: int = 2570) -> Decimal | None:
    found = metrics.metric(code)
    assert found is not None
    return found.read(year)


@pytest.fixture
def figures(db: None) -> Iterator[None]:
    """Two resources, four schools, one training on 20 November 2569 (fiscal year 2570)."""
    with time_machine.travel("2026-11-28 10:00+07:00"):
        published = datetime(2026, 11, 1, tzinfo=BANGKOK)
        factories.ResourceFactory(first_published_at=published)
        factories.ResourceFactory(first_published_at=published, is_sample=True)
        factories.ResourceFactory(draft=True)
        for number in range(1, 5):
            factories.SchoolFactory(ministry_code=f"109900000{number}")
        event = factories.TrainingEventFactory()
        arrived = datetime(2026, 11, 20, 9, tzinfo=BANGKOK)
        for code, role in (
            ("1099000001", "teacher"),
            ("1099000001", "executive"),
            ("1099000002", "teacher"),
        ):
            factories.TrainingRegistrationFactory(
                event=event, school_code=code, role=role, attended_at=arrived
            )
        yield


@pytest.mark.usefixtures("figures")
def test_the_portal_counts_what_it_knows() -> None:
    assert {each.code for each in metrics.registered()} == REGISTERED
    assert read("published_resources") == 1
    assert read("trained_teachers") == 2
    assert read("trained_executives") == 1
    assert read("schools_reached") == 2
    assert read("schools_reached_share") == Decimal("50.00")


@pytest.mark.usefixtures("figures")
def test_a_year_before_counts_what_was_there_then() -> None:
    assert read("published_resources", 2569) == 0
    assert read("trained_teachers", 2569) == 0


@pytest.mark.usefixtures("figures")
def test_a_year_that_has_not_begun_is_not_known() -> None:
    assert {read(code, 2571) for code in REGISTERED} == {None}


@pytest.mark.django_db
def test_without_a_register_of_schools_their_share_is_not_known() -> None:
    assert read("schools_reached_share", 2569) is None


def test_a_code_can_be_taken_once() -> None:
    with pytest.raises(ValueError, match="trained_teachers"):
        metrics.register(Metric("trained_teachers", "", "", lambda year: None))


@pytest.mark.django_db
def test_a_metric_that_fails_gives_nothing_and_the_transaction_goes_on(caplog: Any) -> None:
    def broken(year: int) -> Decimal | None:
        connection.cursor().execute("SELECT no_such_column FROM plans_planpage")
        return Decimal(1)

    assert Metric("broken", "", "", broken).read(2570) is None
    assert "broken" in caplog.text
    assert factories.GradeFactory().pk


@pytest.mark.usefixtures("figures")
def test_an_indicator_takes_the_typed_result_first(office: Office) -> None:
    years = [
        {"fiscal_year": 2569, "target": "10", "actual": "7"},
        {"fiscal_year": 2570, "target": "10", "actual": None},
        {"fiscal_year": 2571, "target": "10", "actual": None},
    ]
    plan = office.plan(
        first_fiscal_year=2569,
        last_fiscal_year=2571,
        indicators=[indicator(metric="trained_teachers", years=years), indicator(metric="gone")],
    )
    measured, lost = plan.indicators.all()
    assert [(year.value(), year.is_live) for year in measured.years.all()] == [
        (Decimal(7), False),
        (Decimal(2), True),
        (None, True),
    ]
    assert [year.value() for year in lost.years.all()] == [None]


@pytest.mark.usefixtures("figures")
def test_an_approved_edition_does_not_change_with_the_figures(office: Office) -> None:
    plan = office.plan(indicators=[indicator(metric="trained_teachers")])
    before = plan.approval_document()
    office.approve(plan)
    edition = PlanEdition.objects.get()
    event = factories.TrainingEventFactory()
    arrived = datetime(2026, 11, 20, 9, tzinfo=BANGKOK)
    factories.TrainingRegistrationFactory(event=event, attended_at=arrived)
    assert read("trained_teachers") == 3
    assert edition.plan.approval_document() == before
    assert digest_of(edition.revision) == edition.digest


def test_only_registered_metrics_can_be_chosen(office: Office) -> None:
    client = office.client("working_group")
    page = client.post(add_url(office), posted(indicators=[indicator(metric="made_up")]))
    assert page.status_code == 200
    good = posted(indicators=[indicator(metric="trained_teachers")])
    assert client.post(add_url(office), good).status_code == 302
