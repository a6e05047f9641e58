"""Engines for those that ask: an empty one, one in memory, one behind a port."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search import answering, engines, health
from search.breaker import Breaker
from search.engines.base import Engine
from tests.search.memory_engine import MemoryEngine
from tests.search.remote_engine import RemoteEngine, use_engines


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


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time by which the circuit breaker goes."""
    clock = Clock()
    breaker = Breaker(clock)
    for module in (answering, health):
        monkeypatch.setattr(module, "main_breaker", lambda: breaker)
    return clock


@pytest.fixture
def remote(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: Clock
) -> Iterator[RemoteEngine]:
    """The site's engine is one behind a port."""
    settings.SEARCH_ENGINE = "elasticsearch"
    engine = RemoteEngine(tmp_path / "remote")
    use_engines(monkeypatch, {"elasticsearch": engine})
    yield engine
    engine.go_away()


@pytest.fixture
def remote_and_local(remote: RemoteEngine, settings: Any) -> RemoteEngine:
    """The same with the embedded index of this host as its spare."""
    settings.SEARCH_LOCAL_INDEX = True
    return remote


@pytest.fixture
def two_in_memory(settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, MemoryEngine]:
    """The site's engine and a spare, both made to fail at will."""
    settings.SEARCH_ENGINE, settings.SEARCH_LOCAL_INDEX = "elasticsearch", True
    both = {name: MemoryEngine(name) for name in ("elasticsearch", "tantivy")}
    use_engines(monkeypatch, dict(both))
    return both
