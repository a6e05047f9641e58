"""What may be asked of an engine at all."""

from __future__ import annotations

from typing import get_args

from search.contract import FACETS, MAX_LIMIT, MAX_WINDOW, Filters, QueryTree, Sort


def check_search(filters: Filters, sort: Sort, offset: int, limit: int) -> None:
    """Refuse a page, an order or a facet that no engine has."""
    check_limit(limit)
    if offset < 0 or offset + limit > MAX_WINDOW:
        raise ValueError(f"offset {offset} with limit {limit} is outside the window")
    if sort not in get_args(Sort):
        raise ValueError(f"no order is called {sort!r}")
    if unknown := filters.keys() - FACETS.keys():
        raise ValueError(f"no facets are called {sorted(unknown)}")


def check_limit(limit: int) -> None:
    """Refuse an empty page and one that is too long."""
    if not 1 <= limit <= MAX_LIMIT:
        raise ValueError(f"limit {limit} is not from 1 to {MAX_LIMIT}")


def order_of(query: QueryTree, sort: Sort) -> Sort:
    """How to sort: where nothing was typed nothing is more relevant than another thing."""
    return "newest" if query.is_browse and sort == "relevance" else sort
