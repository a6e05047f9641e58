"""Every act on rounds, in every state, by every role: done, or refused and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.core.groups import ROLES
from portal.procedures.models import Committee, Evidence, Meeting, Outcome, Round, RoundStep
from tests.factories import UserFactory

from . import round_factories as rounds
from .round_factories import START, until
from .round_pages import TYPED, at, ending, signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles", "a_day_in_june")]


# --- state x role -----------------------------------------------------------------------

EVERYBODY = [*ROLES, "superuser"]
WORKERS = {"working_group", "group_head", "superuser"}
STATES: dict[str, Callable[[], Round]] = {
    "doing": lambda: rounds.opened("DE-03"),
    "deciding": lambda: until(rounds.opened("DE-03"), 4),
    "acknowledging": lambda: until(rounds.opened("DE-03"), 7),
    "closed": lambda: until(rounds.opened("DE-03"), 99),
}
OUTCOMES = ("done", "approved", "rejected", "acknowledged")
ACTS = (*OUTCOMES, "deadline", "evidence", "reopen", "meeting", "remove")


def allowed(state: str, role: str, act: str) -> bool:
    """The rule of the house, written a second time in the plainest way."""
    if act == "reopen":
        return state == "closed" and role in ("group_head", "superuser")
    if state == "closed":
        return False
    if act in ("deadline", "evidence", "meeting", "remove"):
        return role in WORKERS
    if act == "done":
        return state == "doing" and role in WORKERS
    wanted = {"approved": "deciding", "rejected": "deciding", "acknowledged": "acknowledging"}
    return wanted[act] == state and role == "director"


def do(client: Client, round_: Round, act: str) -> Any:
    row = round_.open_step or round_.attempts[-1]
    on = str(row.started_on)
    if act in Outcome.values:
        data = ending(outcome=act, finished_on=on, remark=TYPED)
        return client.post(at(round_, "rounds_finish", row), data)
    address, data = {
        "deadline": (at(round_, "rounds_deadline", row), {"days": "9"}),
        "evidence": (
            at(round_, "rounds_evidence", row),
            {"kind": "link", "url": "https://example.org/", "note": TYPED},
        ),
        "meeting": (
            at(round_, "rounds_meeting_add"),
            {"number": "1", "date": "2026-11-03", "minutes": TYPED},
        ),
        "remove": (
            at(round_, "rounds_committee_remove", None, round_.committees.get().pk),
            {},
        ),
        "reopen": (at(round_, "rounds_reopen"), {"reason": TYPED}),
    }[act]
    return client.post(address, data)


def appoint(round_: Round) -> None:
    """A committee, so that there is one to remove."""
    round_.committees.create(name="คณะทำงาน", order_number="1/2570", order_date=START)


def everything(round_: Round) -> list[Any]:
    tables = [
        Round.objects.filter(pk=round_.pk),
        RoundStep.objects.filter(round=round_).order_by("pk"),
        Evidence.objects.filter(round_step__round=round_),
        Meeting.objects.filter(round=round_),
        Committee.objects.filter(round=round_),
    ]
    return [list(rows.values()) for rows in tables]


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("state", STATES)
def test_every_act_in_every_state_by_every_role(state: str, role: str) -> None:
    round_ = STATES[state]()
    appoint(round_)
    client = signed_in(role)
    for act in sorted(ACTS, key=lambda act: allowed(state, role, act)):
        before = everything(round_)
        response = do(client, round_, act)
        if allowed(state, role, act):
            assert response.status_code == 302, (act, text_of(response))
            assert everything(round_) != before, act
            break  # the state is another one now
        assert everything(round_) == before, act
        assert response.status_code in (200, 403), act
        if act not in ("deadline", "remove"):
            assert TYPED in text_of(response), f"{act}: what was typed is lost"


@pytest.mark.parametrize("act", ["deadline", "evidence", "meeting", "remove"])
def test_workers_may_prepare_while_the_director_decides(act: str, staff: Any) -> None:
    round_ = STATES["deciding"]()
    appoint(round_)

    assert do(signed_in("working_group"), round_, act).status_code == 302


@pytest.mark.parametrize(
    "name", ["rounds_board", "rounds_open", "rounds_round", "rounds_gantt", "rounds_history"]
)
def test_strangers_are_sent_away(client: Client, name: str) -> None:
    round_ = rounds.opened()
    arguments = [] if name in ("rounds_board", "rounds_open") else [round_.pk]
    address = reverse(name, args=arguments)

    assert client.get(address)["Location"].startswith("/admin/login/")
    outsider = UserFactory()
    client.force_login(outsider)
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("role", sorted(set(ROLES) - WORKERS))
def test_only_those_who_work_on_rounds_open_them(role: str) -> None:
    client = signed_in(role)
    procedure = rounds.procedure()

    client.post(reverse("rounds_open"), {"procedure": procedure.pk, "fiscal_year": 2570})

    assert not Round.objects.exists()
    assert client.get(reverse("rounds_board")).status_code == 200
    assert reverse("rounds_open") not in text_of(client.get(reverse("rounds_board")))


def test_the_reason_is_said_in_thai() -> None:
    round_ = STATES["deciding"]()

    response = do(signed_in("working_group"), round_, "approved")

    assert response.status_code == 403
    assert "เฉพาะผู้อำนวยการ" in text_of(response)
