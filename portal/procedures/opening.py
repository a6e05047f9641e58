"""Opening a round: what it needs, and what it is refused for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Site

from portal.core.templatetags.thai_dates import thai_date
from portal.core.thai_calendar import fiscal_year_days

from . import deadlines
from .models import Procedure, ProcedureVersion, Round, RoundStep
from .refusals import Refused
from .scheduling import MOST_ACTIVITIES, MOST_DAYS, Pace, Timing

FISCAL_YEARS = range(2560, 2601)


@dataclass(frozen=True)
class Opening:
    """What a round is opened with."""

    site: Site
    procedure: Procedure
    fiscal_year: int
    starts_on: date
    pace: str = Pace.LONGEST
    plan: Page | None = None
    is_sample: bool = False


def check_opening(opening: Opening) -> ProcedureVersion:
    """Refuse a year that cannot be, a start outside it, and a second round of the year.

    Returns the version that the round would keep.
    """
    if opening.fiscal_year not in FISCAL_YEARS:
        text = _("Type a fiscal year of the Buddhist era, such as 2570.")
        raise Refused(text, "fiscal_year")
    first, last = fiscal_year_days(opening.fiscal_year)
    if not first <= opening.starts_on <= last:
        text = _("Fiscal year %(year)s runs from %(first)s to %(last)s: start on one of its days.")
        values = {"first": thai_date(first), "last": thai_date(last), "year": opening.fiscal_year}
        raise Refused(text % values, "starts_on")
    twin = Round.objects.filter(
        site=opening.site, procedure=opening.procedure, fiscal_year=opening.fiscal_year
    )
    if twin.exists():
        raise Refused(_("This procedure has a round in that fiscal year already."), "procedure")
    version = opening.procedure.current
    if version is None:
        raise Refused(_("No version of this procedure is published yet."), "procedure")
    return version


def open_round(opening: Opening, timings: dict[int, Timing], by: Any) -> Round:
    """Open a round: every step planned, the first one begun."""
    version = check_opening(opening)
    for timing in timings.values():
        check_timing(timing, opening.starts_on, opening.fiscal_year)
    try:
        with transaction.atomic():
            return _open(opening, version, timings, by)
    except IntegrityError as error:
        text = _("This procedure has a round in that fiscal year already.")
        raise Refused(text, "procedure") from error


def _open(
    opening: Opening, version: ProcedureVersion, timings: dict[int, Timing], by: Any
) -> Round:
    round_ = Round.objects.create(
        site=opening.site,
        procedure=opening.procedure,
        version=version,
        fiscal_year=opening.fiscal_year,
        starts_on=opening.starts_on,
        pace=opening.pace,
        plan=opening.plan,
        remarks_from_last_year=_remarks_of_last_year(opening),
        opened_by=by,
        is_sample=opening.is_sample,
    )
    planned = deadlines.preview(opening.site, version, opening.starts_on, opening.pace, timings)
    for step, (start, due) in planned.steps:
        timing = timings.get(step.seq, Timing())
        RoundStep.objects.create(
            round=round_,
            step=step,
            planned_start=start,
            planned_due=due,
            **timing._asdict(),
        )
    log(round_, "procedures.round_opened", user=by)
    first = round_.current_steps[0]
    deadlines.begin(first, opening.starts_on)
    return round_


def _remarks_of_last_year(opening: Opening) -> str:
    before = Round.objects.filter(
        site=opening.site, procedure=opening.procedure, fiscal_year=opening.fiscal_year - 1
    ).first()
    return before.remarks_for_next_year if before else ""


def check_timing(timing: Timing, begins: date, fiscal_year: int) -> None:
    """Refuse numbers of days that no step takes, and dates before it or far behind the year."""
    if timing.days is not None and not 1 <= timing.days <= MOST_DAYS:
        text = _("Type a number of days from 1 to %(most)s.") % {"most": MOST_DAYS}
        raise Refused(text, "days")
    if timing.activities is not None and not 1 <= timing.activities <= MOST_ACTIVITIES:
        text = _("Type a number of activities from 1 to %(most)s.") % {"most": MOST_ACTIVITIES}
        raise Refused(text, "activities")
    if timing.fixed_due is None:
        return
    _first, last = fiscal_year_days(fiscal_year + 1)
    if not begins <= timing.fixed_due <= last:
        text = _("Choose a due date from %(first)s to %(last)s.")
        values = {"first": thai_date(begins), "last": thai_date(last)}
        raise Refused(text % values, "fixed_due")
