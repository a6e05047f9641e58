"""A second engine with everything that the contract asks for, behind a port that can be closed."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from search import engines
from search.contract import Document, EngineStatus, QueryTree
from search.engines.base import Engine, EngineFault, EngineUnavailable
from search.engines.tantivy.engine import TantivyEngine


def use_engines(monkeypatch: pytest.MonkeyPatch, others: dict[str, Engine]) -> None:
    """Have these engines under their names beside the real ones."""
    made = engines._engine

    def answer(name: str, root: Path) -> Engine:
        return others[name] if name in others else made(name, root)

    answer.cache_clear = made.cache_clear  # type: ignore[attr-defined]
    monkeypatch.setattr(engines, "_engine", answer)


class RemoteEngine(TantivyEngine):
    """Asks at its port before every call, so it is away when nobody listens there."""

    name = "elasticsearch"

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked = 0
        self.refuses = False  # what it is sent, as after a bug of ours
        self.at_search: Callable[[], None] = lambda: None
        self._listening: socket.socket | None = None
        self.come_back()

    def go_away(self) -> None:
        """Nobody listens any more."""
        if self._listening:
            self._listening.close()
            self._listening = None

    def come_back(self) -> None:
        """Somebody listens again."""
        self.go_away()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = self._listening.getsockname()

    def _reach(self) -> None:
        self.asked += 1
        try:
            socket.create_connection(self.address, timeout=1).close()
        except OSError as error:
            raise EngineUnavailable(f"connection: {error}") from error
        if self._listening:
            self._listening.accept()[0].close()
        if self.refuses:
            raise EngineFault("mapping: no field named colour")

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        self._reach()
        with super()._reading() as now:
            yield now

    def search(self, query: QueryTree, *rest: Any) -> Any:
        self.at_search()
        return super().search(query, *rest)

    def vocabulary(self) -> Any:
        self._reach()
        return super().vocabulary()

    def apply(
        self, upserts: Iterable[Document], deletes: Iterable[str], version: int | None = None
    ) -> dict[str, str]:
        self._reach()
        return super().apply(upserts, deletes, version)

    def rebuild(self, *arguments: Any) -> EngineStatus:
        self._reach()
        return super().rebuild(*arguments)

    def rollback(self) -> EngineStatus:
        self._reach()
        return super().rollback()

    def status(self) -> EngineStatus:
        try:
            self._reach()
        except EngineUnavailable as error:
            return EngineStatus(self.name, False, "", "", 0, str(error), is_away=True)
        except EngineFault as error:
            return EngineStatus(self.name, False, "", "", 0, str(error))
        return super().status()
