"""Whatever is wrong with the cluster is told clearly; a mistake of ours is not taken for that."""

from __future__ import annotations

import multiprocessing
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
from django.utils import translation

from search.contract import QueryTree
from search.engines.base import EngineFault, EngineUnavailable
from search.engines.elasticsearch.engine import ElasticsearchEngine
from tests.elasticsearch_node.front import Front
from tests.elasticsearch_node.node import Node

from .cluster import configuration
from .conftest import fill
from .material import analyse, document, group, words

pytestmark = pytest.mark.elasticsearch

BROWSE = QueryTree()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """What is said is compared as it is written in the source."""
    with translation.override("en"):
        yield


Maker = Callable[..., ElasticsearchEngine]


@pytest.fixture
def made(elasticsearch_url: str, index_prefix: str) -> Maker:
    """Engines at the same indexes, with other ways to get there."""

    def make(url: str = elasticsearch_url, **changes: Any) -> ElasticsearchEngine:
        return ElasticsearchEngine(configuration(url, index_prefix, **changes), analyse, "test")

    return make


@pytest.fixture
def engine(made: Maker) -> ElasticsearchEngine:
    """An index with one document."""
    engine = made()
    fill(engine, [document(1)])
    return engine


def refusals(engine: ElasticsearchEngine) -> list[str]:
    """What every way to use the engine says."""
    calls: list[Callable[[], Any]] = [
        lambda: engine.search(BROWSE, {}, "newest", 0, 5),
        lambda: engine.count(words("ทดสอบ")),
        lambda: engine.complete(["ทด"], 8),
        lambda: engine.similar("resource:1", {}, 5),
        lambda: engine.apply([document(3)], []),
        lambda: engine.vocabulary(),
        lambda: engine.keys(),
        lambda: engine.rollback(),
    ]
    told = []
    for call in calls:
        with pytest.raises(EngineUnavailable) as refused:
            call()
        told.append(str(refused.value))
    return told


def says(engine: ElasticsearchEngine, words_of_it: str) -> bool:
    """Whether every call and the status say so, and that nobody can tell how things stand."""
    status = engine.status()
    assert (status.usable, status.is_away) == (False, True)
    with pytest.raises(EngineUnavailable, match=words_of_it):
        fill(engine, [])
    return all(words_of_it in told for told in [*refusals(engine), status.message])


# --- who answers ------------------------------------------------------------------------


def test_an_address_where_nobody_listens(made: Maker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"

    assert says(made(url), "cannot be reached")


def test_an_address_that_is_none(made: Maker) -> None:
    assert says(made("search.example"), "settings of Elasticsearch are wrong")


def test_a_web_server_of_another_kind(made: Maker) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>welcome</html>")

        do_POST = do_PUT = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is written."""

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        assert says(made(f"http://127.0.0.1:{server.server_port}"), "is not Elasticsearch 8")
        server.shutdown()


@pytest.mark.parametrize("elasticsearch_node", ["opensearch-2", "elasticsearch-7"], indirect=True)
def test_another_product_or_an_old_version(elasticsearch_node: Node) -> None:
    made = configuration(elasticsearch_node.url, "test")

    assert says(ElasticsearchEngine(made, analyse, "test"), "is not Elasticsearch 8")


def test_a_node_that_hangs_is_killed_and_comes_back(elasticsearch_node: Node) -> None:
    made = configuration(elasticsearch_node.url, "test", request_seconds=1, load_seconds=1)
    engine = ElasticsearchEngine(made, analyse, "test")
    patient = ElasticsearchEngine(configuration(elasticsearch_node.url, "test"), analyse, "test")
    fill(patient, [document(1)])

    elasticsearch_node.freeze()
    assert says(engine, "did not answer in time")
    elasticsearch_node.kill()
    assert says(engine, "cannot be reached")

    elasticsearch_node.start()
    assert patient.search(BROWSE, {}, "newest", 0, 5).total == 1
    patient.apply([document(2)], [])
    assert patient.keys() == {"resource:1", "resource:2"}


# --- whether we may -------------------------------------------------------------------------


@pytest.fixture
def front(elasticsearch_front: Front) -> Front:
    """A TLS front before the node."""
    return elasticsearch_front


def test_a_certificate_must_be_of_a_known_authority(
    engine: ElasticsearchEngine, made: Maker, front: Front, tmp_path: Path
) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))

    assert says(made(front.url), "certificate")
    assert says(made(front.url, ca_certs=str(tmp_path / "other.pem")), "certificate")
    trusting = made(front.url, ca_certs=str(front.ca_certs))
    assert trusting.keys() == {"resource:1"}


def test_credentials(engine: ElasticsearchEngine, made: Maker, front: Front) -> None:
    front.basic_auth, front.api_key = ("portal", "secret"), "a2V5OnNlY3JldA=="
    known = {"ca_certs": str(front.ca_certs)}

    assert says(made(front.url, **known), "does not know us")
    assert says(made(front.url, user="portal", password="wrong", **known), "does not know us")
    assert made(front.url, user="portal", password="secret", **known).status().usable
    assert made(front.url, api_key=front.api_key, **known).status().usable


# --- what it takes ----------------------------------------------------------------------


@pytest.mark.parametrize("block", ["read_only_allow_delete", "write"])
def test_a_read_only_index_answers_but_takes_nothing(
    engine: ElasticsearchEngine, block: str
) -> None:
    live = engine.status().generation
    engine.connection.client.indices.put_settings(
        index=live, settings={f"index.blocks.{block}": True}
    )

    with pytest.raises(EngineUnavailable, match="read-only"):
        engine.apply([document(2)], [])
    assert engine.search(BROWSE, {}, "newest", 0, 5).total == 1
    assert engine.status().usable

    engine.connection.client.indices.put_settings(
        index=live, settings={f"index.blocks.{block}": None}
    )
    assert engine.apply([document(2)], []) == {}


def test_a_full_queue_is_told_and_a_rebuild_waits(
    engine: ElasticsearchEngine, made: Maker, front: Front
) -> None:
    through = made(front.url, ca_certs=str(front.ca_certs))
    front.refuse_bulks = 1
    with pytest.raises(EngineUnavailable, match="too busy"):
        through.apply([document(2)], [])
    front.refuse_items = {"resource:2"}
    with pytest.raises(EngineUnavailable, match="too busy"):
        through.apply([document(2), document(3)], [])

    front.refuse_items, front.refuse_bulks = set(), 1
    fill(through, [document(4)])
    assert engine.keys() == {"resource:4"}


def test_an_answer_that_is_lost_can_be_asked_for_again(
    engine: ElasticsearchEngine, made: Maker, front: Front
) -> None:
    through = made(front.url, ca_certs=str(front.ca_certs))
    through.generations.live()
    for switch in ("cut_before", "cut_after"):
        setattr(front, switch, 1)
        with pytest.raises(EngineUnavailable):
            through.search(BROWSE, {}, "newest", 0, 5)
        assert through.search(BROWSE, {}, "newest", 0, 5).total == 1


def test_one_document_that_cannot_be_taken_keeps_no_other_back(
    engine: ElasticsearchEngine,
) -> None:
    endless = document(2, facets={"platform": ("ยาว" * 11_000,)})

    refused = engine.apply([document(3), endless, document(4)], ["resource:1", "resource:77"])

    assert list(refused) == [endless.key]
    assert "immense term" in refused[endless.key]
    assert engine.keys() == {"resource:3", "resource:4"}


def test_an_older_state_never_replaces_a_newer_one(engine: ElasticsearchEngine) -> None:
    now = 2_000_000_000_000_000_000
    assert engine.apply([document(2, "ใหม่")], [], version=now) == {}

    late = engine.apply([document(2, "เก่า"), document(3)], [], version=now - 1)
    gone = engine.apply([], ["resource:2"], version=now - 1)

    assert [*late, *gone] == ["resource:2", "resource:2"]
    assert engine.count(words("ใหม่")) == 1
    assert engine.apply([], ["resource:2"], version=now + 2) == {}
    assert list(engine.apply([document(2)], [], version=now + 1)) == ["resource:2"]
    assert engine.keys() == {"resource:1", "resource:3"}


def test_what_the_cluster_cannot_understand_is_our_fault(
    engine: ElasticsearchEngine, caplog: pytest.LogCaptureFixture
) -> None:
    endless = QueryTree(tuple(group(f"ก{n}") for n in range(20_000)), (tuple(range(20_000)),))

    with pytest.raises(EngineFault):
        engine.count(endless)

    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert engine.status().usable


# --- names ------------------------------------------------------------------------------


def test_a_name_that_another_product_uses_is_left_alone(
    made: Maker, elasticsearch_url: str, index_prefix: str
) -> None:
    engine = made()
    client = engine.connection.client
    for name in (index_prefix.rstrip("-"), f"{index_prefix}v012345678901-1"):
        client.index(index=name, id="1", document={"of": "somebody"}, refresh=True)

        assert says(made(), "is not ours")
        assert client.count(index=name)["count"] == 1
        client.indices.delete(index=name)
    fill(engine, [document(1)])


def test_without_an_index_a_rebuild_is_asked_for(made: Maker) -> None:
    engine = made()

    assert all("rebuild_search" in told for told in refusals(engine))
    status = engine.status()
    assert (status.usable, status.is_away) == (False, False)
    fill(engine, [document(1)])
    assert engine.status().usable


def test_an_index_removed_under_our_feet_is_not_made_by_guess(
    engine: ElasticsearchEngine,
) -> None:
    client = engine.connection.client
    client.indices.delete(index=engine.status().generation)

    with pytest.raises(EngineUnavailable, match="rebuild_search"):
        engine.apply([document(2)], [])
    with pytest.raises(EngineUnavailable, match="rebuild_search"):
        engine.search(BROWSE, {}, "newest", 0, 5)
    assert not client.indices.exists(index=engine.configuration.prefix)


# --- processes and requests -------------------------------------------------------------


def test_a_forked_process_asks_for_itself(engine: ElasticsearchEngine) -> None:
    assert engine.count(BROWSE) == 1
    parents = engine.connection.client
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()

    def ask() -> None:
        answers.put((engine.count(BROWSE), engine.connection.client is parents))

    child = context.Process(target=ask)
    child.start()
    child.join(30)

    assert child.exitcode == 0
    assert answers.get() == (1, False)


def test_each_question_is_one_request(
    engine: ElasticsearchEngine, made: Maker, front: Front
) -> None:
    through = made(front.url, ca_certs=str(front.ca_certs))
    through.count(BROWSE)  # looks once where the index is
    filters = {"grade": frozenset(["p1"]), "kind": frozenset(["video"])}
    for ask in (
        lambda: through.search(words("ทดสอบ"), filters, "relevance", 0, 20),
        lambda: through.complete(["ทด", "เรื่"], 8),
        lambda: through.count(words("ทดสอบ")),
        lambda: through.vocabulary().frequencies(["ทดสอบ", "เรื่อง", "ไม่มี"]),
    ):
        front.seen.clear()
        ask()
        assert front.seen == ["POST /_msearch"]
