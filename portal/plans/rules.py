"""What a plan must fulfil before anybody is asked to approve it. Pure: looks, changes nothing.

A draft may break all of it, for plans are written over weeks; the editor names what is left to do
after each saving, and refuses to submit until nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from portal.core.templatetags.thai_dates import thai_date
from portal.core.thai_calendar import fiscal_year_days

from .blocks import HINT
from .models import IndicatorYear, PlanIndicator, PlanPage, PlanProject, PlanStrategy


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of the plan or of a row, and what to do about it."""

    row: Model
    field: str
    message: str


@dataclass(frozen=True)
class Rows:
    """A plan with its rows, as they are in a form or in a revision."""

    plan: PlanPage
    strategies: list[PlanStrategy]
    projects: list[PlanProject]
    indicators: list[tuple[PlanIndicator, list[IndicatorYear]]]

    @classmethod
    def of(cls, plan: PlanPage) -> Rows:
        """The rows that a plan holds."""
        return cls(
            plan,
            list(plan.strategies.all()),
            list(plan.projects.all()),
            [(each, list(each.years.all())) for each in plan.indicators.all()],
        )


def problems(rows: Rows) -> list[Problem]:
    """Everything that is wrong."""
    return [problem for rule in _RULES for problem in rule(rows)]


def baht(amount: Any) -> str:
    """An amount as people read it: 1,250,000.00."""
    return f"{amount:,.2f}"


def _years_in_order(rows: Rows) -> Iterator[Problem]:
    plan = rows.plan
    first, last = plan.first_fiscal_year, plan.last_fiscal_year
    if first and last and last < first:
        text = _(
            "The last fiscal year (%(last)s) is before the first (%(first)s). Correct one of them."
        )
        yield Problem(plan, "last_fiscal_year", text % {"first": first, "last": last})


def _no_hints_left(rows: Rows) -> Iterator[Problem]:
    for block in rows.plan.chapters:
        body = block.value["body"] or []
        if any(part.block_type == HINT for part in body):
            text = _(
                "The chapter “%(title)s” still holds a hint of the template. Write the text, then "
                "delete the hint."
            )
            yield Problem(rows.plan, "chapters", text % {"title": block.value["title"]})


def _strategy_numbers_once(rows: Rows) -> Iterator[Problem]:
    text = _("Strategy number %(number)s is used twice. Give each strategy a number of its own.")
    return _numbers_once(rows.strategies, text)


def _project_numbers_once(rows: Rows) -> Iterator[Problem]:
    text = _("Project number %(number)s is used twice. Give each project a number of its own.")
    return _numbers_once(rows.projects, text)


def _numbers_once(rows: Iterable[Any], text: str) -> Iterator[Problem]:
    seen: set[int | None] = set()
    for row in rows:
        if row.number is not None and row.number in seen:
            yield Problem(row, "number", text % {"number": row.number})
        seen.add(row.number)


def _strategies_are_there(rows: Rows) -> Iterator[Problem]:
    known = {strategy.number for strategy in rows.strategies}
    text = _(
        "There is no strategy %(number)s. Correct the number, or add the strategy in the tab "
        "“Direction and strategies”."
    )
    indicators = [indicator for indicator, _years in rows.indicators]
    naming: list[PlanProject | PlanIndicator] = [*rows.projects, *indicators]
    for row in naming:
        if row.strategy_number is not None and row.strategy_number not in known:
            yield Problem(row, "strategy_number", text % {"number": row.strategy_number})


def _quarters_add_up(rows: Rows) -> Iterator[Problem]:
    less = _(
        "The four quarters add up to %(total)s baht, %(difference)s baht less than the budget of "
        "%(budget)s baht. Correct the quarters or the budget."
    )
    more = _(
        "The four quarters add up to %(total)s baht, %(difference)s baht more than the budget of "
        "%(budget)s baht. Correct the quarters or the budget."
    )
    for project in rows.projects:
        if project.budget is None:
            continue
        total = sum(project.quarters)
        if difference := project.budget - total:
            values = {
                "total": baht(total),
                "difference": baht(abs(difference)),
                "budget": baht(project.budget),
            }
            text = less if difference > 0 else more
            yield Problem(project, "budget", text % values)


def _dates_within_plan(rows: Rows) -> Iterator[Problem]:
    days = _days(rows.plan)
    for project in rows.projects:
        if project.starts_on and project.ends_on and project.ends_on < project.starts_on:
            text = _("The project ends before it begins. Correct one of the dates.")
            yield Problem(project, "ends_on", text)
        if days:
            yield from _outside(project, "starts_on", *days)
            yield from _outside(project, "ends_on", *days)


def _outside(project: PlanProject, field: str, first: date, last: date) -> Iterator[Problem]:
    day = getattr(project, field)
    if day is None or first <= day <= last:
        return
    text = (
        _("%(day)s is before the plan's first fiscal year begins (%(limit)s). Correct the date.")
        if day < first
        else _("%(day)s is after the plan's last fiscal year ends (%(limit)s). Correct the date.")
    )
    limit = first if day < first else last
    yield Problem(project, field, text % {"day": thai_date(day), "limit": thai_date(limit)})


def _days(plan: PlanPage) -> tuple[date, date] | None:
    first, last = plan.first_fiscal_year, plan.last_fiscal_year
    if not first or not last or last < first:
        return None
    return fiscal_year_days(first)[0], fiscal_year_days(last)[1]


def _indicator_years_within_plan(rows: Rows) -> Iterator[Problem]:
    plan = rows.plan
    first, last = plan.first_fiscal_year, plan.last_fiscal_year
    outside = _(
        "The fiscal year %(year)s is outside the plan (%(first)s to %(last)s). Correct the year."
    )
    twice = _("The fiscal year %(year)s is there twice. Delete one of the two rows.")
    for _indicator, years in rows.indicators:
        seen: set[int | None] = {None}
        for row in years:
            values = {"year": row.fiscal_year, "first": first, "last": last}
            if row.fiscal_year is not None and not first <= row.fiscal_year <= last:
                yield Problem(row, "fiscal_year", outside % values)
            elif row.fiscal_year is not None and row.fiscal_year in seen:
                yield Problem(row, "fiscal_year", twice % values)
            seen.add(row.fiscal_year)


_RULES: list[Callable[[Rows], Iterator[Problem]]] = [
    _years_in_order,
    _strategy_numbers_once,
    _project_numbers_once,
    _strategies_are_there,
    _quarters_add_up,
    _dates_within_plan,
    _indicator_years_within_plan,
    # Last: a new draft has one in each chapter, and they would hide what else is wrong.
    _no_hints_left,
]
