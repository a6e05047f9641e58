"""An engine of a few lines, to test what stands around engines; it can be told to fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from search.contract import Answer, Document, EngineStatus, Hit
from search.engines.base import Engine, EngineUnavailable, GateRefused, Vocabulary


class MemoryEngine(Engine):
    """Documents in a dictionary; `None` is an index that does not exist."""

    name = "tantivy"

    def __init__(self) -> None:
        self.documents: dict[str, Document] | None = {}
        self.commits: list[list[str]] = []
        self.poison: set[str] = set()
        self.full_disk = False
        self.after_commit: Callable[[], None] = lambda: None
        self.while_building: Callable[[], None] = lambda: None

    def apply(self, upserts: Iterable[Document], deletes: Iterable[str]) -> dict[str, str]:
        if self.documents is None:
            raise EngineUnavailable("no index")
        upserts, deletes = list(upserts), list(deletes)
        if self.full_disk:
            raise OSError("no space left on device")
        if bad := {document.key for document in upserts} & self.poison:
            raise ValueError(f"cannot digest {bad}")
        for key in deletes:
            self.documents.pop(key, None)
        self.documents |= {document.key: document for document in upserts}
        self.commits.append([*(document.key for document in upserts), *deletes])
        self.after_commit()
        return {}

    def rebuild(
        self,
        documents: Iterable[Document],
        replay: Callable[[], tuple[list[Document], list[str]]],
        expected_keys: Callable[[], set[str]],
        progress: Callable[[int], None],
    ) -> EngineStatus:
        new = {document.key: document for document in documents}
        progress(len(new))
        self.while_building()
        upserts, deletes = replay()
        for key in deletes:
            new.pop(key, None)
        new |= {document.key: document for document in upserts}
        if new.keys() != expected_keys():
            raise GateRefused(expected_keys() - new.keys(), new.keys() - expected_keys())
        self.documents = new
        return self.status()

    def fingerprints(self) -> dict[str, str]:
        if self.documents is None:
            raise EngineUnavailable("no index")
        return {key: document.fingerprint for key, document in self.documents.items()}

    def rollback(self) -> EngineStatus:
        raise NotImplementedError

    def status(self) -> EngineStatus:
        there = self.documents is not None
        return EngineStatus(
            self.name, there, "memory", "1", len(self.documents or ()), "" if there else "no index"
        )

    def count(self, query: Any) -> int:
        raise NotImplementedError

    def search(self, *arguments: Any) -> Answer:
        raise NotImplementedError

    def complete(self, prefixes: Sequence[str], limit: int) -> list[tuple[str, str]]:
        raise NotImplementedError

    def similar(self, key: str, filters: Any, limit: int) -> list[Hit]:
        raise NotImplementedError

    def vocabulary(self) -> Vocabulary:
        raise NotImplementedError
