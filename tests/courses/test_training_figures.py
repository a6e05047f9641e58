"""Figures for reports, the erasure of contacts, samples, and the search."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from courses import training_figures as figures
from courses import training_samples
from courses.models import TrainingEvent, TrainingRegistration
from courses.search_sources import TrainingSource
from tests import factories

from .public_pages import moment

pytestmark = pytest.mark.django_db
NOVEMBER = figures.Period(date(2026, 11, 1), date(2026, 11, 30))
WHEN = moment("2026-11-20 09:00")


def came(**fields: Any) -> TrainingRegistration:
    return factories.TrainingRegistrationFactory(attended_at=WHEN, **fields)


def event_on(day: str, **fields: Any) -> TrainingEvent:
    return factories.TrainingEventFactory(
        starts_at=moment(f"{day} 00:00"), ends_at=moment(f"{day} 23:59"), **fields
    )


def test_by_school_by_training_and_by_month() -> None:
    event = factories.TrainingEventFactory()
    came(event=event)
    came(event=event, role="executive")
    came(event=event, school_code="1099000002")
    came(event=event, school_code="", role="supervisor")
    other = event_on("2026-12-01")
    came(event=other)
    whole = figures.Period(date(2026, 11, 1), date(2026, 12, 31))
    assert figures.trained_by_school(NOVEMBER) == {
        "1099000001": figures.Trained(teachers=1, executives=1),
        "1099000002": figures.Trained(teachers=1),
        "": figures.Trained(supervisors=1),
    }
    by_event = figures.trained_by_event(whole)
    assert {pk: each.all for pk, each in by_event.items()} == {event.pk: 4, other.pk: 1}
    by_month = figures.trained_by_month(whole)
    assert {month: each.all for month, each in by_month.items()} == {(2026, 11): 4, (2026, 12): 1}
    assert figures.schools_reached(NOVEMBER) == {"1099000001", "1099000002"}
    assert figures.trained(whole).teachers == 3


def test_only_who_was_there_counts_and_no_sample_or_draft() -> None:
    factories.TrainingRegistrationFactory()
    came(status="cancelled")
    came(event=factories.TrainingEventFactory(draft=True))
    came(event=factories.TrainingEventFactory(is_sample=True))
    assert figures.trained(NOVEMBER) == figures.Trained()
    assert figures.trained(NOVEMBER, samples=True).teachers == 1
    assert figures.trained_by_school(NOVEMBER) == {}


@pytest.mark.parametrize(
    ("day", "counted"),
    [("2026-10-31", 0), ("2026-11-01", 1), ("2026-11-30", 1), ("2026-12-01", 0)],
)
def test_a_period_ends_at_midnight_of_bangkok(day: str, counted: int) -> None:
    came(event=event_on(day))
    assert figures.trained(NOVEMBER).all == counted


def erase(when: str) -> str:
    out = StringIO()
    with time_machine.travel(moment(when), tick=False):
        call_command("erase_training_contacts", stdout=out)
    return out.getvalue()


def test_contacts_go_when_it_was_promised_and_the_figure_stays() -> None:
    event = factories.TrainingEventFactory(named=True)
    row = came(event=event, name="สมศรี", email="a@example.org", retention_days=30)
    longer = came(event=event, name="สมชาย", email="b@example.org", retention_days=60)
    erase("2026-12-20 15:59")
    row.refresh_from_db()
    assert row.name == "สมศรี"
    assert "1" in erase("2026-12-20 16:00")
    row.refresh_from_db()
    longer.refresh_from_db()
    assert (row.name, row.email) == ("", "")
    assert row.contact_erased_at == moment("2026-12-20 16:00")
    assert longer.name == "สมชาย"
    assert "0" in erase("2026-12-21 16:00")
    row.refresh_from_db()
    assert row.contact_erased_at == moment("2026-12-20 16:00")
    assert figures.trained(NOVEMBER).teachers == 2


def test_a_promise_outlives_the_setting_that_made_it() -> None:
    event = factories.TrainingEventFactory(named=True)
    row = came(event=event, name="สมศรี", email="a@example.org", retention_days=30)
    TrainingEvent.objects.update(asks_contact=False, retention_days=None)
    erase("2026-12-20 16:00")
    row.refresh_from_db()
    assert row.email == ""


def nothing(text: str) -> None:
    """Say nothing."""


def test_samples_come_once_and_go_with_their_registrations() -> None:
    with time_machine.travel(WHEN, tick=False):
        training_samples.add_samples(nothing)
        training_samples.add_samples(nothing)
        events = TrainingEvent.objects.filter(is_sample=True)
        assert events.count() == 2
        assert events.coming(WHEN).count() == 1
        assert figures.trained(NOVEMBER, samples=True).executives == 2
    factories.TrainingRegistrationFactory(event=events.first())
    real = factories.TrainingRegistrationFactory()
    training_samples.remove_samples(nothing)
    assert list(TrainingEvent.objects.all()) == [real.event]


def test_the_search_knows_published_trainings_and_no_person() -> None:
    event = factories.TrainingEventFactory(named=True, body="<p>ใบงาน</p><p>สื่อ</p>")
    came(event=event, name="สมศรี ใจดี", email="a@example.org")
    factories.TrainingEventFactory(draft=True)
    source = TrainingSource()
    (document,) = source.documents()
    assert document.key == f"training:{event.pk}"
    assert document.body.split() == ["ใบงาน", "สื่อ"]
    assert "หอประชุมตัวอย่าง" in document.keywords
    assert "สมศรี" not in repr(document)
    assert list(source.dependents(event)) == [event.pk]
