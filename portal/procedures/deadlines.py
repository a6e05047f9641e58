"""Deadlines of stored rounds: the pure reckoning with this office's holidays and habits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from wagtail.models import Site

from portal.core import office_calendar, working_days
from portal.core.models import SiteSettings
from portal.core.thai_calendar import BUDDHIST_OFFSET
from portal.core.working_days import YearWarning, is_working_day

from . import scheduling
from .models import ProcedureStep, ProcedureVersion, Round, RoundStep
from .scheduling import CountingRule, Duration, PlannedStep, Timing


class Preview(NamedTuple):
    """What a round would look like, before anything is saved."""

    steps: list[tuple[ProcedureStep, PlannedStep]]
    warnings: list[YearWarning]
    starts_on_a_closed_day: bool


def counting_rule(site: Site, years: Collection[int]) -> CountingRule:
    """How this office counts days in these years (C.E.)."""
    habits = SiteSettings.for_site(site)
    return CountingRule(office_calendar.office_holidays(years), habits.count_start_day)


def duration_of(step: ProcedureStep) -> Duration:
    """What the procedure states for a step."""
    return RoundStep(step=step).duration


def preview(
    site: Site,
    version: ProcedureVersion,
    starts_on: date,
    pace: str,
    timings: Mapping[int, Timing],
) -> Preview:
    """Plan all steps of a version from a day on; `timings` by the step's number."""
    steps = sorted(version.steps.all(), key=lambda step: step.seq)
    wanted = [(duration_of(step), timings.get(step.seq, Timing())) for step in steps]
    years = scheduling.years_of(starts_on, wanted, pace)
    rule = counting_rule(site, years)
    planned = scheduling.plan(starts_on, wanted, rule, pace)
    return Preview(
        list(zip(steps, planned, strict=True)),
        warnings_of(starts_on, planned, rule),
        not is_working_day(starts_on, rule.holidays),
    )


def warnings_of(
    starts_on: date, planned: Sequence[PlannedStep], rule: CountingRule
) -> list[YearWarning]:
    """What to look into in the holidays of the years that the planned dates lie in."""
    dues = [step.due for step in planned if step.due is not None]
    last = max([starts_on, *dues])
    years = range(starts_on.year + BUDDHIST_OFFSET, last.year + BUDDHIST_OFFSET + 1)
    return working_days.year_warnings(years, rule.holidays, office_calendar.confirmed_years())


def warnings_of_round(round_: Round) -> list[YearWarning]:
    """The same for a round that is under way; nothing for a closed one."""
    if round_.is_closed:
        return []
    dates = [PlannedStep(row.started_on, row.due or row.planned_due) for row in round_.attempts]
    years = {day.year for row in dates for day in row if day} | {round_.starts_on.year}
    rule = CountingRule(office_calendar.office_holidays(years))
    return warnings_of(round_.starts_on, dates, rule)


def begin(row: RoundStep, day: date) -> None:
    """Let a step begin, with its deadline and with planned dates for whatever had none."""
    row.started_on = day
    set_due(row)
    row.save(update_fields=["started_on", "due"])
    complete_baseline(row.round)


def set_due(row: RoundStep) -> None:
    """Reckon the deadline in force of a step that has begun."""
    if row.started_on is None:
        return
    row.due = _due(row, row.started_on)


def complete_baseline(round_: Round) -> None:
    """Give planned dates to unfinished steps that had none, as far as they can be known now.

    What is planned already stays: it is the baseline with which the work is compared.
    """
    begins: date | None = None
    for row in round_.current_steps:
        if row.finished_on is not None:
            begins = row.finished_on
            continue
        before = (row.planned_start, row.planned_due)
        row.planned_start = row.planned_start or row.started_on or begins
        if row.planned_start and not row.planned_due:
            row.planned_due = _due(row, row.planned_start)
        if (row.planned_start, row.planned_due) != before:
            row.save(update_fields=["planned_start", "planned_due"])
        start, due = row.planned_start, row.planned_due
        begins = max(start, due) if start and due else None


def _due(row: RoundStep, begins: date) -> date | None:
    wanted = [(row.duration, row.timing)]
    rule = counting_rule(row.round.site, scheduling.years_of(begins, wanted, row.round.pace))
    return scheduling.step_due(begins, row.duration, row.timing, rule, row.round.pace)
