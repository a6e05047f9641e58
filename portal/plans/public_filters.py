"""The filters of the public list of plans."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalog.facets import Choice, FacetedFilterSet, FacetFilter, from_enum
from portal.core.thai_calendar import BUDDHIST_OFFSET
from search.language import in_english

from .models import PlanKind, PlanPage


def _years() -> list[Choice]:
    """Every fiscal year of which there is a plan, the newest first."""
    spans = PlanPage.objects.published().values_list("first_fiscal_year", "last_fiscal_year")
    years = {year for first, last in spans for year in range(first, last + 1)}
    return [Choice(str(year), year_name(year)) for year in sorted(years, reverse=True)]


def year_name(year: int) -> str:
    """A fiscal year (B.E.) in the reader's calendar."""
    return str(year - BUDDHIST_OFFSET if in_english() else year)


class YearFilter(FacetFilter):
    """Keeps the plans to which any of the years belongs."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Narrow the rows; nothing ticked means all of them."""
        wanted = Q()
        for year in value:
            wanted |= Q(first_fiscal_year__lte=year, last_fiscal_year__gte=year)
        return qs.filter(wanted)

    def counts(self, rows: QuerySet[Any]) -> dict[str, int]:
        """Count a plan in each of its years."""
        counted: dict[str, int] = {}
        for first, last in rows.order_by().values_list("first_fiscal_year", "last_fiscal_year"):
            for year in range(first, last + 1):
                counted[str(year)] = counted.get(str(year), 0) + 1
        return counted


class PublicPlanFilter(FacetedFilterSet):
    """By fiscal year and kind."""

    year = YearFilter("first_fiscal_year", label=_("Fiscal year"), choices=_years)
    kind = FacetFilter("kind", label=_("Kind of plan"), choices=from_enum(PlanKind))
