"""The filters of the course directory."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalog.facets import Choice, FacetedFilterSet, FacetFilter, from_table
from catalog.filters import GRADE, SUBJECT
from catalog.models import Grade, Subject

from .models import Course
from .terms import written_term


def _terms() -> list[Choice]:
    """The terms of which there are public courses, the newest first."""
    terms = Course.objects.public().order_by("-academic_year", "-term")
    pairs = terms.values_list("academic_year", "term").distinct()
    return [Choice(f"{year}-{term}", written_term(year, term)) for year, term in pairs]


class TermFilter(FacetFilter):
    """Keeps the courses of the ticked terms; a term is a year and a number: 2569-2."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Narrow the rows; nothing ticked means all of them."""
        wanted = Q()
        for text in value:
            year, __, term = text.partition("-")
            wanted |= Q(academic_year=year, term=term)
        return qs.filter(wanted)

    def counts(self, rows: QuerySet[Any]) -> dict[str, int]:
        """Count the courses of each term in one query."""
        terms = rows.order_by().values_list("academic_year", "term").annotate(rows=Count("pk"))
        return {f"{year}-{term}": number for year, term, number in terms}


class CourseFilter(FacetedFilterSet):
    """Filters of the course directory."""

    grade = FacetFilter(
        "grade__code", label=GRADE, choices=from_table(Grade.objects.all), only_used=True
    )
    subject = FacetFilter(
        "subject__code", label=SUBJECT, choices=from_table(Subject.objects.all), only_used=True
    )
    term = TermFilter("academic_year", label=_("Term"), choices=_terms)
