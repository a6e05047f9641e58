"""Queries built from analysed words, never by a query parser.

A group scores like the best of its alternatives, a word like the best of its fields (a tenth of the
others is added), and filters never touch the score. Where nothing is scored, a word is looked up
once among all words of a document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from elasticsearch.dsl.query import Bool, DisMax, MatchAll, Query, Term, Terms

from search.contract import FACETS, Alternative, Filters, Group, QueryTree
from search.contract import Term as Word

from ..scoring import TIE_BREAKER, WEIGHTS
from .schema import ANYWHERE


def text_query(tree: QueryTree) -> Query:
    """The query for what was typed."""
    if tree.is_browse:
        return MatchAll()
    if tree.grams:
        return _grams(tree)
    subsets = _subsets(tree)
    if len(subsets) == 1:
        needed = set(subsets[0])
        groups = [_group(group) for group in tree.groups]
        return Bool(
            must=[each for n, each in enumerate(groups) if n in needed],
            should=[each for n, each in enumerate(groups) if n not in needed],
        )
    return Bool(filter=[_allowed(tree)], should=[_group(group) for group in tree.groups])


def filtered(query: Query, filters: Filters) -> Query:
    """Narrow a query by every filter."""
    narrowing = narrowed(filters)
    return Bool(must=[query], filter=narrowing) if narrowing else query


def matching(tree: QueryTree, filters: Filters, skip: Collection[str] = ()) -> Query:
    """The documents of a query and of every filter but some, for counting: without a score."""
    narrowing = narrowed(filters, skip)
    if tree.grams:
        narrowing.append(_grams(tree))
    elif not tree.is_browse:
        narrowing.append(_allowed(tree))
    return Bool(filter=narrowing) if narrowing else MatchAll()


def narrowed(filters: Filters, skip: Collection[str] = ()) -> list[Query]:
    """A query for each filter but some."""
    if unknown := filters.keys() - FACETS.keys():
        raise ValueError(f"no facets are called {sorted(unknown)}")
    return [
        Terms(name, sorted(values))
        for name, values in filters.items()
        if name not in skip and values
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


def _subsets(tree: QueryTree) -> Sequence[Sequence[int]]:
    """The subsets of groups of which one must hold in full."""
    required = tuple(n for n, each in enumerate(tree.groups) if each.required)
    return tree.any_of or ((required,) if required else [(n,) for n in range(len(tree.groups))])


def _allowed(tree: QueryTree) -> Query:
    """The documents that match what was typed."""
    return any_of([all_of([_said(tree.groups[n]) for n in each]) for each in _subsets(tree)])


def _said(group: Group) -> Query:
    """The documents that say a word in one of its ways."""
    return any_of(
        [all_of([_anywhere(term.text) for term in each.terms]) for each in group.alternatives]
    )


def _anywhere(word: str) -> Query:
    """The documents with this word in any of the fields that are scored."""
    return Bool(should=[Term(field, {"value": word}) for field in ANYWHERE])


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
