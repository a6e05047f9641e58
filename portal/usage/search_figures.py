"""What was searched for, from the daily cube: pure reads.

A query is listed from three visitor-days on; all rarer ones are one number, because a text that one
person typed may say who they are.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Sum

from .models import RARE, UsageDaySearch
from .periods import Span
from .rules import CURRENT

_COLUMNS = (*("searches", "zero", "zero_filtered", "unclicked", "clicks", "rank_sum", "visitors"),)


class Query(NamedTuple):
    """A query with what came of it."""

    q: str
    searches: int
    zero: int
    zero_filtered: int
    unclicked: int
    clicks: int
    rank_sum: int
    visitors: int

    @property
    def average_rank(self) -> float | None:
        """The place of the results that were clicked, 1 for the first."""
        return round(self.rank_sum / self.clicks, 1) if self.clicks else None


class Searches(NamedTuple):
    """The lists of a span; `rare` counts the searches of all queries that are not listed."""

    zero_results: list[Query]
    zero_after_filter: list[Query]
    without_click: list[Query]
    most: list[Query]
    rare: int


def queries(span: Span) -> list[Query]:
    """Every query of a span with its sums."""
    sums = {f"sum_{name}": Sum(name) for name in _COLUMNS}
    rows = UsageDaySearch.objects.filter(day__range=(span.first_day, span.last_day))
    found = rows.order_by().values("q").annotate(**sums).values_list("q", *sums)
    return [Query(*row) for row in found]


def searches(span: Span, limit: int = 50) -> Searches:
    """What found nothing, what a filter emptied, what led nowhere, what was asked most."""
    everything = queries(span)
    listed = [each for each in everything if _is_listed(each)]
    rare = sum(each.searches for each in everything if not _is_listed(each))

    def most(column: str) -> list[Query]:
        """Those with any, the most first."""
        found = [each for each in listed if getattr(each, column)]
        return sorted(found, key=lambda each: (-getattr(each, column), each.q))[:limit]

    return Searches(most("zero"), most("zero_filtered"), most("unclicked"), most("searches"), rare)


def _is_listed(query: Query) -> bool:
    return query.q != RARE and query.visitors >= CURRENT.query_visitors
