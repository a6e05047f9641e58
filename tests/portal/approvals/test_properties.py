"""Whatever people try in whatever order: head, deputy, director, on one version, then published."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from portal.approvals.models import ApprovalAct
from portal.approvals.models.acts import YES
from tests.portal.approvals.factories import LEVELS, ROLES, Office

# Half of all tries are by somebody who is in every group: only the rules stand in the way.
PEOPLE = st.sampled_from((*ROLES, *["everything"] * len(ROLES)))
PASSES = ["concur", "concur", "approve"]


class Tries(RuleBasedStateMachine):
    """Each example begins with the draft, and everything it did is undone."""

    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.number = 0

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    def attempt(self, step: Any) -> None:
        try:
            with transaction.atomic():
                step()
        except (PermissionDenied, AttributeError):
            pass  # refused, or nothing waits that could be acted on

    @rule(who=PEOPLE)
    def submit(self, who: str) -> None:
        if not self.office.plan.workflow_in_progress:
            self.attempt(lambda: self.office.submit(self.office.people[who]))

    @rule(who=PEOPLE, action=st.sampled_from(["sign", "sign", "sign", "return", "refuse"]))
    def act(self, who: str, action: str) -> None:
        self.attempt(lambda: self.office.act(action, who, comment="เหตุผล"))

    @rule()
    def the_one_whose_turn_it_is(self) -> None:
        task = self.office.plan.current_workflow_task
        if task is not None:
            place = list(task.workflows.get().tasks.values_list("pk", flat=True)).index(task.pk)
            self.attempt(lambda: self.office.act("sign", LEVELS[place]))

    @rule(who=PEOPLE)
    def edit(self, who: str) -> None:
        self.number += 1
        self.office.write(f"ฉบับที่ {self.number}", self.office.people[who])

    @rule(who=PEOPLE)
    def publish(self, who: str) -> None:
        self.attempt(lambda: self.office.plan.latest_revision.publish(user=self.office.people[who]))

    @rule(who=PEOPLE)
    def withdraw(self, who: str) -> None:
        state = self.office.plan.current_workflow_state
        if state and state.user_can_cancel(self.office.people[who]):
            self.attempt(lambda: state.cancel(user=self.office.people[who]))

    @invariant()
    def levels_in_order_on_one_version(self) -> None:
        runs: list[list[ApprovalAct]] = []
        for act in ApprovalAct.objects.order_by("pk"):
            if act.act == "submit":
                runs.append([])
            runs[-1].append(act)
        for run in runs:
            yes = [act for act in run if act.act in YES]
            assert [act.act for act in yes] == PASSES[: len(yes)]
            assert [act.level for act in run] == list(range(len(run)))
            assert len({act.revision_id for act in run}) == 1
            assert len({act.actor_id for act in run}) == len(run)

    @invariant()
    def published_means_approved(self) -> None:
        plan = self.office.plan
        approved = ApprovalAct.objects.filter(act="approve").last()
        assert plan.live == (approved is not None)
        assert plan.live_revision == (approved and approved.revision)


@pytest.mark.django_db
def test_any_order_of_tries(office: Office) -> None:
    office.people["everything"] = office.person("superuser")
    office.people["everything"].groups.set(Group.objects.all())
    Tries.office = office
    run_state_machine_as_test(
        Tries,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
