"""A search folder of its own for every test, and an empty engine for those that ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search import engines
from search.engines.base import Engine
from tests.search.memory_engine import MemoryEngine


def _forget() -> None:
    """Drop the engine that this process keeps open."""
    engines.forget_engine()


@pytest.fixture(autouse=True)
def _own_search_root(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Each test has its own empty search folder, and none sees another's open engine."""
    settings.SEARCH_ROOT = tmp_path / "search"
    _forget()
    yield
    _forget()


@pytest.fixture
def search_index() -> Engine:
    """An empty usable engine."""
    engine = engines.get_engine()
    engine.rebuild([], lambda: ([], []), set, lambda done: None)
    return engine


@pytest.fixture
def memory_engine(monkeypatch: pytest.MonkeyPatch) -> MemoryEngine:
    """The site's engine is one in memory that can be made to fail."""
    engine = MemoryEngine()

    def answer(*_: Any) -> MemoryEngine:
        return engine

    answer.cache_clear = lambda: None  # type: ignore[attr-defined]
    monkeypatch.setattr(engines, "_engine", answer)
    return engine
