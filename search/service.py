"""The door to search: find, suggest, more like this.

The text decides which stage answers, before any filter; a filter then never loosens the query. A
question that no engine can answer raises `EngineUnavailable` through every function here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import get_args

from search.addresses import in_readers_language
from search.answering import AnsweredBy, ask
from search.contract import (
    MAX_LIMIT,
    MAX_WINDOW,
    Answer,
    Filters,
    Group,
    Hit,
    Sort,
    Stage,
)
from search.engines.base import Engine
from search.signals import searched
from search.staff_words import Pinned, pins, query_words
from search.stages import APPROXIMATE, Chooser, Chosen
from search.text.analyser import normalise
from search.text.suggesting import suggestion_prefixes

SUGGESTIONS = 8
SHORTEST_SUGGESTION = 2
QUERY_LIMIT = 200

__all__ = [
    "Found",
    "Pinned",
    "Suggestion",
    "Suggestions",
    "find",
    "similar",
    "suggest",
    "totals",
]


@dataclass(frozen=True)
class Found:
    """An answer with all that a result page says about it.

    `shown_query` is the text that was answered: the typed one, or its correction, and then
    `corrected_from` is the typed one. `did_you_mean` is only offered. `groups` are what
    `highlighting` marks.
    """

    text: str
    answer: Answer
    stage: Stage
    shown_query: str
    corrected_from: str | None
    did_you_mean: str | None
    pins: tuple[Pinned, ...]
    page: int
    per_page: int
    total_pages: int
    groups: tuple[Group, ...]
    answered_by: AnsweredBy = AnsweredBy.MAIN

    @property
    def is_reduced(self) -> bool:
        """Whether another than the site's engine answered: said, and never cached."""
        return self.answered_by is not AnsweredBy.MAIN

    @property
    def total(self) -> int:
        """How many documents match, with the filters."""
        return self.answer.total

    @property
    def is_approximate(self) -> bool:
        """Whether the answer is not quite what was typed: pages and the API say so."""
        return self.stage in APPROXIMATE


@dataclass(frozen=True)
class Suggestion:
    """A title that goes on from what was typed so far, and where it leads."""

    title: str
    url: str


class Suggestions(list[Suggestion]):
    """Suggested titles, best first; `is_reduced` as with `Found`."""

    is_reduced = False


def find(
    text: str,
    filters: Filters,
    sort: Sort = "relevance",
    page: int = 1,
    per_page: int = 20,
    *,
    literal: bool = False,
) -> Found:
    """Answer a query; empty text browses. `literal` searches for what was typed, uncorrected.

    Raises:
        ValueError: for a page, size or order out of bounds.
        EngineUnavailable: when there is no usable index.
    """
    _check(sort, page, per_page)
    typed = text[: QUERY_LIMIT * 4].strip()
    plain = normalise(typed, QUERY_LIMIT)
    offset = (page - 1) * per_page

    def answered(engine: Engine) -> tuple[Chosen, Answer]:
        chosen = _chooser(engine, literal).choose(plain, typed, hint=page == 1)
        if chosen.stage == Stage.NONE:
            return chosen, Answer(0, [], {})
        return chosen, engine.search(chosen.tree, _given(filters), sort, offset, per_page)

    (chosen, answer), answered_by = ask(answered)
    found = Found(
        text=typed,
        answer=replace(answer, hits=[_in_language(hit) for hit in answer.hits]),
        stage=chosen.stage,
        shown_query=chosen.shown or typed,
        corrected_from=typed if chosen.shown else None,
        did_you_mean=chosen.did_you_mean,
        pins=tuple(
            replace(each, url=in_readers_language(each.url)) for each in _picks(plain, page)
        ),
        page=page,
        per_page=per_page,
        total_pages=_pages(answer.total, per_page),
        groups=chosen.tree.groups,
        answered_by=answered_by,
    )
    if page == 1:
        _tell(found, plain, filters, sort)
    return found


def totals(text: str, choices: Sequence[Filters], *, literal: bool = False) -> list[int]:
    """How many documents match a query with each of these choices of filters."""
    plain = normalise(text, QUERY_LIMIT)

    def counted(engine: Engine) -> list[int]:
        tree = _chooser(engine, literal).choose(plain, hint=False).tree
        return [engine.search(tree, _given(each), "newest", 0, 1).total for each in choices]

    return ask(counted)[0]


def suggest(typed: str, limit: int = SUGGESTIONS) -> Suggestions:
    """Titles that go on from the typed text, best first; none below two characters."""
    if len(normalise(typed, QUERY_LIMIT)) < SHORTEST_SUGGESTION:
        return Suggestions()

    def completed(engine: Engine) -> list[tuple[str, str]]:
        for prefixes in suggestion_prefixes(typed[:QUERY_LIMIT]):
            rows = engine.complete(prefixes, limit) if prefixes else []
            if rows:
                return rows
        return []

    rows, answered_by = ask(completed)
    found = Suggestions(Suggestion(title, in_readers_language(url)) for title, url in rows)
    found.is_reduced = answered_by is not AnsweredBy.MAIN
    return found


def similar(key: str, filters: Filters, limit: int = 6) -> list[Hit]:
    """Documents most like the one with this key, best first, without itself."""
    hits, _by = ask(lambda engine: engine.similar(key, _given(filters), limit))
    return [_in_language(hit) for hit in hits]


def _chooser(engine: Engine, literal: bool) -> Chooser:
    return Chooser(engine, query_words(), literal=literal)


def _check(sort: str, page: int, per_page: int) -> None:
    if sort not in get_args(Sort):
        raise ValueError(f"unknown order {sort!r}")
    if not 1 <= per_page <= MAX_LIMIT:
        raise ValueError(f"a page has 1 to {MAX_LIMIT} results, not {per_page}")
    if page < 1 or page * per_page > MAX_WINDOW:
        raise ValueError(f"page {page} is out of bounds")


def _given(filters: Filters) -> Filters:
    return {name: frozenset(values) for name, values in filters.items() if values}


def _pages(total: int, per_page: int) -> int:
    return max(1, min(ceil(total / per_page), MAX_WINDOW // per_page))


def _picks(plain: str, page: int) -> tuple[Pinned, ...]:
    return pins(plain) if plain and page == 1 else ()


def _in_language(hit: Hit) -> Hit:
    url = in_readers_language(hit.url)
    return hit if url == hit.url else replace(hit, url=url)


def _tell(found: Found, plain: str, filters: Filters, sort: str) -> None:
    searched.send_robust(
        sender=None,
        text=found.text,
        normalised=plain,
        filters={name: sorted(values) for name, values in _given(filters).items()},
        sort=sort,
        total=found.answer.total,
        stage=found.stage,
    )
