"""The engines that must keep the contract; a new one joins by a line in ENGINES."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from search.contract import Document
from search.engines.base import Engine
from search.engines.tantivy.engine import TantivyEngine

from .material import analyse

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "tantivy": lambda root: TantivyEngine(root, analyse, "test"),
}


def fill(engine: Engine, documents: Sequence[Document]) -> None:
    """Build an index of these documents."""
    engine.rebuild(
        documents,
        replay=lambda: ([], []),
        expected_keys=lambda: {document.key for document in documents},
        progress=lambda number: None,
    )


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """An engine of each kind, with an empty index."""
    made = ENGINES[request.param](tmp_path / "search")
    fill(made, [])
    return made
