"""An engine of a few lines, to test what stands around engines; it can be told to fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from search.contract import Answer, Document, EngineStatus, Hit
from search.engines.base import Engine, EngineFault, EngineUnavailable, GateRefused, Vocabulary


class MemoryEngine(Engine):
    """Documents in a dictionary; `None` is an index that does not exist."""

    def __init__(self, name: str = "tantivy") -> None:
        self.name = name
        self.documents: dict[str, Document] | None = {}
        self.previous: dict[str, Document] | None = None
        self.generation = 0
        self.built = 0
        self.is_away = False
        self.is_outdated = False
        self.mapping_error = False
        self.refused: dict[str, str] = {}
        self.versions: list[int | None] = []  # those that were given, oldest first
        self.commits: list[list[str]] = []
        self.poison: set[str] = set()
        self.full_disk = False
        self.after_commit: Callable[[], None] = lambda: None
        self.while_building: Callable[[], None] = lambda: None

    def apply(
        self, upserts: Iterable[Document], deletes: Iterable[str], version: int | None = None
    ) -> dict[str, str]:
        self._require_there()
        upserts, deletes = list(upserts), list(deletes)
        if self.full_disk:
            raise OSError("no space left on device")
        if bad := {document.key for document in upserts} & self.poison:
            raise ValueError(f"cannot digest {bad}")
        if self.mapping_error:
            raise EngineFault("mapping: no such field")
        self.versions.append(version)
        for key in deletes:
            self.documents.pop(key, None)
        good = {document.key: document for document in upserts if document.key not in self.refused}
        self.documents |= good
        self.commits.append([*good, *deletes])
        self.after_commit()
        return {each.key: self.refused[each.key] for each in upserts if each.key in self.refused}

    def rebuild(
        self,
        documents: Iterable[Document],
        replay: Callable[[], tuple[list[Document], list[str]]],
        expected_keys: Callable[[], set[str]],
        progress: Callable[[int], None],
        clock: Callable[[], int] = time.time_ns,
    ) -> dict[str, str]:
        if self.is_away:
            raise EngineUnavailable("connection refused")
        self.versions.append(clock())
        new = {document.key: document for document in documents}
        progress(len(new))
        self.while_building()
        upserts, deletes = replay()
        for key in deletes:
            new.pop(key, None)
        new |= {document.key: document for document in upserts}
        left_out = {key: why for key, why in self.refused.items() if new.pop(key, None)}
        expected = expected_keys() - left_out.keys()
        if new.keys() != expected:
            raise GateRefused(expected - new.keys(), new.keys() - expected)
        self.previous, self.documents = self.documents, new
        self.built += 1
        self.generation, self.is_outdated, self.mapping_error = self.built, False, False
        return left_out

    def fingerprints(self) -> dict[str, str]:
        self._require_there()
        return {key: document.fingerprint for key, document in (self.documents or {}).items()}

    def rollback(self) -> EngineStatus:
        self._require_there()
        if self.previous is None:
            raise EngineUnavailable("no index before")
        self.documents, self.previous = self.previous, None
        self.generation -= 1
        return self.status()

    def status(self) -> EngineStatus:
        if self.is_away:
            return EngineStatus(self.name, False, "", "1", 0, "connection refused", is_away=True)
        there = self.documents is not None
        return EngineStatus(
            self.name,
            there,
            f"memory-{self.generation}",
            "1",
            len(self.documents or ()),
            "" if there else "no index",
            is_outdated=self.is_outdated,
        )

    def _require_there(self) -> None:
        if self.is_away:
            raise EngineUnavailable("connection refused")
        if self.documents is None:
            raise EngineUnavailable("no index")

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
