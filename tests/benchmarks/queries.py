"""The queries that pages ask, in a form that any engine and stock Wagtail search can be given.

Each asks for 20 hits, the exact total and the counts of all facets. Words are picked by their rank
in the generated documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from search.contract import Alternative, Answer, Filters, Group, QueryTree, Sort, Term
from search.engines.base import Engine
from search.highlighting import Highlighter
from tests.benchmarks.catalogue import words

HITS = 20
TWO: Filters = {"grade": frozenset(["p4"]), "subject": frozenset(["math"])}
THREE: Filters = {**TWO, "mode": frozenset(["online", "onair"])}


@dataclass(frozen=True)
class Kind:
    """Every word must occur, each in one of its alternatives."""

    name: str
    words: tuple[tuple[str, ...], ...] = ()
    filters: Filters = field(default_factory=dict)
    sort: Sort = "relevance"

    @property
    def tree(self) -> QueryTree:
        """What an engine is asked."""
        groups = tuple(
            Group(tuple(Alternative((Term(text, 1.0 - 0.1 * bool(n)),)) for n, text in ways), typed)
            for ways, typed in ((list(enumerate(word)), word[0]) for word in self.words)
        )
        return QueryTree(groups, (tuple(range(len(groups))),) if groups else ())


def kinds() -> list[Kind]:
    """The kinds of queries that pages ask."""
    every = words()
    common, rare = ((every[5],),), ((every[9_000],),)
    two = ((every[3],), (every[20],))
    return [
        Kind("browse"),
        Kind("browse, 3 filters", filters=THREE),
        Kind("word of every document", (("เรื่อง",),)),
        Kind("common word", common),
        Kind("common word, 2 filters", common, TWO),
        Kind("rare word", rare),
        Kind("two words", two),
        Kind("two words, 2 filters", two, TWO),
        Kind("three alternatives", ((every[3], every[900], every[4_000]),)),
        Kind("common word, newest", common, sort="newest"),
        Kind("common word, popular", common, sort="popular"),
        Kind("common word, title", common, sort="title"),
    ]


def asked(engine: Engine, kind: Kind) -> Callable[[], Answer]:
    """The whole of what a page asks: hits, total, facets, and the words marked in each hit."""
    tree = kind.tree

    def call() -> Answer:
        answer = engine.search(tree, kind.filters, kind.sort, 0, HITS)
        mark(answer, tree)
        return answer

    return call


def mark(answer: Answer, tree: QueryTree) -> None:
    """Mark the words in title and summary of every hit, each text for the first time."""
    highlighter = Highlighter(tree.groups)
    for hit in answer.hits:
        highlighter.snippet(hit.title)
        highlighter.snippet(hit.summary)


def others(engine: Engine) -> dict[str, Callable[[], Any]]:
    """Suggestions, likeness and counts."""
    common = Kind("", ((words()[5],),)).tree
    return {
        "suggest, 2 letters": lambda: engine.complete(["คณ"], 8),
        "suggest, most common": lambda: engine.complete(["เร"], 8),
        "suggest, long": lambda: engine.complete(["วิทยาศาสตร์และเทค"], 8),
        "suggest, 2 parts": lambda: engine.complete(["คณิต", "เศษ"], 8),
        "suggest, nothing": lambda: engine.complete(["ฮฮฮฮ"], 8),
        "similar": lambda: engine.similar("resource:77", {}, 6),
        "count of a common word": lambda: engine.count(common),
    }
