"""A new index in the cluster: what it must be before it serves, and what is left of broken ones.

CRASHES=50 kills the rebuild that often; the suite does a few times.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.contract import Document, QueryTree
from search.engines.base import EngineUnavailable, GateRefused
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.words import CHUNK
from search.engines.shaping import distinct_words

from .cluster import configuration
from .conftest import fill
from .material import analyse, document, words

pytestmark = pytest.mark.elasticsearch

REPOSITORY = Path(__file__).resolve().parents[3]
CRASHES = int(os.environ.get("CRASHES", "4"))
WORKER = "tests.search.engines.cluster_worker"
BROWSE = QueryTree()
LATER = 4_000_000_000_000_000_000  # a version above all that the engine gives


@pytest.fixture
def engine(elasticsearch_url: str, index_prefix: str) -> ElasticsearchEngine:
    """A live index of three documents."""
    made = ElasticsearchEngine(configuration(elasticsearch_url, index_prefix), analyse, "test")
    fill(made, [document(n) for n in (1, 2, 3)])
    return made


def indexes(engine: ElasticsearchEngine) -> set[str]:
    """Every index below the prefix."""
    found = engine.connection.client.indices.get(index=f"{engine.configuration.prefix}*")
    return set(found)


# --- the gate ---------------------------------------------------------------------------


def rebuilt_while(
    engine: ElasticsearchEngine, tamper: Callable[[Elasticsearch, str], None]
) -> GateRefused:
    """The refusal of a rebuild whose new index somebody changes behind our back."""
    before, answers = engine.status(), engine.search(BROWSE, {}, "newest", 0, 20)

    def replay() -> tuple[list[Document], list[str]]:
        new = max(name for name in indexes(engine) if not name.endswith("-words"))
        assert new != before.generation
        tamper(engine.connection.client, new)
        return [], []

    documents = [document(n, "ใหม่") for n in (1, 2, 3)]
    with pytest.raises(GateRefused) as refused:
        engine.rebuild(
            documents, replay, lambda: {each.key for each in documents}, lambda number: None
        )

    assert engine.status() == before
    assert engine.search(BROWSE, {}, "newest", 0, 20) == answers
    return refused.value


def written(client: Elasticsearch, index: str, changed: Document) -> None:
    """Put a document into an index past the engine."""
    from search.engines.elasticsearch.schema import index_document

    client.index(
        index=index,
        id=changed.key,
        document={**index_document(changed, analyse(changed)), "place": 1},
        version=LATER,
        version_type="external",
    )


def test_the_gate_refuses_an_index_with_one_document_missing(
    engine: ElasticsearchEngine,
) -> None:
    def lose(client: Elasticsearch, index: str) -> None:
        client.options(ignore_status=[404, 409]).delete(
            index=index, id="resource:2", version=LATER, version_type="external"
        )

    refusal = rebuilt_while(engine, lose)

    assert refusal.parts == ({"resource:2"}, set(), set())


def test_the_gate_refuses_an_index_with_one_document_too_many(
    engine: ElasticsearchEngine,
) -> None:
    def add(client: Elasticsearch, index: str) -> None:
        if not client.exists(index=index, id="resource:9"):
            written(client, index, document(9))

    refusal = rebuilt_while(engine, add)

    assert refusal.parts == (set(), {"resource:9"}, set())


def test_the_gate_refuses_an_index_with_one_document_out_of_date(
    engine: ElasticsearchEngine,
) -> None:
    def age(client: Elasticsearch, index: str) -> None:
        if client.get(index=index, id="resource:2")["_version"] != LATER:
            written(client, index, document(2, "เก่า"))

    refusal = rebuilt_while(engine, age)

    assert refusal.parts == (set(), set(), {"resource:2"})


def test_a_refused_index_is_kept_until_the_next_rebuild(engine: ElasticsearchEngine) -> None:
    with pytest.raises(GateRefused):
        engine.rebuild([document(1)], lambda: ([], []), set, lambda number: None)
    assert len(indexes(engine)) == 4  # the live and the refused one, each with its words

    fill(engine, [document(5)])

    assert len(indexes(engine)) == 4
    assert engine.keys() == {"resource:5"}
    engine.rollback()
    assert engine.keys() == {"resource:1", "resource:2", "resource:3"}


# --- refused documents ------------------------------------------------------------------


def immense(number: int) -> Document:
    """A document that the cluster does not take."""
    return document(number, facets={"platform": ("ยาว" * 11_000,)})


def rebuilt_as(
    engine: ElasticsearchEngine, first: list[Document], then: list[Document], **more: Any
) -> Any:
    """What a rebuild refuses that is told of some documents at first and of others later."""
    keys = {each.key for each in (*first, *then)}
    return engine.rebuild(first, lambda: (then, []), lambda: keys, lambda number: None, **more)


def test_a_document_that_is_refused_is_left_out_and_told(engine: ElasticsearchEngine) -> None:
    refused = rebuilt_as(engine, [document(1), immense(2), immense(3)], [document(2), immense(4)])

    assert refused.keys() == {"resource:3", "resource:4"}
    assert all("immense term" in why for why in refused.values())
    assert engine.keys() == {"resource:1", "resource:2"}


def test_where_many_are_refused_the_gate_does(engine: ElasticsearchEngine) -> None:
    before = engine.status()

    with pytest.raises(GateRefused) as refusal:
        rebuilt_as(engine, [document(1), *(immense(n) for n in range(100, 140))], [])

    assert len(refusal.value.missing) == 40
    assert engine.status() == before


def test_versions_are_those_of_the_clock_that_is_given(engine: ElasticsearchEngine) -> None:
    """Ours may be ahead of the database's, by which changes are brought in later."""
    rebuilt_as(engine, [document(1)], [document(2)], clock=lambda: 1_000)

    assert engine.apply([document(1, "ใหม่"), document(2, "ใหม่")], [], version=2_000_000) == {}
    assert engine.count(words("ใหม่")) == 2


# --- broken off -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(CRASHES))
def test_a_killed_rebuild_leaves_the_live_index(engine: ElasticsearchEngine, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    documents = [document(n) for n in range(900)]
    fill(engine, documents)
    before = engine.search(words("ทดสอบ"), {}, "relevance", 0, 100)
    made = engine.configuration
    worker = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", WORKER, made.urls[0], made.prefix, str(len(documents))],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    time.sleep(chance.uniform(0, 4))
    worker.kill()
    worker.communicate()

    # Another rebuild by the same rules may have been finished meanwhile: it answers alike.
    assert engine.search(words("ทดสอบ"), {}, "relevance", 0, 100) == before
    assert engine.keys() == {each.key for each in documents}
    assert engine.apply([document(1)], []) == {}
    fill(engine, documents)
    assert len(indexes(engine)) == 4
    assert engine.status().previous


def test_a_rebuild_whose_index_is_taken_away_ends_and_makes_none_by_guess(
    engine: ElasticsearchEngine,
) -> None:
    before = indexes(engine)

    def taking() -> Any:
        yield from (document(n) for n in range(1_200))
        engine.generations.remove_all_but()  # as another host's rebuild would do
        yield from (document(n) for n in range(1_200, 2_400))

    with pytest.raises(EngineUnavailable):
        engine.rebuild(taking(), lambda: ([], []), set, lambda number: None)

    assert indexes(engine) == before
    assert engine.keys() == {"resource:1", "resource:2", "resource:3"}


def test_words_without_their_index_are_tidied_up(engine: ElasticsearchEngine) -> None:
    """The last request of a killed rebuild may be done after its index was removed."""
    lost = engine.generations.create()
    engine.connection.client.indices.delete(index=lost)
    assert f"{lost}-words" in indexes(engine)

    fill(engine, [document(1)])

    assert f"{lost}-words" not in indexes(engine)
    assert len(indexes(engine)) == 4


# --- what is ours -----------------------------------------------------------------------


def test_only_our_own_indexes_are_tidied_up(
    engine: ElasticsearchEngine, elasticsearch_url: str
) -> None:
    other = ElasticsearchEngine(
        configuration(elasticsearch_url, f"{engine.configuration.prefix}-other"), analyse, "test"
    )
    fill(other, [document(7)])

    for _ in range(3):
        fill(engine, [document(1)])

    assert other.keys() == {"resource:7"}
    assert engine.keys() == {"resource:1"}
    assert len(indexes(engine)) == 6


# --- other rules ------------------------------------------------------------------------


def test_an_index_made_by_other_rules_serves_until_the_rebuild(
    engine: ElasticsearchEngine,
) -> None:
    newer = ElasticsearchEngine(engine.configuration, analyse, "newer")

    status = newer.status()
    assert (status.usable, status.is_outdated, status.documents) == (True, True, 3)
    assert status.message
    assert newer.search(words("ทดสอบ"), {}, "newest", 0, 20).total == 3
    assert newer.complete(["ทด"], 8)
    with pytest.raises(EngineUnavailable, match="other rules"):
        newer.apply([document(4)], [])

    fill(newer, [document(4)])

    assert not newer.status().is_outdated
    assert newer.keys() == {"resource:4"}
    with pytest.raises(EngineUnavailable, match="other rules"):
        newer.rollback()


# --- words ------------------------------------------------------------------------------


def test_words_of_later_documents_become_known(engine: ElasticsearchEngine) -> None:
    impatient = configuration(
        engine.configuration.urls[0], engine.configuration.prefix, words_seconds=0
    )
    reader = ElasticsearchEngine(impatient, analyse, "test")
    first = reader.vocabulary()
    assert dict(first.items()) == {"เรื่อง": 3, "ทดสอบ": 3}

    engine.apply([document(4, "ใหม่ ทดสอบ"), document(5, "ใหม่")], [])

    assert dict(reader.vocabulary().items()) == {"เรื่อง": 3, "ทดสอบ": 3, "ใหม่": 2}
    assert reader.vocabulary() is reader.vocabulary()
    assert engine.vocabulary() is engine.vocabulary()
    assert reader.vocabulary().frequency("ทดสอบ") == 4


def test_more_words_than_fit_into_one_document(engine: ElasticsearchEngine) -> None:
    many = [document(n, " ".join(f"คำ{n}x{m}" for m in range(120))) for n in range(400)]

    fill(engine, many)

    every = set().union(*(distinct_words(analyse(each)) for each in many))
    assert len(every) > 2 * CHUNK
    assert dict(engine.vocabulary().items()).keys() == every


def test_sources_are_kept_small(engine: ElasticsearchEngine) -> None:
    found = engine.connection.client.get(index=engine.configuration.prefix, id="resource:1")

    assert list(found["_source"]) == ["shown"]


def test_words_of_replayed_documents_are_known(engine: ElasticsearchEngine) -> None:
    engine.rebuild(
        [document(1)],
        replay=lambda: ([document(2, "ใหม่")], []),
        expected_keys=lambda: {"resource:1", "resource:2"},
        progress=lambda number: None,
    )

    assert "ใหม่" in dict(engine.vocabulary().items())


def test_without_its_words_an_index_still_answers(engine: ElasticsearchEngine) -> None:
    engine.connection.client.indices.delete(index=f"{engine.status().generation}-words")

    assert list(engine.vocabulary().items()) == []
    assert engine.vocabulary().frequency("ทดสอบ") == 3
    assert engine.apply([document(4, "ใหม่")], []) == {}
    assert engine.search(words("ใหม่"), {}, "relevance", 0, 5).total == 1
    assert indexes(engine) == {engine.status().generation}
