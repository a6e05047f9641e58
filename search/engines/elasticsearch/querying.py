"""Queries built from analysed words, never by a query parser.

A group scores like the best of its alternatives, a word like the best of its fields (a tenth of the
others is added), and filters never touch the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from elasticsearch.dsl.query import Bool, DisMax, MatchAll, Query, Term, Terms

from search.contract import FACETS, Alternative, Filters, Group, QueryTree
from search.contract import Term as Word

from ..scoring import TIE_BREAKER, WEIGHTS


def text_query(tree: QueryTree) -> Query:
    """The query for what was typed."""
    if tree.is_browse:
        return MatchAll()
    if tree.grams:
        return _grams(tree)
    groups = [_group(group) for group in tree.groups]
    subsets = tree.any_of or (tuple(n for n, each in enumerate(tree.groups) if each.required),)
    if len(subsets) == 1:
        needed = set(subsets[0])
        return Bool(
            must=[each for n, each in enumerate(groups) if n in needed],
            should=[each for n, each in enumerate(groups) if n not in needed],
        )
    allowed = any_of([all_of([groups[n] for n in subset]) for subset in subsets])
    return Bool(filter=[allowed], should=groups)


def filtered(query: Query, filters: Filters) -> Query:
    """Narrow a query by every filter."""
    narrowing = narrowed(filters)
    return Bool(must=[query], filter=narrowing) if narrowing else query


def silent(query: Query, filters: Filters, skip: str | None = None) -> Query:
    """The documents of a query and of every filter but one, for counting: without a score."""
    return Bool(filter=[query, *narrowed(filters, skip)])


def narrowed(filters: Filters, skip: str | None = None) -> list[Query]:
    """A query for each filter but one."""
    if unknown := filters.keys() - FACETS.keys():
        raise ValueError(f"no facets are called {sorted(unknown)}")
    return [
        Terms(name, sorted(values)) for name, values in filters.items() if name != skip and values
    ]


def all_of(queries: Sequence[Query]) -> Query:
    """Documents that match every query."""
    return queries[0] if len(queries) == 1 else Bool(must=queries)


def any_of(queries: Sequence[Query]) -> Query:
    """Documents that match at least one query."""
    return queries[0] if len(queries) == 1 else Bool(should=queries)


def best_of(queries: Sequence[Query]) -> Query:
    """Documents that match at least one query, scored by the best of them."""
    if len(queries) == 1:
        return queries[0]
    return DisMax(queries=queries, tie_breaker=TIE_BREAKER)


def weighed(word: str, boosts: Iterable[tuple[str, float]]) -> Query:
    """A word in the best of several fields."""
    return best_of([Term(field, {"value": word, "boost": boost}) for field, boost in boosts])


def _group(group: Group) -> Query:
    return best_of([_alternative(each) for each in group.alternatives])


def _alternative(alternative: Alternative) -> Query:
    return all_of([_word(term) for term in alternative.terms])


def _word(term: Word) -> Query:
    return weighed(term.text, ((name, each * term.boost) for name, each in WEIGHTS.items()))


def _grams(tree: QueryTree) -> Query:
    grams = sorted(set(tree.grams))
    least = max(1, min(tree.least_grams, len(grams)))
    return Bool(should=[Term("g", {"value": gram}) for gram in grams], minimum_should_match=least)
