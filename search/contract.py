"""What the search room speaks: documents in, analysed queries and filters, hits and facets out.

Everything here is plain data. A room describes its rows as `Document`s (see `sources`), the text
pipeline makes `IndexText` and `QueryTree`s of words, an engine stores and finds, and `service`
decides which stage answers. Engines never see raw text and never choose a stage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import IntEnum
from functools import cache, cached_property
from hashlib import blake2b
from typing import Literal

Values = tuple[str, ...]
# Facet name -> the values to keep; OR within a facet, AND between facets.
Filters = Mapping[str, frozenset[str]]
Sort = Literal["relevance", "newest", "popular", "title"]

# The facets of every engine, in the order in which pages show them, and whether a document may
# carry several values. Values are slugs without a comma.
FACETS: Mapping[str, bool] = {
    "grade": True,
    "subject": True,
    "mode": True,
    "kind": False,
    "platform": False,
    "provider": False,
    "audience": True,
    "free": False,
    "room": False,
}
MAX_LIMIT = 100
MAX_WINDOW = 10_000  # offset + limit; Elasticsearch's default window


@dataclass(frozen=True)
class Document:
    """One thing to find, as its room describes it; `key` is `kind:pk`, e.g. "resource:12".

    `facets` holds slugs by facet name. `keywords` are other names of the thing: labels of its
    grades and subjects in both languages, tags, provider, platform. `codes` are indicator and
    course codes. `body` is long text that counts least, such as that of attached worksheets.
    """

    key: str
    title: str
    url: str
    summary: str = ""
    title_en: str = ""
    keywords: Values = ()
    codes: Values = ()
    body: str = ""
    facets: Mapping[str, Values] = field(default_factory=dict)
    # What a result shows without reading a row: short words in the order of the page.
    labels: Values = ()
    thumbnail: str = ""
    is_sample: bool = False
    published_at: datetime | None = None
    popularity: int = 0
    title_order: str = ""  # thai_sort_key(title)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hex digits that differ when anything that the index is told differs."""
        told = [getattr(self, name) for name in _told()]
        facets = sorted((name, sorted(values)) for name, values in self.facets.items() if values)
        packed = repr((told, facets)).encode("utf-8", "surrogatepass")
        return blake2b(packed, digest_size=8).hexdigest()


@cache
def _told() -> Values:
    """The fields of a document of which the order of what they hold counts."""
    return tuple(each.name for each in fields(Document) if each.name != "facets")


@dataclass(frozen=True)
class IndexText:
    """Analysed text of a document: words joined by single spaces, for a whitespace tokenizer."""

    title: str  # field t, weight 2.0
    body: str  # field b, weight 1.0
    title_parts: str  # field ts, weight 0.8: sub-words of t
    body_parts: str  # field bs, weight 0.4: sub-words of b
    attached: str  # field x, weight 0.2: words of long text
    grams: str  # field g: character trigrams of the titles; last stage only
    suffixes: Values  # for suggestions: rest of the title from every word boundary


@dataclass(frozen=True)
class Term:
    """One index term and how much it counts against its alternatives (1.0 = as typed)."""

    text: str
    boost: float = 1.0


@dataclass(frozen=True)
class Alternative:
    """One way to say a word: all its terms must occur."""

    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Group:
    """A word or code of the query with its alternatives; `typed` is what stood in the query.

    `required` is false for words beside a code. `weight` is the group's idf, for stage 4.
    """

    alternatives: tuple[Alternative, ...]
    typed: str
    required: bool = True
    weight: float = 1.0


@dataclass(frozen=True)
class QueryTree:
    """What an engine is asked: subsets of groups, one of which must hold in full.

    `any_of` is empty for a browse. Stages 1-3 have a single subset with all required groups; stage
    4 has the smallest subsets that carry enough of the weight. `grams` with `least_grams` replaces
    groups in stage 5. Groups that are in no subset only add to the score.
    """

    groups: tuple[Group, ...] = ()
    any_of: tuple[tuple[int, ...], ...] = ()
    grams: Values = ()
    least_grams: int = 0

    @property
    def is_browse(self) -> bool:
        """Whether nothing was typed."""
        return not self.groups and not self.grams


class Stage(IntEnum):
    """Which rule answered; from SPELLING on the answer is an approximate one."""

    BROWSE = 0
    EXACT = 1
    SPLIT = 2
    SPELLING = 3
    PARTIAL = 4
    GRAMS = 5
    NONE = 6
    DATABASE = 9  # no usable index: plain browsing from the database


@dataclass(frozen=True)
class Hit:
    """One result with all that its card shows."""

    key: str
    title: str
    url: str
    summary: str
    title_en: str
    labels: Values
    thumbnail: str
    is_sample: bool
    facets: Mapping[str, Values]
    score: float = 0.0


@dataclass(frozen=True)
class Answer:
    """An engine's answer: the exact total, one page of hits, and drill-sideways counts.

    `facets[name][value]` is the number of documents with that value among those that match the
    query and all filters but the one on `name`. Every value that occurs is listed.
    """

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class EngineStatus:
    """What the health page and `search_check` report.

    `is_outdated`: the index serves, but was made by other rules than those of this process.
    `previous` names the generation that a rollback would return to. `is_away`: nobody can say
    how things stand, because the engine does not answer; a rebuild would not help.
    """

    engine: str
    usable: bool
    generation: str
    analyser_version: str
    documents: int
    message: str = ""
    is_outdated: bool = False
    previous: str = ""
    is_away: bool = False
