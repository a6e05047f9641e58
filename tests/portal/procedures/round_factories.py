"""Procedures as the office states them, in short, and rounds of them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Site

from portal.core.groups import group_name
from portal.procedures.models import (
    FlowEdge,
    FlowNode,
    Procedure,
    ProcedureStep,
    ProcedureVersion,
    Round,
)
from portal.procedures.opening import Opening, open_round
from portal.procedures.progress import Ending, finish
from portal.procedures.scheduling import Pace, Timing
from tests.factories import UserFactory

START = date(2026, 11, 2)  # a Monday, on which rounds begin
TODAY = date(2027, 6, 30)
# kind, at least, at most, unit, basis: the five standard tables.
WORKING, DAYS = "working_day", "day"
PLAN_TAIL = [
    ("drafting", 15, 15, WORKING, "fixed"),
    ("approval", 1, 5, DAYS, "range"),
    ("publication", None, None, "", "unspecified"),
]
STEPS: dict[str, list[tuple[str, int | None, int | None, str, str]]] = {
    "DE-01": [
        ("appointment", 1, 5, WORKING, "range"),
        ("analysis", 1, 10, WORKING, "range"),
        *PLAN_TAIL,
    ],
    "DE-02": [
        ("appointment", 1, 5, WORKING, "range"),
        ("analysis", 1, 5, WORKING, "range"),
        *PLAN_TAIL,
    ],
    "DE-03": [
        ("appointment", 5, 5, WORKING, "fixed"),
        ("analysis", 5, 5, WORKING, "fixed"),
        ("drafting", 7, 7, WORKING, "fixed"),
        ("approval", 5, 5, WORKING, "fixed"),
        ("implementation", None, None, "", "per_plan"),
        ("evaluation", None, None, "", "unspecified"),
        ("acknowledgement", None, None, "", "unspecified"),
    ],
    "DE-04": [
        ("analysis", 1, 5, WORKING, "range"),
        ("appointment", 1, 5, WORKING, "range"),
        ("analysis", 5, 5, WORKING, "fixed"),
        ("approval", 3, 3, WORKING, "fixed"),
        ("implementation", 3, 5, DAYS, "per_activity"),
        ("training", 3, 5, DAYS, "per_activity"),
        ("monitoring", 5, 5, WORKING, "fixed"),
        ("evaluation", 5, 5, WORKING, "fixed"),
        ("reporting", 1, 5, WORKING, "range"),
    ],
    "DE-05": [
        ("analysis", 1, 5, WORKING, "range"),
        ("appointment", 1, 5, WORKING, "range"),
        ("analysis", 5, 5, WORKING, "fixed"),
        ("collection", 3, 3, WORKING, "fixed"),
        ("repository", 3, 5, DAYS, "per_activity"),
        ("drafting", 5, 5, WORKING, "fixed"),
        ("approval", 3, 3, WORKING, "fixed"),
        ("training", 3, 5, DAYS, "per_activity"),
        ("monitoring", 5, 5, WORKING, "fixed"),
        ("evaluation", 5, 5, WORKING, "fixed"),
        ("reporting", 1, 5, WORKING, "range"),
    ],
}
# Where a decision leads back to; "F" is DE-02's box without a row of its own.
RETURNS: dict[str, list[tuple[str, int | str]]] = {
    "DE-01": [("reject", 2), ("revise", 2)],
    "DE-02": [("reject", "F")],
    "DE-03": [("reject", 2)],
    "DE-04": [("reject", 3)],
    "DE-05": [("reject", 3)],
}
_NUMBERS = count(1)


def procedure(like: str = "DE-01", code: str | None = None) -> Procedure:
    """A procedure with one published version that has the steps and returns of `like`."""
    code = code or like
    order = int(like[-1])
    row, made = Procedure.objects.get_or_create(
        code=code, defaults={"slug": code.lower(), "sort_order": order}
    )
    if made:
        _version(row, like)
    return row


def _version(row: Procedure, like: str) -> ProcedureVersion:
    version = ProcedureVersion.objects.create(
        procedure=row, number=1, name_th=f"กระบวนงาน {row.code}", unit_th="กลุ่ม", scope_th="-"
    )
    steps = STEPS[like]
    for seq, (kind, least, most, unit, basis) in enumerate(steps, 1):
        ProcedureStep.objects.create(
            version=version,
            seq=seq,
            kind=kind,
            name_th=f"งานที่ {seq} {kind}",
            detail_th="รายละเอียด",
            duration_raw_th="ตามเอกสาร",
            duration_min=least,
            duration_max=most,
            duration_unit=unit,
            duration_basis=basis,
            responsible_th="กลุ่ม",
            sort_order=seq,
        )
        FlowNode.objects.create(
            version=version, key=f"S{seq}", label_th=f"{seq}", type="process", step_seq=seq
        )
    decision = next(seq for seq, step in enumerate(steps, 1) if step[0] == "approval")
    for kind, target in RETURNS[like]:
        FlowEdge.objects.create(
            version=version,
            source=f"S{decision}",
            target=target if target == "F" else f"S{target}",
            kind=kind,
        )
        if target == "F":
            FlowNode.objects.create(version=version, key="F", label_th="ทบทวน", type="process")
            FlowEdge.objects.create(version=version, source="F", target="S2", kind="return")
    version.published_at = timezone.now()
    version.save()
    return version


def fresh_code() -> str:
    """A code that no other procedure of this run has."""
    return f"X-{next(_NUMBERS)}"


def member(*roles: str, **fields: Any) -> Any:
    """Somebody in the groups of these roles; `apply_groups` must have run."""
    user = UserFactory(**fields)
    user.groups.set(Group.objects.filter(name__in=[group_name(role) for role in roles]))
    return user


def opened(
    like: str = "DE-01",
    starts_on: date = START,
    *,
    by: Any = None,
    year: int = 2570,
    timings: dict[int, Timing] | None = None,
    pace: str = Pace.LONGEST,
    of: Procedure | None = None,
) -> Round:
    """A running round; without `of` of the standard procedure."""
    opening = Opening(
        site=Site.objects.get(is_default_site=True),
        procedure=of or procedure(like),
        fiscal_year=year,
        starts_on=starts_on,
        pace=pace,
    )
    round_ = open_round(opening, timings or {}, by or UserFactory())
    return Round.objects.with_steps().get(pk=round_.pk)


def end(round_: Round, outcome: str = "done", on: date | None = None, **more: Any) -> Round:
    """Finish the open step a day after it began, or on another day."""
    row = Round.objects.with_steps().get(pk=round_.pk).open_step
    assert row is not None
    assert row.started_on is not None
    ending = Ending(outcome, on or row.started_on + timedelta(days=1), **more)
    return finish(row.pk, ending, UserFactory())


def until(round_: Round, seq: int) -> Round:
    """Do every step before this one."""
    while (row := round_.open_step) and row.step.seq < seq:
        outcome = {"approval": "approved", "acknowledgement": "acknowledged"}
        round_ = end(round_, outcome.get(row.step.kind, "done"))
    return round_


def state(round_: Round) -> list[tuple[int, int, str]]:
    """Number, attempt and outcome of each row of a round's history."""
    fresh = Round.objects.with_steps().get(pk=round_.pk)
    return [(row.step.seq, row.attempt, row.outcome) for row in fresh.attempts]
