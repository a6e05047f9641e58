"""What a test asks for: the run's Elasticsearch, names of its own there, or a node of its own."""

from __future__ import annotations

import functools
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from tests.elasticsearch_node.availability import DEMANDED, GIVEN, missing
from tests.elasticsearch_node.front import Front
from tests.elasticsearch_node.homes import CannotBuildError, ready_home
from tests.elasticsearch_node.node import Node
from tests.elasticsearch_node.shared import shared_node

OWN_NODE = {"elasticsearch_home", "elasticsearch_node"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses a node; without a way to start one such tests are left out together."""
    for item in items:
        if _fixtures(item) & {"elasticsearch_url", *OWN_NODE}:
            item.add_marker(pytest.mark.elasticsearch)
    if missing() and os.environ.get(DEMANDED) != "1":
        gone = [item for item in items if _needs_java(item)]
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in gone]


def _needs_java(item: pytest.Item) -> bool:
    """Whether a test can run only where a node can be started."""
    asks = item.get_closest_marker("elasticsearch") is not None
    return asks and (not os.environ.get(GIVEN) or bool(_fixtures(item) & OWN_NODE))


def _fixtures(item: pytest.Item) -> set[str]:
    """All fixtures that a test uses, also through others."""
    return set(getattr(item, "fixturenames", ()))


@functools.cache
def _why_not(flavour: str) -> str:
    """Build the server's home if this is the first run ever; why it failed, asked only once."""
    try:
        ready_home(flavour)
    except CannotBuildError as error:
        return str(error)
    return ""


def _build_or_skip(flavour: str) -> None:
    """Go on only with a home; without one the test is skipped, or fails where it is demanded."""
    if reason := _why_not(flavour):
        if os.environ.get(DEMANDED) == "1":
            pytest.fail(f"{flavour} is demanded but cannot be made here: {reason}")
        pytest.skip(f"{flavour} cannot be made on this machine: {reason.splitlines()[0]}")


@pytest.fixture(scope="session")
def elasticsearch_home() -> None:
    """Everything that a node needs is on this machine."""
    _build_or_skip("elasticsearch-8")


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the one node that all tests of this run share."""
    if given := os.environ.get(GIVEN):
        yield given.rstrip("/")
        return
    _build_or_skip("elasticsearch-8")
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
def elasticsearch_node(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Node]:
    """A node of the test's own, to be frozen, killed and restarted; empty, and gone afterwards.

    `@pytest.mark.parametrize("elasticsearch_node", ["opensearch-2"], indirect=True)` gives another
    product: any folder's name in `servers`.
    """
    flavour = getattr(request, "param", "elasticsearch-8")
    _build_or_skip(flavour)
    node = Node(tmp_path / "elasticsearch", heap_mb=256, flavour=flavour)
    try:
        yield node.start()
    finally:
        node.kill()
        shutil.rmtree(node.folder, ignore_errors=True)


@pytest.fixture
def elasticsearch_front(elasticsearch_url: str, tmp_path: Path) -> Iterator[Front]:
    """A TLS front before the run's node, with switches for refusals, delays and cuts."""
    with Front(elasticsearch_url, tmp_path) as front:
        yield front
