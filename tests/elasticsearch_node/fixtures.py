"""What a test asks for: the run's Elasticsearch, names of its own there, or a node of its own."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from tests.elasticsearch_node.availability import DEMANDED, GIVEN, missing
from tests.elasticsearch_node.homes import CannotBuildError, ready_home
from tests.elasticsearch_node.node import Node
from tests.elasticsearch_node.shared import shared_node

NODE_FIXTURE = "elasticsearch_node"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses a node; without a way to start one such tests are left out together."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if NODE_FIXTURE in names or "elasticsearch_url" in names:
            item.add_marker(pytest.mark.elasticsearch)
    if missing() and os.environ.get(DEMANDED) != "1":
        gone = [item for item in items if _needs_java(item)]
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in gone]


def _needs_java(item: pytest.Item) -> bool:
    """Whether a test can run only where a node can be started."""
    if item.get_closest_marker("elasticsearch") is None:
        return False
    given = os.environ.get(GIVEN) and "elasticsearch_url" in getattr(item, "fixturenames", ())
    return not given or NODE_FIXTURE in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def _elasticsearch_home() -> None:
    """The server's files, fetched and built now if this is the first run ever."""
    try:
        ready_home()
    except CannotBuildError as error:
        if os.environ.get(DEMANDED) == "1":
            pytest.fail(f"Elasticsearch is demanded but cannot be made here: {error}")
        pytest.skip(f"Elasticsearch cannot be made on this machine: {error}")


@pytest.fixture(scope="session")
def elasticsearch_url(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The address of the one node that all tests of this run share."""
    if given := os.environ.get(GIVEN):
        yield given.rstrip("/")
        return
    request.getfixturevalue("_elasticsearch_home")
    run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent  # a worker's own folder lies in the run's
    with shared_node(run / "elasticsearch") as url:
        yield url


@pytest.fixture
def index_prefix(elasticsearch_url: str) -> Iterator[str]:
    """A beginning for the names of a test's own indexes, which are deleted afterwards."""
    prefix = f"test-{uuid.uuid4().hex[:12]}-"
    yield prefix
    with Elasticsearch(elasticsearch_url) as client:
        found = client.indices.get(index=f"{prefix}*", expand_wildcards="all", features="aliases")
        if found:
            # By full names: the server refuses to delete by a pattern.
            client.indices.delete(index=list(found))


@pytest.fixture
def elasticsearch_node(_elasticsearch_home: None, tmp_path: Path) -> Iterator[Node]:
    """A node of the test's own, to be frozen, killed and restarted; empty, and gone afterwards."""
    node = Node(tmp_path / "elasticsearch", heap_mb=256)
    try:
        yield node.start()
    finally:
        node.kill()
        shutil.rmtree(node.folder, ignore_errors=True)
