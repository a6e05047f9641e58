"""The public API of usage figures: read only, strict, and hidden by the rules of the page."""

from __future__ import annotations

from datetime import date as Day
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from search.api import refuse_unknown

from .models import Period
from .printing import Line, PrintedReport
from .rules import CURRENT
from .views import asked_span, released

router = Router(tags=["usage"])


class PeriodRow(Schema):
    """A period that figures can be asked for; `closed` ones are fixed."""

    code: str
    kind: str
    name_th: str
    name_en: str
    first_day: Day
    last_day: Day
    closed: bool


class PeriodList(Schema):
    """Every period with use."""

    periods: list[PeriodRow]


class TableRow(Schema):
    """A row; null is a figure that is not printed (fewer than `k` visitor-days, or withheld)."""

    code: str
    label: str
    numbers: list[int | None]


class FigureTable(Schema):
    """A table with the names of its columns."""

    code: str
    title: str
    columns: list[str]
    rows: list[TableRow]
    total: TableRow | None


class PeriodFigures(Schema):
    """What everybody may know of a period. A visitor is a device on one day, never a person."""

    period: dict[str, str]
    rule_version: int
    closed_version: int | None
    k: int
    attributed_percent: float | None
    schools: dict[str, int]
    tables: list[FigureTable]


@router.get("/usage/periods", response=PeriodList, summary="Periods with usage figures")
def periods(request: HttpRequest) -> PeriodList:
    """Fiscal years, terms and months, the newest first."""
    refuse_unknown(request, Schema)
    names = ("code", "kind", "name_th", "name_en", "first_day", "last_day")
    return PeriodList(
        periods=[
            PeriodRow(closed=period.is_closed, **{name: getattr(period, name) for name in names})
            for period in Period.objects.all()
        ]
    )


@router.get("/usage/periods/{code}", response=PeriodFigures, summary="Usage in one period")
def period_figures(request: HttpRequest, code: str) -> PeriodFigures:
    """Totals and tables of a period; schools only as numbers of schools, nothing by the day."""
    refuse_unknown(request, Schema)
    report = released(asked_span(code))
    if report is None:
        raise Http404(_("The figures of this period are not released."))
    return _figures(report)


def _figures(report: PrintedReport) -> PeriodFigures:
    data: dict[str, Any] = report.data
    return PeriodFigures(
        period=data["period"],
        rule_version=data.get("rule_version", CURRENT.version),
        closed_version=report.closed_version,
        k=report.k,
        attributed_percent=data["attributed_percent"],
        schools=data["reach"],
        tables=[
            FigureTable(
                code=table.code,
                title=table.title,
                columns=list(table.columns),
                rows=[_row(line) for line in table.lines],
                total=_row(table.total) if table.total else None,
            )
            for table in report.tables
        ],
    )


def _row(line: Line) -> TableRow:
    return TableRow(code=line.code, label=line.label, numbers=list(line.numbers))
