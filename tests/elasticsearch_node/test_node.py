"""The node answers, keeps what it was told, and can be broken and mended."""

from __future__ import annotations

import pytest
from elastic_transport import ConnectionError as Unreachable
from elastic_transport import ConnectionTimeout
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from tests.elasticsearch_node.node import Node


def test_the_shared_node_is_healthy_and_of_the_version_that_the_client_speaks(
    elasticsearch_url: str, index_prefix: str
) -> None:
    with Elasticsearch(elasticsearch_url) as client:
        client.index(index=f"{index_prefix}a", id="1", document={"t": "คณิต"}, refresh=True)

        assert client.cluster.health()["status"] in ("yellow", "green")
        assert client.count(index=f"{index_prefix}a")["count"] == 1
        nodes = client.nodes.info(node_id="_local")["nodes"].values()
        assert all(node["version"].startswith("8.") for node in nodes)


def test_a_restarted_node_has_its_address_and_its_data(elasticsearch_node: Node) -> None:
    url = elasticsearch_node.url
    with Elasticsearch(url) as client:
        client.index(index="kept", id="1", document={"t": "ภาษาไทย"})

        elasticsearch_node.restart()

        assert elasticsearch_node.url == url
        assert client.get(index="kept", id="1")["_source"] == {"t": "ภาษาไทย"}


def test_a_killed_node_is_unreachable_and_then_as_it_was(elasticsearch_node: Node) -> None:
    with Elasticsearch(elasticsearch_node.url, max_retries=0) as client:
        client.index(index="kept", id="1", document={"t": "อังกฤษ"})

        elasticsearch_node.kill()
        with pytest.raises(Unreachable):
            client.get(index="kept", id="1")
        elasticsearch_node.start()

        assert client.get(index="kept", id="1")["_source"] == {"t": "อังกฤษ"}


def test_a_node_without_its_data_is_empty(elasticsearch_node: Node) -> None:
    with Elasticsearch(elasticsearch_node.url) as client:
        client.index(index="lost", id="1", document={"t": "ศิลปะ"})

        elasticsearch_node.stop()
        elasticsearch_node.remove_data()
        elasticsearch_node.start()

        assert not client.indices.exists(index="lost")


def test_a_frozen_node_answers_nothing_until_it_is_thawed(elasticsearch_node: Node) -> None:
    with Elasticsearch(elasticsearch_node.url, max_retries=0, retry_on_timeout=False) as client:
        client.index(index="kept", id="1", document={"t": "ดนตรี"})

        elasticsearch_node.freeze()
        with pytest.raises(ConnectionTimeout):
            client.options(request_timeout=0.5).get(index="kept", id="1")
        elasticsearch_node.thaw()

        assert client.get(index="kept", id="1")["_source"] == {"t": "ดนตรี"}


@pytest.mark.parametrize("elasticsearch_node", ["elasticsearch-7"], indirect=True)
def test_the_client_takes_an_older_elasticsearch_for_its_own(elasticsearch_node: Node) -> None:
    """Nothing but the version tells it from one that the portal can use."""
    with Elasticsearch(elasticsearch_node.url) as client:
        nodes = client.nodes.info(node_id="_local")["nodes"].values()

        assert [node["version"].partition(".")[0] for node in nodes] == ["7"]


@pytest.mark.parametrize("elasticsearch_node", ["opensearch-2"], indirect=True)
def test_the_client_refuses_opensearch(elasticsearch_node: Node) -> None:
    with Elasticsearch(elasticsearch_node.url) as client:
        with pytest.raises(UnsupportedProductError):
            client.cluster.health()
        with pytest.raises(ApiError) as refused:
            client.index(index="a", id="1", document={"t": "x"})

    assert refused.value.status_code == 406
