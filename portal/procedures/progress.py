"""How a round moves on: the only place that starts, ends and repeats its steps.

Exactly one step is open while a round runs. A step ends with an outcome; a refusal or a wish for
improvement opens new attempts from the step that the procedure names, and what was stays in the
history. Every change is made under the round's lock, so that of two people who end the same step
at once one wins and the other is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.core.templatetags.thai_dates import thai_date

from . import deadlines
from .models import RETURNING, Outcome, Round, RoundStep
from .models.steps import StepKind
from .opening import check_timing
from .refusals import Refused
from .scheduling import Timing


@dataclass(frozen=True)
class Ending:
    """How a step ends, as people say it in a form or an approval says it by itself."""

    outcome: str
    finished_on: date
    remark: str = ""
    for_next_year: str = ""
    redo_step: int | None = None


@transaction.atomic
def set_timing(row_pk: int, timing: Timing, by: Any) -> Round:
    """Give an unfinished step its own days, its number of activities or a date of its own."""
    round_ = _locked(row_pk)
    row = _attempt(round_, row_pk)
    if row.finished_on is not None:
        raise Refused(_told_by_whom(row))
    begins = row.started_on or row.planned_start or round_.starts_on
    check_timing(timing, begins, round_.fiscal_year)
    row.days, row.activities, row.fixed_due = timing
    deadlines.set_due(row)
    row.save()
    deadlines.complete_baseline(round_)
    data = {"step": str(row.step), "due": row.due.isoformat() if row.due else ""}
    log(round_, "procedures.deadline_set", user=by, data=data)
    return round_


# --- ending a step ----------------------------------------------------------------------


@transaction.atomic
def finish(row_pk: int, ending: Ending, by: Any) -> Round:
    """End the open step and begin what follows: the next one, an earlier one again, or nothing."""
    round_ = _locked(row_pk)
    row = _attempt(round_, row_pk)
    _check_ending(row, ending)
    row.outcome = ending.outcome
    row.finished_on = ending.finished_on
    row.remark = ending.remark
    row.recorded_by = by
    row.recorded_at = timezone.now()
    row.save()
    data = {
        "step": str(row.step),
        "outcome": row.outcome,
        "finished_on": row.finished_on.isoformat(),
        "remark": row.remark,
    }
    log(round_, "procedures.step_finished", user=by, data=data)
    if ending.outcome in RETURNING:
        _return(row, ending, by)
    else:
        _go_on(row, ending, by)
    return Round.objects.with_steps().get(pk=round_.pk)


def _check_ending(row: RoundStep, ending: Ending) -> None:
    if row.finished_on is not None:
        raise Refused(_told_by_whom(row))
    if row.started_on is None:
        raise Refused(_("This step has not begun: finish the steps before it first."))
    if ending.outcome not in row.outcomes:
        raise Refused(_("This outcome is not possible at this step."), "outcome")
    if ending.finished_on < row.started_on:
        text = _("The step began on %(day)s and cannot be finished before that.")
        raise Refused(text % {"day": thai_date(row.started_on)}, "finished_on")
    if ending.finished_on > timezone.localdate():
        raise Refused(_("This day has not come yet: type the day it was finished."), "finished_on")
    if ending.outcome in RETURNING and not ending.remark.strip():
        raise Refused(_("Say what is to be improved, so that others can do it."), "remark")


def return_target(row: RoundStep, outcome: str, redo_step: int | None = None) -> int | None:
    """The number of the step that an outcome sends the work back to; nothing without any way.

    The approver may name one; else the procedure's flow does. Where the flow draws only one way
    back (DE-02 to DE-05 have no ปรับปรุง of their own), it serves both outcomes.
    """
    seq = row.step.seq
    if redo_step is not None and 1 <= redo_step < seq:
        return redo_step
    version = row.round.version
    ways = [RETURNING[Outcome(outcome)], *RETURNING.values()]
    found = (version.return_step(seq, way) for way in ways)
    return next((step for step in found if step is not None and step < seq), None)


def _return(row: RoundStep, ending: Ending, by: Any) -> None:
    round_ = row.round
    target = return_target(row, ending.outcome, ending.redo_step)
    if target is None:
        text = _("The procedure does not say where to return to from this step.")
        raise Refused(text, "outcome")
    repeated = [old for old in round_.current_steps if target <= old.step.seq <= row.step.seq]
    again = [_next_attempt(old) for old in repeated]
    log(
        round_,
        "procedures.step_returned",
        user=by,
        data={"step": str(row.step), "to": str(again[0].step), "remark": ending.remark},
    )
    _forget_rows(round_)
    deadlines.begin(again[0], ending.finished_on)


def _next_attempt(old: RoundStep) -> RoundStep:
    """Repeat a step: the baseline stays, a date that was fixed for the first time does not."""
    return RoundStep.objects.create(
        round=old.round,
        step=old.step,
        attempt=old.attempt + 1,
        days=old.days,
        activities=old.activities,
        planned_start=old.planned_start,
        planned_due=old.planned_due,
    )


def _go_on(row: RoundStep, ending: Ending, by: Any) -> None:
    round_ = row.round
    if row.step.kind == StepKind.ACKNOWLEDGEMENT:
        round_.remarks_for_next_year = ending.for_next_year
    following = next((r for r in round_.current_steps if r.step.seq > row.step.seq), None)
    if following is not None:
        deadlines.begin(following, ending.finished_on)
    else:
        round_.closed_at = timezone.now()
        log(round_, "procedures.round_closed", user=by)
    round_.save(update_fields=["remarks_for_next_year", "closed_at"])
    if round_.is_closed:
        _hand_over(round_, by)


def _hand_over(round_: Round, by: Any) -> None:
    """Give the remarks to next year's round where it runs already; a later one fetches them."""
    following = Round.objects.running().filter(
        site=round_.site, procedure=round_.procedure, fiscal_year=round_.fiscal_year + 1
    )
    for later in following:
        if later.remarks_from_last_year != round_.remarks_for_next_year:
            later.remarks_from_last_year = round_.remarks_for_next_year
            later.save(update_fields=["remarks_from_last_year"])
            log(later, "procedures.remarks_received", user=by)


# --- opening again ----------------------------------------------------------------------


@transaction.atomic
def reopen(round_pk: int, reason: str, by: Any) -> Round:
    """Repeat the last step of a closed round, for a reason that stays in the history."""
    round_ = Round.objects.select_for_update().get(pk=round_pk)
    if not round_.is_closed:
        raise Refused(_("This round is running: there is nothing to reopen."))
    if not reason.strip():
        raise Refused(_("Say why the round is opened again."), "reason")
    last = round_.current_steps[-1]
    again = _next_attempt(last)
    round_.closed_at = None
    round_.save(update_fields=["closed_at"])
    log(
        round_,
        "procedures.round_reopened",
        user=by,
        data={"step": str(again.step), "reason": reason.strip()},
    )
    _forget_rows(round_)
    deadlines.begin(again, max(timezone.localdate(), last.finished_on or round_.starts_on))
    return Round.objects.with_steps().get(pk=round_.pk)


# --- what all of them share -------------------------------------------------------------


def _locked(row_pk: int) -> Round:
    """The round of an attempt, held until the transaction ends."""
    round_ = Round.objects.select_for_update().get(round_steps=row_pk)
    if round_.is_closed:
        raise Refused(_("This round is closed and can only be read."))
    return round_


def _attempt(round_: Round, row_pk: int) -> RoundStep:
    row = next(row for row in round_.attempts if row.pk == row_pk)
    newest = next(r for r in round_.current_steps if r.step_id == row.step_id)
    if row.pk != newest.pk:
        raise Refused(_told_by_whom(row))
    return row


def _told_by_whom(row: RoundStep) -> str:
    """That somebody was faster, with name and outcome."""
    text = _("“%(step)s” was recorded as “%(outcome)s” by %(who)s meanwhile. Nothing was changed.")
    return text % {"step": row.step, "outcome": row.get_outcome_display(), "who": row.recorder}


def _forget_rows(round_: Round) -> None:
    """Read the attempts anew the next time: there are more of them now."""
    round_.__dict__.pop("attempts", None)
    getattr(round_, "_prefetched_objects_cache", {}).pop("round_steps", None)
