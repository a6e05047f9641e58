"""Whatever people do to a round, in whatever order: its promises hold after every act."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal.procedures.models import RETURNING, Outcome, Round, RoundStep
from portal.procedures.progress import Ending, finish, reopen, set_timing
from portal.procedures.refusals import Refused
from portal.procedures.scheduling import Timing
from tests.factories import UserFactory

from . import round_factories as rounds
from .round_factories import START

END_OF_TIME = date(2027, 9, 30)


class Progress(RuleBasedStateMachine):
    """Opens a round of any procedure and does what people do, the allowed and the impossible."""

    @initialize(
        like=st.sampled_from(sorted(rounds.STEPS)),
        activities=st.none() | st.integers(1, 3),
    )
    def opens(self, like: str, activities: int | None) -> None:
        self.by = UserFactory()
        made = rounds.procedure(like, rounds.fresh_code())
        kinds = rounds.STEPS[like]
        timings = {
            seq: Timing(activities=activities)
            for seq, step in enumerate(kinds, 1)
            if step[4] == "per_activity"
        }
        self.pk = rounds.opened(like, START, of=made, timings=timings).pk
        self.history: dict[int, Any] = {}
        self.counts: dict[int, int] = {}

    def round(self) -> Round:
        return Round.objects.with_steps().get(pk=self.pk)

    @precondition(lambda self: self.round().open_step is not None)
    @rule(days=st.integers(0, 20), pick=st.integers(0, 3))
    def ends_the_open_step(self, days: int, pick: int) -> None:
        row = self.round().open_step
        assert row is not None
        assert row.started_on is not None
        outcome = row.outcomes[pick % len(row.outcomes)]
        on = min(row.started_on + timedelta(days=days), END_OF_TIME)
        moved = finish(row.pk, Ending(outcome, on, remark="เพราะ"), self.by)
        after = moved.open_step
        if outcome in RETURNING:
            assert after is not None
            assert after.step.seq < row.step.seq
        elif after is None:
            assert row.step.seq == max(step.step.seq for step in moved.current_steps)
        else:
            assert after.step.seq == row.step.seq + 1, "nothing is skipped"
        if after is not None:
            assert after.started_on == on

    @rule(place=st.integers(0, 10), days=st.integers(-400, 400), outcome=st.sampled_from(Outcome))
    def tries_the_impossible(self, place: int, days: int, outcome: str) -> None:
        round_ = self.round()
        row = round_.attempts[place % len(round_.attempts)]
        if row == round_.open_step:
            return
        before = self.snapshot()
        with pytest.raises(Refused):
            finish(row.pk, Ending(outcome, START + timedelta(days=days), remark="x"), self.by)
        assert self.snapshot() == before

    @rule(place=st.integers(0, 10), days=st.none() | st.integers(1, 60))
    def sets_a_deadline(self, place: int, days: int | None) -> None:
        round_ = self.round()
        row = round_.attempts[place % len(round_.attempts)]
        try:
            set_timing(row.pk, Timing(days=days), self.by)
        except Refused:
            assert round_.is_closed or row.finished_on

    @precondition(lambda self: self.round().is_closed)
    @rule()
    def opens_it_again(self) -> None:
        reopen(self.pk, "แก้ไข", self.by)

    def snapshot(self) -> list[Any]:
        return list(RoundStep.objects.filter(round=self.pk).order_by("pk").values())

    @invariant()
    def exactly_one_step_is_open_while_it_runs(self) -> None:
        if not hasattr(self, "pk"):
            return
        round_ = self.round()
        open_steps = RoundStep.objects.open().filter(round=self.pk).count()
        assert open_steps == (0 if round_.is_closed else 1)

    @invariant()
    def the_share_is_a_percentage(self) -> None:
        if not hasattr(self, "pk"):
            return
        round_ = self.round()
        assert 0 <= round_.percentage <= 100
        assert (round_.percentage == 100) == round_.is_closed

    @invariant()
    def history_never_changes_and_attempts_only_grow(self) -> None:
        if not hasattr(self, "pk"):
            return
        for row in self.snapshot():
            if row["finished_on"]:
                assert self.history.setdefault(row["id"], row) == row
        counts: dict[int, int] = {}
        for row in RoundStep.objects.filter(round=self.pk):
            counts[row.step_id] = counts.get(row.step_id, 0) + 1
        for step, number in self.counts.items():
            assert counts[step] >= number
        assert set(self.history) <= {row["id"] for row in self.snapshot()}
        self.counts = counts

    @invariant()
    def no_deadline_without_days(self) -> None:
        if not hasattr(self, "pk"):
            return
        for row in self.round().attempts:
            unknown = row.duration.stated("max") is None and row.days is None
            if unknown or (row.duration.per_activity and not row.activities):
                assert row.due is None


@pytest.mark.django_db
def test_a_round_keeps_its_promises_whatever_people_do() -> None:
    with time_machine.travel("2027-09-30T12:00:00+07:00", tick=False):
        run_state_machine_as_test(
            Progress,
            settings=settings(
                max_examples=12,
                stateful_step_count=20,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
