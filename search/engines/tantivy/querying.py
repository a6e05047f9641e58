"""Queries built from analysed words, never by a query parser.

A group scores like the best of its alternatives, a word like the best of its fields (a tenth of the
others is added), and filters never touch the score.
"""

from __future__ import annotations

from collections.abc import Iterable

import tantivy
from tantivy import Occur, Query

from search.contract import FACETS, Alternative, Filters, Group, QueryTree, Term

from ..scoring import TIE_BREAKER, WEIGHTS


def text_query(schema: tantivy.Schema, tree: QueryTree) -> Query:
    """The query for what was typed."""
    if tree.is_browse:
        return Query.all_query()
    if tree.grams:
        return _grams(schema, tree)
    groups = [_group(schema, group) for group in tree.groups]
    subsets = tree.any_of or (tuple(n for n, each in enumerate(tree.groups) if each.required),)
    if len(subsets) == 1:
        needed = set(subsets[0])
        clauses = [
            (Occur.Must if n in needed else Occur.Should, each) for n, each in enumerate(groups)
        ]
        return Query.boolean_query(clauses)
    allowed = any_of(all_of(groups[n] for n in subset) for subset in subsets)
    scored = [(Occur.Should, each) for each in groups]
    return Query.boolean_query([(Occur.Must, silent(allowed)), *scored])


def filtered(
    schema: tantivy.Schema, query: Query, filters: Filters, skip: str | None = None
) -> Query:
    """Narrow a query by every filter but one."""
    clauses = [
        (Occur.Must, filter_query(schema, name, values))
        for name, values in filters.items()
        if name != skip and values
    ]
    return Query.boolean_query([(Occur.Must, query), *clauses]) if clauses else query


def filter_query(schema: tantivy.Schema, facet: str, values: Iterable[str]) -> Query:
    """Documents that carry one of the values, without a score."""
    if facet not in FACETS:
        raise ValueError(f"no facet is called {facet!r}")
    return silent(
        any_of(Query.term_query(schema, facet, value, "basic") for value in sorted(values))
    )


def silent(query: Query) -> Query:
    """The same documents, adding nothing to the score."""
    return Query.const_score_query(query, 0.0)


def all_of(queries: Iterable[Query]) -> Query:
    """Documents that match every query."""
    return _joined(Occur.Must, list(queries))


def any_of(queries: Iterable[Query]) -> Query:
    """Documents that match at least one query."""
    return _joined(Occur.Should, list(queries))


def _joined(occur: Occur, queries: list[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(occur, each) for each in queries])


def _group(schema: tantivy.Schema, group: Group) -> Query:
    return _best([_alternative(schema, each) for each in group.alternatives])


def _alternative(schema: tantivy.Schema, alternative: Alternative) -> Query:
    return all_of(_term(schema, term) for term in alternative.terms)


def _term(schema: tantivy.Schema, term: Term) -> Query:
    return _best(
        [
            Query.boost_query(
                Query.term_query(schema, field, term.text, "freq"), weight * term.boost
            )
            for field, weight in WEIGHTS.items()
        ]
    )


def _best(queries: list[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.disjunction_max_query(queries, TIE_BREAKER)


def _grams(schema: tantivy.Schema, tree: QueryTree) -> Query:
    grams = sorted(set(tree.grams))
    clauses = [(Occur.Should, Query.term_query(schema, "g", gram, "freq")) for gram in grams]
    least = max(1, min(tree.least_grams, len(grams)))
    return Query.boolean_query(clauses, minimum_number_should_match=least)
