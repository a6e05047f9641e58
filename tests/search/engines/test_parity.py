"""Both engines answer alike: random queries and filters over a catalogue as a district has it.

`PARITY=2000` asks that many; the suite asks 300, always the same ones.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.contract import FACETS, MAX_LIMIT, Document, Filters, Hit, QueryTree, Sort, Stage
from search.engines.base import Engine
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.tantivy.engine import TantivyEngine
from search.staff_words import query_words
from search.stages import Chooser
from search.text.analyser import normalise
from search.text.collation import thai_sort_key
from search.text.suggesting import suggestion_prefixes
from tests.search.judging import SETS, document, read, unrelated

from .cluster import configuration, own_prefix
from .conftest import fill

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

EXAMPLES = int(os.environ.get("PARITY", "300"))
# Both score by BM25, but round the lengths of fields in their own ways.
CLOSE = 0.02
MODES = ("on_site", "on_air", "online", "on_demand", "on_hand")


def catalogue() -> list[Document]:
    """The judged documents three times, as parts of a series, among others."""
    chance = random.Random(7)  # noqa: S311
    rows = [document(row) for row in read("relevance_documents.toml", "document")]
    series = [
        replace(row, key=f"{row.key}:{part}", title=f"{row.title} ตอนที่ {part}")
        for part in (1, 2)
        for row in rows
    ]
    return [dressed(row, chance) for row in (*rows, *series, *unrelated(150))]


def dressed(row: Document, chance: random.Random) -> Document:
    """A document with all that one can be filtered and sorted by."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    more: dict[str, tuple[str, ...]] = {
        "mode": tuple(sorted(chance.sample(MODES, chance.randint(0, 3)))),
        "platform": (f"platform-{chance.randint(1, 9)}",) if chance.random() < 0.8 else (),
        "provider": (chance.choice(["dltv", "dlit", "obec"]),),
        "audience": tuple(sorted(chance.sample(["pupil", "teacher"], chance.randint(0, 2)))),
        "free": ("yes",) if chance.random() < 0.5 else (),
    }
    return replace(
        row,
        facets={**row.facets, **more},
        popularity=chance.randint(0, 30),
        published_at=start + timedelta(hours=chance.randint(0, 9_000)),
        title_order=thai_sort_key(row.title),
        body=row.summary if chance.random() < 0.1 else "",
    )


DOCUMENTS = catalogue()
TEXTS = [row["text"] for name in SETS for row in read(name, "query")]
TITLES = [row.title for row in DOCUMENTS]
VALUES = {
    facet: sorted({value for row in DOCUMENTS for value in row.facets.get(facet, ())})
    for facet in FACETS
}


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A title or query with a letter lost or two swapped."""
    text = draw(st.sampled_from([*TEXTS, *TITLES]))
    place = draw(st.integers(0, max(0, len(text) - 2)))
    if draw(st.booleans()):
        return text[:place] + text[place + 1 :]
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


@st.composite
def cut(draw: st.DrawFn) -> str:
    """Part of a title."""
    title = draw(st.sampled_from(TITLES))
    start = draw(st.integers(0, max(0, len(title) - 4)))
    return title[start : start + draw(st.integers(3, 30))]


PAIRS = st.lists(st.sampled_from(TEXTS), min_size=2, max_size=3).map(" ".join)
QUERIES = st.one_of(st.just(""), st.sampled_from(TEXTS), cut(), damaged(), PAIRS)
FILTERS = st.dictionaries(
    st.sampled_from([facet for facet in FACETS if VALUES[facet]]), st.integers(0, 10**6), max_size=3
).map(
    lambda drawn: {
        facet: frozenset(random.Random(number).sample(VALUES[facet], 1 + number % 2))  # noqa: S311
        if len(VALUES[facet]) > 1
        else frozenset(VALUES[facet])
        for facet, number in drawn.items()
    }
)


@dataclass(frozen=True)
class Both:
    """The two engines with the same documents."""

    embedded: Engine
    cluster: Engine


@pytest.fixture(scope="module")
def both(
    elasticsearch_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Both]:
    with own_prefix(elasticsearch_url) as prefix:
        made = Both(
            TantivyEngine(tmp_path_factory.mktemp("parity")),
            ElasticsearchEngine(configuration(elasticsearch_url, prefix)),
        )
        fill(made.embedded, DOCUMENTS)
        fill(made.cluster, DOCUMENTS)
        yield made


def every_hit(engine: Engine, tree: QueryTree, filters: Filters, sort: Sort) -> list[Hit]:
    """All pages to the last."""
    hits: list[Hit] = []
    while True:
        page = engine.search(tree, filters, sort, len(hits), MAX_LIMIT).hits
        hits += page
        if len(page) < MAX_LIMIT:
            return hits


def is_order_by_close_scores(order: list[str], scores: dict[str, float]) -> bool:
    """Whether nothing stands before what another engine finds clearly better."""
    best_behind = 0.0
    for key in reversed(order):
        if scores[key] < best_behind * (1 - CLOSE):
            return False
        best_behind = max(best_behind, scores[key])
    return True


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(text=QUERIES, filters=FILTERS, sort=st.sampled_from(get_args(Sort)))
def test_stages_totals_keys_and_facets_are_equal(
    both: Both, text: str, filters: Filters, sort: Any
) -> None:
    plain, words = normalise(text, 200), query_words()
    chosen, other = (
        Chooser(engine, words).choose(plain, text) for engine in (both.embedded, both.cluster)
    )
    assert chosen == other  # with the weights of stage 4
    if chosen.stage == Stage.NONE:
        return

    one = both.embedded.search(chosen.tree, filters, sort, 0, 20)
    two = both.cluster.search(chosen.tree, filters, sort, 0, 20)
    assert one.total == two.total
    assert one.facets == two.facets

    first = every_hit(both.embedded, chosen.tree, filters, sort)
    second = every_hit(both.cluster, chosen.tree, filters, sort)
    assert {hit.key: replace(hit, score=0) for hit in first} == {
        hit.key: replace(hit, score=0) for hit in second
    }
    order = [hit.key for hit in second]
    if sort == "relevance" and chosen.stage != Stage.BROWSE:
        assert is_order_by_close_scores(order, {hit.key: hit.score for hit in first})
    else:
        assert order == [hit.key for hit in first]


@settings(
    max_examples=EXAMPLES // 3,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(typed=st.one_of(cut(), st.sampled_from(TEXTS)), length=st.integers(1, 12))
def test_suggestions_are_equal(both: Both, typed: str, length: int) -> None:
    for prefixes in suggestion_prefixes(typed[:length]):
        assert both.embedded.complete(prefixes, 8) == both.cluster.complete(prefixes, 8)


@settings(
    max_examples=EXAMPLES // 3,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(row=st.sampled_from(DOCUMENTS), filters=FILTERS)
def test_what_is_alike_is_equal(both: Both, row: Document, filters: Filters) -> None:
    one = both.embedded.similar(row.key, filters, MAX_LIMIT)
    two = both.cluster.similar(row.key, filters, MAX_LIMIT)

    scores = {hit.key: hit.score for hit in one}
    common = [hit.key for hit in two if hit.key in scores]
    assert is_order_by_close_scores(common, scores)
    if len(one) < MAX_LIMIT:
        assert {hit.key for hit in two} == scores.keys()


def test_the_words_are_equal(both: Both) -> None:
    embedded, cluster = both.embedded.vocabulary(), both.cluster.vocabulary()

    assert dict(embedded.items()) == dict(cluster.items())
    assert embedded.documents == cluster.documents == len(DOCUMENTS)
    words = [word for word, _ in embedded.items()]
    assert embedded.frequencies(words) == cluster.frequencies(words)
