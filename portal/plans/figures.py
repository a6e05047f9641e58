"""The sums of a plan and its tables as rows: for the page, its charts, the PDF and spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.core.templatetags.thai_dates import thai_date_short

from .models import IndicatorYear, PlanIndicator, PlanPage, PlanProject
from .rules import baht

NOTHING = Decimal(0)
NO_VALUE = "–"


@dataclass(frozen=True)
class Amount:
    """A named sum of money."""

    label: str
    baht: Decimal
    number: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table with a heading for each column; `sums` are the places of rows that add up others."""

    caption: str
    headings: list[str]
    rows: list[list[str]]
    sums: frozenset[int] = frozenset()


@dataclass(frozen=True)
class YearResult:
    """Target and result of an indicator in a fiscal year; `live` is a figure of this minute."""

    fiscal_year: int | None
    target: Decimal | None
    result: Decimal | None
    live: bool = False


def total_budget(plan: PlanPage) -> Decimal:
    """What all projects cost together."""
    return sum((project.budget or NOTHING for project in plan.projects.all()), NOTHING)


def budget_by_quarter(plan: PlanPage) -> list[Amount]:
    """The budget of each quarter, from October on."""
    sums = [NOTHING] * 4
    for project in plan.projects.all():
        sums = [old + new for old, new in zip(sums, project.quarters, strict=True)]
    return [
        Amount(_("Quarter %(number)s") % {"number": number}, amount)
        for number, amount in enumerate(sums, 1)
    ]


def budget_by_strategy(plan: PlanPage) -> list[Amount]:
    """The budget of each strategy, in their order; projects without one come last."""
    sums: dict[int | None, Decimal] = {row.number: NOTHING for row in plan.strategies.all()}
    names = {row.number: row.title for row in plan.strategies.all()}
    for project in plan.projects.all():
        number = project.strategy_number
        sums[number] = sums.get(number, NOTHING) + (project.budget or NOTHING)
    return [
        Amount(names.get(number) or _("Without a strategy"), amount, str(number or ""))
        for number, amount in sums.items()
    ]


def results_of(indicator: PlanIndicator, *, with_live: bool) -> list[YearResult]:
    """The years of an indicator; figures of the portal only where they are asked for."""
    return [
        YearResult(
            year.fiscal_year,
            year.target,
            year.value() if with_live else year.actual,
            live=with_live and year.is_live,
        )
        for year in years_of(indicator)
    ]


def years_of(indicator: PlanIndicator) -> list[IndicatorYear]:
    """The years of an indicator, in order."""
    return sorted(indicator.years.all(), key=lambda year: year.fiscal_year or 0)


def number(value: Decimal | None) -> str:
    """A figure without the zeros behind its point: 1,200 or 4.51; a dash for none."""
    if value is None:
        return NO_VALUE
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


# --- tables -----------------------------------------------------------------------------


def alignment_sheet(plan: PlanPage) -> Sheet:
    """The reference documents."""
    rows = [
        [str(place), row.reference, thai_date_short(row.valid_until) or NO_VALUE, row.relation]
        for place, row in enumerate(plan.alignments.all(), 1)
    ]
    headings = [
        pgettext("table", "No."),
        _("Reference document"),
        _("Valid until"),
        _("How this plan follows it"),
    ]
    return Sheet(_("Alignment with reference documents"), headings, rows)


def budget_sheet(plan: PlanPage) -> Sheet:
    """Projects with their budget by quarter, and the sum."""
    projects = list(plan.projects.all())
    rows = [
        [
            str(project.number or place),
            str(project.strategy_number or NO_VALUE),
            project.name,
            *(baht(amount) for amount in project.quarters),
            baht(project.budget or NOTHING),
            project.owner,
        ]
        for place, project in enumerate(projects, 1)
    ]
    quarters = budget_by_quarter(plan)
    sums = [baht(each.baht) for each in quarters]
    rows.append(["", "", _("Total"), *sums, baht(total_budget(plan)), ""])
    headings = [
        pgettext("table", "No."),
        _("Strategy"),
        _("Project"),
        *(each.label for each in quarters),
    ]
    headings += [_("Budget (baht)"), _("Responsible")]
    return Sheet(
        _("Budget by project and quarter (baht)"), headings, rows, frozenset({len(projects)})
    )


def indicator_sheet(plan: PlanPage, *, with_live: bool) -> Sheet:
    """Every indicator and year with target and result."""
    rows = [
        [
            str(indicator.strategy_number or NO_VALUE),
            indicator.name,
            indicator.unit,
            number(indicator.baseline),
            str(year.fiscal_year or NO_VALUE),
            number(year.target),
            number(year.result),
        ]
        for indicator in plan.indicators.all()
        for year in results_of(indicator, with_live=with_live) or [YearResult(None, None, None)]
    ]
    headings = [
        _("Strategy"),
        _("Indicator"),
        _("Unit of measure"),
        _("Baseline"),
        _("Fiscal year"),
    ]
    return Sheet(_("Indicators and targets"), [*headings, _("Target"), _("Result")], rows)


SHEETS: dict[str, Callable[[PlanPage, bool], Sheet]] = {
    "alignment": lambda plan, with_live: alignment_sheet(plan),
    "budget": lambda plan, with_live: budget_sheet(plan),
    "indicators": lambda plan, with_live: indicator_sheet(plan, with_live=with_live),
}


def project_facts(project: PlanProject) -> list[tuple[str, Any]]:
    """What a sheet says of a project, without its name and money."""
    facts = [
        (_("Responsible"), project.owner),
        (_("Principles and reasons"), project.rationale),
        (pgettext("project", "Objectives"), project.objectives),
        (_("Target in numbers"), project.quantitative_target),
        (_("Target in quality"), project.qualitative_target),
        (_("Source of the budget"), project.budget_source),
        (_("Begins"), thai_date_short(project.starts_on)),
        (_("Ends"), thai_date_short(project.ends_on)),
        (_("Status"), str(project.get_status_display())),
    ]
    return [(name, value) for name, value in facts if value]
