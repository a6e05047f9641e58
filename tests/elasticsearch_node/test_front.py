"""The front trusts, refuses and breaks as real ones do, and the node answers everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from elastic_transport import ConnectionError as Unreachable
from elastic_transport import ConnectionTimeout, TlsError
from elasticsearch import ApiError, AuthenticationException, Elasticsearch

from tests.elasticsearch_node.front import Front
from tests.elasticsearch_node.node import Node

Connect = Callable[..., Elasticsearch]


@pytest.fixture
def connect(elasticsearch_front: Front) -> Iterator[Connect]:
    """Make clients that trust the front."""
    with ExitStack() as stack:

        def make(**options: Any) -> Elasticsearch:
            client = Elasticsearch(
                elasticsearch_front.url,
                ca_certs=str(elasticsearch_front.ca_certs),
                **{"max_retries": 0, **options},
            )
            return stack.enter_context(client)

        yield make


def two_of(index: str) -> list[dict[str, Any]]:
    """A bulk of two documents and one deletion of a third."""
    return [
        {"index": {"_index": index, "_id": "1"}},
        {"t": "คณิต"},
        {"delete": {"_index": index, "_id": "3"}},
        {"index": {"_index": index, "_id": "2"}},
        {"t": "ไทย"},
    ]


def test_the_node_answers_through_tls(connect: Connect, index_prefix: str) -> None:
    client = connect(http_compress=True)

    client.index(index=f"{index_prefix}a", id="1", document={"t": "คณิต"})

    assert client.get(index=f"{index_prefix}a", id="1")["_source"] == {"t": "คณิต"}
    assert client.indices.exists(index=f"{index_prefix}a")
    assert not client.indices.exists(index=f"{index_prefix}b")


def test_a_stranger_does_not_trust_the_certificate(elasticsearch_front: Front) -> None:
    with Elasticsearch(elasticsearch_front.url, max_retries=0) as client, pytest.raises(TlsError):
        client.cluster.health()

    assert elasticsearch_front.seen == []


@pytest.mark.parametrize(
    ("demanded", "good", "bad"),
    [
        ("basic_auth", ("office", "right"), ("office", "wrong")),
        ("api_key", "aWQ6cmlnaHQ=", "aWQ6d3Jvbmc="),
    ],
)
def test_only_the_right_credentials_pass(
    elasticsearch_front: Front, connect: Connect, demanded: str, good: Any, bad: Any
) -> None:
    setattr(elasticsearch_front, demanded, good)

    assert connect(**{demanded: good}).cluster.health()["status"] in ("yellow", "green")
    for options in ({demanded: bad}, {}):
        with pytest.raises(AuthenticationException) as refused:
            connect(**options).cluster.health()
        assert refused.value.body["error"]["type"] == "security_exception"


def test_a_busy_node_refuses_so_many_bulks(
    elasticsearch_front: Front, connect: Connect, index_prefix: str
) -> None:
    client = connect()
    elasticsearch_front.refuse_bulks = 1

    with pytest.raises(ApiError) as refused:
        client.bulk(operations=two_of(f"{index_prefix}a"))

    assert refused.value.status_code == 429
    assert refused.value.error == "es_rejected_execution_exception"
    assert not client.indices.exists(index=f"{index_prefix}a")
    assert not client.bulk(operations=two_of(f"{index_prefix}a"))["errors"]


@pytest.mark.parametrize("http_compress", [False, True])
def test_a_busy_node_refuses_chosen_items_and_does_the_others(
    elasticsearch_front: Front, connect: Connect, index_prefix: str, http_compress: bool
) -> None:
    client = connect(http_compress=http_compress)
    elasticsearch_front.refuse_items = {"1"}

    answer = client.bulk(operations=two_of(f"{index_prefix}a"))

    told = [
        (verb, item["_id"], item["status"])
        for each in answer["items"]
        for verb, item in each.items()
    ]
    assert answer["errors"]
    assert told == [("index", "1", 429), ("delete", "3", 404), ("index", "2", 201)]
    assert not client.exists(index=f"{index_prefix}a", id="1")
    assert client.exists(index=f"{index_prefix}a", id="2")


def test_a_slow_front_makes_clients_give_up(elasticsearch_front: Front, connect: Connect) -> None:
    elasticsearch_front.delay = 2

    with pytest.raises(ConnectionTimeout):
        connect(request_timeout=0.2).cluster.health()


@pytest.mark.parametrize(("switch", "done"), [("cut_before", False), ("cut_after", True)])
def test_a_cut_loses_the_request_or_only_its_answer(
    elasticsearch_front: Front, connect: Connect, index_prefix: str, switch: str, done: bool
) -> None:
    client = connect()
    setattr(elasticsearch_front, switch, 1)

    with pytest.raises(Unreachable):
        client.bulk(operations=two_of(f"{index_prefix}a"))

    assert bool(client.exists(index=f"{index_prefix}a", id="2")) is done


def test_before_a_dead_node_stands_a_bad_gateway(
    elasticsearch_node: Node, elasticsearch_front: Front, connect: Connect
) -> None:
    elasticsearch_front.node_url = elasticsearch_node.url
    client = connect()
    assert client.cluster.health()["status"] in ("yellow", "green")

    elasticsearch_node.kill()

    with pytest.raises(ApiError) as refused:
        client.cluster.health()
    assert refused.value.status_code == 502
