"""The public API of plans: read only and strict; what was approved, never a draft."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from catalog.lookup import row_or_404
from search.api import refuse_unknown
from search.contract import MAX_LIMIT, MAX_WINDOW

from .channels import pdf_address
from .figures import years_of
from .models import PlanEdition, PlanKind, PlanPage

router = Router(tags=["plans"])


class PlanParameters(Schema, extra="forbid"):
    """Filters; one given several times keeps what has any of its values."""

    fiscal_year_be: list[int] = Field([], max_length=MAX_LIMIT, description="Fiscal year (B.E.).")
    kind: list[PlanKind] = []
    page: int = Field(1, ge=1, le=MAX_WINDOW)
    per_page: int = Field(20, ge=1, le=MAX_LIMIT)


class PlanRow(Schema):
    """A published plan; `edition` is the one in force, `superseded`: another plan replaced it."""

    id: int
    url: str
    pdf: str
    title_th: str
    title_en: str
    summary: str
    kind: PlanKind
    first_fiscal_year_be: int
    last_fiscal_year_be: int
    edition: int
    approved_at: datetime
    superseded: bool
    is_sample: bool


class PlanList(Schema):
    """One page of plans, those of the last years first."""

    total: int
    page: int
    pages: int
    per_page: int
    plans: list[PlanRow]


class ProjectRow(Schema):
    """A project with its budget in baht."""

    number: int | None
    strategy: int | None
    name: str
    owner: str
    budget: Decimal | None
    quarters: list[Decimal]
    starts_on: Day | None
    ends_on: Day | None
    status: str


class IndicatorYearRow(Schema):
    """Target and typed result of a fiscal year."""

    fiscal_year_be: int | None
    target: Decimal | None
    result: Decimal | None


class IndicatorRow(Schema):
    """An indicator of the plan."""

    strategy: int | None
    name: str
    unit: str
    baseline: Decimal | None
    direction: str
    years: list[IndicatorYearRow]


class StrategyRow(Schema):
    """A strategy of the plan."""

    number: int | None
    title: str


class EditionRow(Schema):
    """An approved edition; `digest` is the SHA-256 of what was approved."""

    number: int
    approved_at: datetime
    digest: str
    url: str
    pdf: str


class PlanDetail(PlanRow):
    """A plan with the tables of its current edition."""

    reference_number: str
    vision: str
    strategies: list[StrategyRow]
    projects: list[ProjectRow]
    indicators: list[IndicatorRow]
    editions: list[EditionRow]


@router.get("/plans", response=PlanList, summary="Plans")
def plans(request: HttpRequest, asked: Query[PlanParameters]) -> PlanList:
    """Approved plans."""
    refuse_unknown(request, PlanParameters)
    rows = PlanPage.objects.published()
    if asked.kind:
        rows = rows.filter(kind__in=asked.kind)
    years = Q()
    for year in asked.fiscal_year_be:
        years |= Q(first_fiscal_year__lte=year, last_fiscal_year__gte=year)
    rows = rows.filter(years)
    total = rows.count()
    first = (asked.page - 1) * asked.per_page
    ordered = rows.for_listing().order_by("-last_fiscal_year", "-first_fiscal_year", "pk")
    return PlanList(
        total=total,
        page=asked.page,
        pages=max(1, -(-total // asked.per_page)),
        per_page=asked.per_page,
        plans=[PlanRow(**_facts(request, row)) for row in ordered[first : first + asked.per_page]],
    )


@router.get("/plans/{int:plan_id}", response=PlanDetail, summary="One plan")
def plan(request: HttpRequest, plan_id: int) -> PlanDetail:
    """The current edition of an approved plan."""
    refuse_unknown(request, Schema)
    rows = PlanPage.objects.published().for_listing()
    page = row_or_404(rows, _("There is no published plan at this address."), pk=plan_id)
    editions = list(page.editions.select_related("page", "revision"))
    approved = editions[0].plan
    return PlanDetail(
        **_facts(request, page),
        reference_number=approved.reference_number,
        vision=approved.vision,
        strategies=[
            StrategyRow(number=each.number, title=each.title) for each in approved.strategies.all()
        ],
        projects=[_project(each) for each in approved.projects.all()],
        indicators=[_indicator(each) for each in approved.indicators.all()],
        editions=[_edition(request, each) for each in editions],
    )


def _facts(request: HttpRequest, page: Any) -> dict[str, Any]:
    edition = PlanEdition(page_id=page.pk, number=page.edition_number)
    return {
        "id": page.pk,
        "url": request.build_absolute_uri(page.get_url(request)),
        "pdf": request.build_absolute_uri(pdf_address(edition)),
        "title_th": page.title,
        "title_en": page.title_en,
        "summary": page.summary,
        "kind": page.kind,
        "first_fiscal_year_be": page.first_fiscal_year,
        "last_fiscal_year_be": page.last_fiscal_year,
        "edition": page.edition_number,
        "approved_at": page.approved_at,
        "superseded": page.was_replaced,
        "is_sample": page.is_sample,
    }


def _project(row: Any) -> ProjectRow:
    plain = ("number", "name", "owner", "budget", "starts_on", "ends_on", "status")
    return ProjectRow(
        **{name: getattr(row, name) for name in plain},
        strategy=row.strategy_number,
        quarters=list(row.quarters),
    )


def _indicator(row: Any) -> IndicatorRow:
    years = [
        IndicatorYearRow(fiscal_year_be=each.fiscal_year, target=each.target, result=each.actual)
        for each in years_of(row)
    ]
    plain = ("name", "unit", "baseline", "direction")
    return IndicatorRow(
        **{name: getattr(row, name) for name in plain}, strategy=row.strategy_number, years=years
    )


def _edition(request: HttpRequest, edition: PlanEdition) -> EditionRow:
    address = reverse("plans:edition", args=[edition.page_id, edition.number])
    return EditionRow(
        number=edition.number,
        approved_at=edition.approved_at,
        digest=edition.digest,
        url=request.build_absolute_uri(address),
        pdf=request.build_absolute_uri(pdf_address(edition)),
    )
