"""Rounds move on by one rule: nothing is skipped, nothing that was is changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from portal.procedures.models import RecordIsClosed, Round, RoundStep
from portal.procedures.progress import Ending, finish, reopen, set_timing
from portal.procedures.refusals import Refused
from portal.procedures.scheduling import Timing
from tests.factories import UserFactory

from . import round_factories as rounds
from .round_factories import START, TODAY, end, state, until

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_day_in_june")]


# --- moving on --------------------------------------------------------------------------


def test_a_deadline_runs_from_the_day_the_step_before_was_finished() -> None:
    round_ = end(rounds.opened("DE-01", START), on=date(2026, 11, 12))

    second = round_.attempts[1]
    assert second.started_on == date(2026, 11, 12)
    assert second.due == date(2026, 11, 26)
    assert second.planned_due == date(2026, 11, 23), "the baseline stays"


def test_all_steps_in_order_close_the_round() -> None:
    round_ = rounds.opened("DE-01")
    shares = [round_.percentage]
    for outcome in ("done", "done", "done", "approved", "done"):
        round_ = end(round_, outcome)
        shares.append(round_.percentage)

    assert shares == [0, 20, 40, 60, 80, 100]
    assert round_.is_closed
    assert round_.open_step is None


def test_a_closed_round_is_read_only(somebody: Any) -> None:
    round_ = until(rounds.opened("DE-01"), 99)
    last = round_.attempts[-1]

    for attempt in (
        lambda: finish(last.pk, Ending("done", TODAY), somebody),
        lambda: set_timing(last.pk, Timing(days=3), somebody),
    ):
        with pytest.raises(Refused, match=r"ปิดแล้ว|closed"):
            attempt()


@pytest.mark.parametrize(
    ("outcome", "day", "field"),
    [
        ("done", date(2026, 11, 1), "finished_on"),
        ("done", TODAY + timedelta(days=1), "finished_on"),
        ("done", date(9999, 1, 1), "finished_on"),
        ("approved", START, "outcome"),
        ("", START, "outcome"),
        ("nonsense", START, "outcome"),
    ],
)
def test_impossible_endings_are_refused(outcome: str, day: date, field: str, somebody: Any) -> None:
    round_ = rounds.opened("DE-01", START)

    with pytest.raises(Refused) as refusal:
        finish(round_.attempts[0].pk, Ending(outcome, day), somebody)

    assert refusal.value.field == field
    assert state(round_)[0] == (1, 1, "")


def test_no_step_is_skipped(somebody: Any) -> None:
    round_ = rounds.opened("DE-01")

    with pytest.raises(Refused):
        finish(round_.attempts[2].pk, Ending("done", TODAY), somebody)


def test_of_two_people_one_wins_and_the_other_is_told(somebody: Any) -> None:
    row = rounds.opened("DE-01").attempts[0]
    finish(row.pk, Ending("done", START, remark="ของฉัน"), somebody)

    with pytest.raises(Refused, match="สมชาย ใจดี"):
        finish(row.pk, Ending("done", TODAY, remark="ของเธอ"), UserFactory())

    row.refresh_from_db()
    assert (row.remark, row.finished_on) == ("ของฉัน", START)


def test_the_database_itself_holds_one_open_step() -> None:
    second = rounds.opened("DE-01").attempts[1]
    second.started_on = START

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


# --- returning --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("like", "outcome", "target"),
    [
        ("DE-01", "rejected", 2),
        ("DE-01", "revise", 2),
        ("DE-02", "rejected", 2),  # over box F, which has no row
        ("DE-02", "revise", 2),
        ("DE-03", "rejected", 2),
        ("DE-04", "rejected", 3),
        ("DE-05", "rejected", 3),
        ("DE-05", "revise", 3),
    ],
)
def test_a_refusal_returns_to_the_step_that_the_procedure_names(
    like: str, outcome: str, target: int
) -> None:
    decision = {"DE-04": 4, "DE-05": 7}.get(like, 4)
    timings = {seq: Timing(activities=1) for seq in (5, 6, 8)} if like in ("DE-04", "DE-05") else {}
    round_ = until(rounds.opened(like, timings=timings), decision)
    before = state(round_)

    round_ = end(round_, outcome, remark="เพิ่มตัวชี้วัด")

    assert round_.open_step is not None
    assert (round_.open_step.step.seq, round_.open_step.attempt) == (target, 2)
    expected = [row for row in before if row[2]]
    expected += [(decision, 1, outcome)]
    assert [row for row in state(round_) if row[2]] == sorted(expected)
    assert [row[:2] for row in state(round_) if row[1] == 2] == [
        (seq, 2) for seq in range(target, decision + 1)
    ]


def test_a_return_begins_on_the_day_of_the_decision_and_keeps_the_baseline() -> None:
    round_ = until(rounds.opened("DE-01", START), 4)
    round_ = end(round_, "revise", on=date(2027, 1, 5), remark="แก้ไข")

    again = round_.open_step
    assert again is not None
    assert again.started_on == date(2027, 1, 5)
    assert again.due == date(2027, 1, 19)
    assert again.planned_due == date(2026, 11, 23)


def test_an_approver_may_name_the_step_to_redo() -> None:
    round_ = end(until(rounds.opened("DE-01"), 4), "revise", remark="แก้", redo_step=3)

    assert round_.open_step is not None
    assert (round_.open_step.step.seq, round_.open_step.attempt) == (3, 2)


@pytest.mark.parametrize("nonsense", [0, 4, 5, 99, -1])
def test_a_step_that_does_not_lie_before_is_no_way_back(nonsense: int) -> None:
    round_ = end(until(rounds.opened("DE-01"), 4), "revise", remark="แก้", redo_step=nonsense)

    assert round_.open_step is not None
    assert round_.open_step.step.seq == 2


def test_who_sends_work_back_says_why() -> None:
    round_ = until(rounds.opened("DE-01"), 4)

    with pytest.raises(Refused) as refusal:
        end(round_, "rejected", remark="  ")

    assert refusal.value.field == "remark"


def test_history_cannot_be_rewritten() -> None:
    row = end(rounds.opened("DE-01")).attempts[0]
    row.remark = "แต่งเติม"

    with pytest.raises(RecordIsClosed):
        row.save()


# --- reopening, and next year -----------------------------------------------------------


def test_reopening_repeats_the_last_step_and_says_why(somebody: Any) -> None:
    round_ = until(rounds.opened("DE-01"), 99)

    round_ = reopen(round_.pk, "ลืมแนบหลักฐาน", somebody)

    assert round_.open_step is not None
    assert (round_.open_step.step.seq, round_.open_step.attempt) == (5, 2)
    assert round_.open_step.started_on == TODAY
    assert state(round_)[4] == (5, 1, "done")
    entry = ModelLogEntry.objects.get(action="procedures.round_reopened")
    assert entry.data["reason"] == "ลืมแนบหลักฐาน"
    assert entry.user == somebody
    round_ = end(round_, on=TODAY)
    assert round_.is_closed


def test_reopening_asks_for_a_reason_and_a_closed_round(somebody: Any) -> None:
    round_ = rounds.opened("DE-01")
    with pytest.raises(Refused):
        reopen(round_.pk, "เหตุผล", somebody)
    until(round_, 99)
    with pytest.raises(Refused) as refusal:
        reopen(round_.pk, " ", somebody)
    assert refusal.value.field == "reason"


def acknowledge(round_: Round, remarks: str) -> Round:
    return end(until(round_, 7), "acknowledged", for_next_year=remarks)


def test_what_the_director_says_opens_next_years_round() -> None:
    acknowledge(rounds.opened("DE-03"), "เพิ่มชุดรับสัญญาณ")

    later = rounds.opened("DE-03", date(2027, 10, 4), year=2571)

    assert later.remarks_from_last_year == "เพิ่มชุดรับสัญญาณ"


def test_remarks_reach_a_round_that_runs_already() -> None:
    this_year = until(rounds.opened("DE-03"), 7)
    later = rounds.opened("DE-03", date(2027, 10, 4), year=2571)
    other = rounds.opened("DE-04", date(2027, 10, 4), year=2571)

    acknowledge(this_year, "เริ่มเร็วขึ้น")

    later.refresh_from_db()
    other.refresh_from_db()
    assert later.remarks_from_last_year == "เริ่มเร็วขึ้น"
    assert other.remarks_from_last_year == ""


def test_a_round_keeps_the_version_it_began_with() -> None:
    round_ = rounds.opened("DE-01")
    newer = rounds.ProcedureVersion.objects.create(
        procedure=round_.procedure, number=2, name_th="ฉบับใหม่", unit_th="-", scope_th="-"
    )
    newer.published_at = newer.procedure.rounds.get().opened_at
    newer.save()

    assert Round.objects.get().version.number == 1
    assert RoundStep.objects.filter(round=round_).count() == 5
