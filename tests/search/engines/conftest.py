"""The engines that must keep the contract; a new one joins by a line in ENGINES."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from search.contract import Document
from search.engines.base import Engine
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.tantivy.engine import TantivyEngine

from .cluster import configuration
from .material import analyse


def _tantivy(request: pytest.FixtureRequest) -> Engine:
    root: Path = request.getfixturevalue("tmp_path")
    return TantivyEngine(root / "search", analyse, "test")


def _elasticsearch(request: pytest.FixtureRequest) -> Engine:
    url: str = request.getfixturevalue("elasticsearch_url")
    prefix: str = request.getfixturevalue("index_prefix")
    return ElasticsearchEngine(configuration(url, prefix), analyse, "test")


ENGINES: dict[str, Callable[[pytest.FixtureRequest], Engine]] = {
    "elasticsearch": _elasticsearch,
    "tantivy": _tantivy,
}


def fill(engine: Engine, documents: Sequence[Document]) -> None:
    """Build an index of these documents."""
    engine.rebuild(
        documents,
        replay=lambda: ([], []),
        expected_keys=lambda: {document.key for document in documents},
        progress=lambda number: None,
    )


@pytest.fixture(
    params=[
        pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
        "tantivy",
    ]
)
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine of each kind, with an empty index."""
    made = ENGINES[request.param](request)
    fill(made, [])
    return made
