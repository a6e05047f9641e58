"""Opening a round, and the deadlines of its steps: planned as stated, nothing invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portal.core.models import SiteSettings
from portal.procedures.models import Round
from portal.procedures.opening import Opening, open_round
from portal.procedures.progress import set_timing
from portal.procedures.refusals import Refused
from portal.procedures.scheduling import Timing

from . import round_factories as rounds
from .round_factories import START, end, until

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_day_in_june")]


# --- opening ----------------------------------------------------------------------------


def test_opening_plans_every_step_that_states_its_days_and_begins_the_first() -> None:
    round_ = rounds.opened("DE-01", START)

    planned = [(row.planned_start, row.planned_due) for row in round_.attempts]
    # 5 working days: Mon 9 Nov. 10 more: Mon 23 Nov. 15 more: 24 Nov to 15 Dec without
    # 7 Dec (for the 5th) and 10 Dec: Wed 16 Dec. 5 days: Mon 21 Dec. No days stated for the last.
    assert planned == [
        (START, date(2026, 11, 9)),
        (date(2026, 11, 9), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 12, 16)),
        (date(2026, 12, 16), date(2026, 12, 21)),
        (date(2026, 12, 21), None),
    ]
    assert round_.open_step == round_.attempts[0]
    assert [row.due for row in round_.attempts] == [date(2026, 11, 9), None, None, None, None]
    assert round_.percentage == 0


def test_the_office_may_count_the_day_of_the_start() -> None:
    settings = SiteSettings.for_site(rounds.opened("DE-02").site)
    settings.count_start_day = True
    settings.save()

    # Mon 2 to Fri 6 November are five days.
    assert rounds.opened("DE-01", START).attempts[0].due == date(2026, 11, 6)


@pytest.mark.parametrize(
    ("year", "day", "field"),
    [
        (2570, date(2026, 9, 30), "starts_on"),
        (2570, date(2027, 10, 1), "starts_on"),
        (2570, date(2526, 11, 2), "starts_on"),
        (2027, START, "fiscal_year"),
        (9999, START, "fiscal_year"),
    ],
)
def test_a_start_outside_its_fiscal_year_is_refused(year: int, day: date, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        rounds.opened("DE-01", day, year=year)

    assert refusal.value.field == field
    assert not Round.objects.exists()


def test_a_procedure_has_one_round_a_year_and_office() -> None:
    rounds.opened("DE-01")

    with pytest.raises(Refused, match=r"รอบ|round"):
        rounds.opened("DE-01", date(2027, 1, 4))
    rounds.opened("DE-01", date(2027, 10, 4), year=2571)
    rounds.opened("DE-02")
    assert Round.objects.count() == 3


def test_a_procedure_that_is_only_a_draft_has_no_rounds(somebody: Any) -> None:
    draft = rounds.Procedure.objects.create(code="DE-09", slug="de-09")
    site = rounds.Site.objects.get(is_default_site=True)

    with pytest.raises(Refused):
        open_round(Opening(site, draft, 2570, START), {}, somebody)


@pytest.mark.parametrize(
    ("timing", "field"),
    [
        (Timing(days=0), "days"),
        (Timing(days=10_000), "days"),
        (Timing(activities=0), "activities"),
        (Timing(activities=1_000_000), "activities"),
        (Timing(fixed_due=date(2026, 11, 1)), "fixed_due"),
        (Timing(fixed_due=date(9999, 12, 31)), "fixed_due"),
    ],
)
def test_deadlines_that_cannot_be_are_refused(timing: Timing, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        rounds.opened("DE-01", START, timings={1: timing})

    assert refusal.value.field == field


# --- deadlines --------------------------------------------------------------------------


def test_no_deadline_is_invented_until_staff_say_how_much(somebody: Any) -> None:
    round_ = until(rounds.opened("DE-04", START), 5)
    fifth, sixth, seventh = round_.attempts[4:7]
    assert (fifth.due, fifth.planned_due, sixth.planned_start) == (None, None, None)

    set_timing(fifth.pk, Timing(activities=2), somebody)

    for row in (fifth, sixth, seventh):
        row.refresh_from_db()
    assert fifth.started_on is not None
    # Two activities of five days: ten calendar days, a weekend's end moves to Monday.
    assert fifth.due is not None
    assert (fifth.due - fifth.started_on).days in range(10, 14)
    assert fifth.planned_due is not None
    assert sixth.planned_start == fifth.planned_due
    assert sixth.planned_due is None, "its own activities are not known yet"
    assert seventh.planned_start is None


def test_what_follows_is_planned_once_the_step_without_days_is_finished() -> None:
    round_ = until(rounds.opened("DE-04", START), 6)
    assert round_.attempts[6].planned_start is None

    round_ = end(round_, on=date(2027, 2, 1))

    seventh, eighth = round_.attempts[6:8]
    assert (seventh.planned_start, seventh.planned_due) == (date(2027, 2, 1), date(2027, 2, 8))
    assert (eighth.planned_start, eighth.planned_due) == (date(2027, 2, 8), date(2027, 2, 15))


def test_an_own_date_moves_the_deadline_and_not_the_baseline(somebody: Any) -> None:
    row = rounds.opened("DE-01", START).attempts[0]

    set_timing(row.pk, Timing(fixed_due=date(2026, 12, 1)), somebody)

    row.refresh_from_db()
    assert (row.due, row.planned_due) == (date(2026, 12, 1), date(2026, 11, 9))
