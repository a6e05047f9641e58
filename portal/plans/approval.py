"""A plan as text for those who approve: only what the revision holds, no figure of the day."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.approvals.documents import ApprovalDocument, Section, lines_of
from portal.core.templatetags.thai_dates import thai_date

from .models import IndicatorYear, PlanAlignment, PlanIndicator, PlanPage, PlanProject
from .rules import baht

_NONE = "-"


def approval_document(plan: PlanPage) -> ApprovalDocument:
    """Summary and full text of a plan."""
    sections = [*_chapters(plan), *_tables(plan)]
    return ApprovalDocument(
        plan.title, _summary(plan), [section for section in sections if section.paragraphs]
    )


def _summary(plan: PlanPage) -> list[tuple[str, str]]:
    projects = list(plan.projects.all())
    quarters = [sum(amounts) for amounts in zip(*(each.quarters for each in projects), strict=True)]
    budget = sum((each.budget or Decimal(0) for each in projects), Decimal(0))
    years = [str(plan.first_fiscal_year), str(plan.last_fiscal_year)]
    return [
        (_("Kind of plan"), str(plan.get_kind_display())),
        (_("Fiscal years"), " - ".join(dict.fromkeys(years))),
        (_("Number of projects"), str(len(projects))),
        (_("Total budget (baht)"), baht(budget)),
        *(
            (_("Quarter %(number)s (baht)") % {"number": number}, baht(amount))
            for number, amount in enumerate(quarters, 1)
        ),
        (_("Strategies"), "; ".join(str(each) for each in plan.strategies.all()) or _NONE),
        (_("Number of indicators"), str(plan.indicators.count())),
    ]


def _chapters(plan: PlanPage) -> list[Section]:
    return [
        Section(block.value["title"], lines_of(str(block.value["body"] or "")))
        for block in plan.chapters
    ]


def _tables(plan: PlanPage) -> list[Section]:
    return [
        Section(_("Alignment with higher plans"), _lines(plan.alignments.all(), _alignment)),
        Section(_("SWOT analysis"), _lines(plan.swot_points.all())),
        Section(_("Vision"), lines_of(plan.vision)),
        Section(_("Missions"), _lines(plan.missions.all())),
        Section(_("Goals"), _lines(plan.goals.all())),
        Section(
            _("Strategies"),
            [
                line
                for each in plan.strategies.all()
                for line in (str(each), *lines_of(each.description))
            ],
        ),
        *(Section(str(each), _project(each)) for each in plan.projects.all()),
        Section(_("Indicators and targets"), _lines(plan.indicators.all(), _indicator)),
        Section(_("Appendix"), _lines(plan.attachments.all())),
    ]


def _lines(rows: Iterable[Any], write: Any = str) -> list[str]:
    return [f"{number}. {write(row)}" for number, row in enumerate(rows, 1)]


def _alignment(row: PlanAlignment) -> str:
    until = ""
    if row.valid_until:
        until = _("valid until %(day)s") % {"day": thai_date(row.valid_until)}
    return " · ".join(filter(None, (row.reference, until, row.relation)))


def _project(row: PlanProject) -> list[str]:
    named = [
        (_("Strategy number"), row.strategy_number),
        (_("Responsible"), row.owner),
        (_("Principles and reasons"), row.rationale),
        (_("Objectives of the project"), row.objectives),
        (_("Target in numbers"), row.quantitative_target),
        (_("Target in quality"), row.qualitative_target),
        (_("Budget (baht)"), _NONE if row.budget is None else baht(row.budget)),
        (_("Source of the budget"), row.budget_source),
        (_("By quarter (baht)"), " / ".join(baht(amount) for amount in row.quarters)),
        (_("Begins"), thai_date(row.starts_on)),
        (_("Ends"), thai_date(row.ends_on)),
        (_("Status"), row.get_status_display()),
    ]
    return [f"{name}: {value}" for name, value in named if value not in (None, "")]


def _indicator(row: PlanIndicator) -> str:
    baseline = _NONE if row.baseline is None else f"{row.baseline:,}"
    facts = [
        row.name,
        _("strategy %(number)s") % {"number": row.strategy_number or _NONE},
        _("unit: %(unit)s") % {"unit": row.unit or _NONE},
        _("baseline: %(value)s") % {"value": baseline},
        str(row.get_direction_display()),
        *(_year(year) for year in row.years.all()),
    ]
    return " · ".join(facts)


def _year(row: IndicatorYear) -> str:
    target = _NONE if row.target is None else f"{row.target:,}"
    text = _("%(year)s: target %(target)s") % {"year": row.fiscal_year or _NONE, "target": target}
    return (
        text
        if row.actual is None
        else f"{text}, " + _("result %(value)s") % {"value": f"{row.actual:,}"}
    )
