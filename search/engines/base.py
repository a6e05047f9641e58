"""The contract that every engine keeps; the same test suite runs against each."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence

from search.contract import Answer, Document, EngineStatus, Filters, Hit, QueryTree, Sort


class EngineUnavailable(Exception):
    """There is no usable index now; the caller browses from the database instead."""


class EngineFault(Exception):
    """The engine refuses what we sent: a bug of ours, never hidden."""


class Vocabulary(ABC):
    """Terms of the index generation with their document frequencies."""

    documents: int

    @abstractmethod
    def frequency(self, term: str) -> int:
        """In how many documents the term occurs; 0 for an unknown one."""

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many documents each of the terms occurs; a remote engine asks only once."""
        return {term: self.frequency(term) for term in terms}

    @abstractmethod
    def items(self) -> Iterable[tuple[str, int]]:
        """Every term with its document frequency."""


class Engine(ABC):
    """Stores analysed documents and finds them."""

    name: str

    @abstractmethod
    def apply(
        self, upserts: Iterable[Document], deletes: Iterable[str], version: int | None = None
    ) -> Mapping[str, str]:
        """Bring documents into the live index and take keys out of it, durably.

        Return the keys that were refused, each with the reason; all others are in. `version` is a
        number that grows, taken before the documents were read, such as the database's clock in
        nanoseconds: what was read earlier never replaces what was read later.

        Raises:
            EngineUnavailable: when nothing can be written now.
        """

    @abstractmethod
    def count(self, query: QueryTree) -> int:
        """Return the exact number of documents that match, without filters."""

    @abstractmethod
    def search(
        self, query: QueryTree, filters: Filters, sort: Sort, offset: int, limit: int
    ) -> Answer:
        """Return one page of hits with exact total and facets.

        All are of one moment where the engine has such a thing; a cluster is asked for them at
        once, and a change that becomes visible meanwhile may be counted in one and not in another.

        Raises:
            ValueError: for a limit or window out of bounds.
            EngineUnavailable: when there is no usable index.
        """

    @abstractmethod
    def complete(self, prefixes: Sequence[str], limit: int) -> list[tuple[str, str]]:
        """Return (title, url) of documents that have a suffix for each of the prefixes."""

    @abstractmethod
    def similar(self, key: str, filters: Filters, limit: int) -> list[Hit]:
        """Return documents most like the one with this key, without itself."""

    @abstractmethod
    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary of the live generation."""

    @abstractmethod
    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every document of the live generation, by key."""

    def keys(self) -> set[str]:
        """Return the keys of all documents of the live generation."""
        return set(self.fingerprints())

    @abstractmethod
    def rebuild(
        self,
        documents: Iterable[Document],
        replay: Callable[[], tuple[list[Document], list[str]]],
        expected_keys: Callable[[], set[str]],
        progress: Callable[[int], None],
        clock: Callable[[], int] = time.time_ns,
    ) -> Mapping[str, str]:
        """Build a new generation beside the live one, replay, pass the gate, switch.

        Return the keys that were refused and so left out, each with the reason. `clock` gives
        versions as `apply` takes them, all from the same clock.

        `replay` returns what changed since the build began, as upserts and deletes; until this
        returns nobody else may change the live index, or the change is lost with it. Raises
        `GateRefused` and leaves the live generation when the keys differ from `expected_keys()`,
        or a document from what was last told of it.
        """

    @abstractmethod
    def rollback(self) -> EngineStatus:
        """Switch back to the generation before the live one.

        Raises:
            EngineUnavailable: when there is none that this process can serve from.
        """

    @abstractmethod
    def status(self) -> EngineStatus:
        """Say how things stand; never raises."""


class GateRefused(Exception):
    """The new generation was not switched to: it is not what the database says."""

    def __init__(self, missing: set[str], extra: set[str], stale: set[str] | None = None) -> None:
        self.missing = missing
        self.extra = extra
        self.stale = stale or set()
        super().__init__(f"{len(missing)} missing, {len(extra)} extra, {len(self.stale)} stale")

    @property
    def parts(self) -> tuple[set[str], set[str], set[str]]:
        """Keys that are missing, too many and out of date."""
        return self.missing, self.extra, self.stale

    @classmethod
    def check(
        cls, found: Mapping[str, str], told: Mapping[str, str], expected: set[str]
    ) -> GateRefused | None:
        """Compare the fingerprints of an index with what it was told; None when all is well."""
        missing, extra = expected - found.keys(), found.keys() - expected
        stale = {key for key in expected & found.keys() if found[key] != told.get(key)}
        return cls(missing, extra, stale) if missing or extra or stale else None


Facets = Mapping[str, Mapping[str, int]]
