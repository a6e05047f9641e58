"""The engine's door: storing and finding in one local index."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tantivy import Order, Query, Searcher

from search.contract import (
    FACETS,
    Answer,
    Document,
    EngineStatus,
    Filters,
    Hit,
    QueryTree,
    Sort,
)

from ..analysing import Analyse
from ..base import Engine, EngineUnavailable, Facets
from ..bounds import check_limit, check_search, order_of
from .building import rebuild, rollback
from .completing import complete
from .facets import by_value, count_sets
from .generations import Generations
from .keys import fingerprints
from .querying import filtered, text_query
from .reading import Reader, Snapshot
from .schema import stored_hit
from .similar import similar
from .vocabulary import IndexVocabulary
from .writing import engine_errors, open_writer, prepared, write_changes

ORDERS: dict[str, tuple[str, Order]] = {
    "newest": ("newest", Order.Desc),
    "popular": ("popular", Order.Desc),
    "title": ("title_order", Order.Asc),
}


class TantivyEngine(Engine):
    """An index folder below `root`; `analyse` and `analyser_version` are the text pipeline's."""

    name = "tantivy"

    def __init__(
        self,
        root: Path,
        analyse: Analyse | None = None,
        analyser_version: str | None = None,
    ) -> None:
        if analyse is None or analyser_version is None:
            from search.text import analyser

            analyse = analyse or analyser.index_text
            analyser_version = analyser_version or analyser.analyser_version()
        self.analyse = analyse
        self.analyser_version = analyser_version
        self.generations = Generations(Path(root))
        self.reader = Reader(self.generations, analyser_version)
        self._vocabulary: IndexVocabulary | None = None

    def apply(
        self, upserts: Iterable[Document], deletes: Iterable[str], version: int | None = None
    ) -> dict[str, str]:
        """Bring documents into the live index and take keys out of it, durably, in one commit.

        The arguments are read under the lock, so a lazy one brings rows as they are at that moment;
        the lock also keeps the order, so the version is not needed.
        """
        with self.generations.locked("write.lock"):
            generation = self.reader.snapshot().generation
            made = prepared((document, self.analyse(document)) for document in upserts)
            gone = list(deletes)
            if not made and not gone:
                return {}
            with (
                engine_errors("the index could not be written"),
                open_writer(self.generations.root / generation) as writer,
            ):
                write_changes(writer, made, gone)
                writer.commit()
        return {}  # a document that cannot be written raises before any of them is

    def count(self, query: QueryTree) -> int:
        """Return the exact number of documents that match, without filters."""
        with self._reading() as now:
            if query.is_browse:
                return now.searcher.num_docs
            return _total(now.searcher, text_query(now.schema, query))

    def search(
        self, query: QueryTree, filters: Filters, sort: Sort, offset: int, limit: int
    ) -> Answer:
        """Return one page of hits with exact total and facets, all from one snapshot."""
        check_search(filters, sort, offset, limit)
        with self._reading() as now:
            typed = text_query(now.schema, query)
            wanted = filtered(now.schema, typed, filters)
            facets, total = _facets(now, typed, wanted, filters)
            order = order_of(query, sort)
            hits = _hits(now.searcher, wanted, order, offset, limit) if offset < total else []
            return Answer(total, hits, facets)

    def complete(self, prefixes: Sequence[str], limit: int) -> list[tuple[str, str]]:
        """Return (title, url) of documents that have a suffix for each of the prefixes."""
        check_limit(limit)
        with self._reading() as now:
            return complete(now, prefixes, limit)

    def similar(self, key: str, filters: Filters, limit: int) -> list[Hit]:
        """Return documents most like the one with this key, without itself."""
        check_limit(limit)
        with self._reading() as now:
            return similar(now, key, filters, limit, self.analyse)

    def vocabulary(self) -> IndexVocabulary:
        """Return the vocabulary of the live generation, the same object as long as that lives."""
        generation = self.reader.snapshot().generation
        if self._vocabulary is None or self._vocabulary.generation != generation:
            self._vocabulary = IndexVocabulary(generation, self.reader.snapshot)
        return self._vocabulary

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every document of the live generation, by key."""
        with self._reading() as now:
            return fingerprints(now.searcher)

    def rebuild(
        self,
        documents: Iterable[Document],
        replay: Callable[[], tuple[list[Document], list[str]]],
        expected_keys: Callable[[], set[str]],
        progress: Callable[[int], None],
        clock: Callable[[], int] = time.time_ns,
    ) -> Mapping[str, str]:
        """Build, replay, pass the gate, switch; the lock makes versions needless here."""
        rebuild(
            self.generations,
            self.analyser_version,
            self.analyse,
            documents,
            replay,
            expected_keys,
            progress,
        )
        return {}

    def rollback(self) -> EngineStatus:
        """Switch back to the generation before the live one."""
        rollback(self.generations, self.analyser_version)
        return self.status()

    def status(self) -> EngineStatus:
        """Say how things stand; never raises."""
        try:
            now = self.reader.snapshot()
        except EngineUnavailable as error:
            return EngineStatus(self.name, False, "", self.analyser_version, 0, str(error))
        return EngineStatus(
            self.name,
            True,
            now.generation,
            self.analyser_version,
            now.searcher.num_docs,
            previous=self.generations.before(now.generation),
        )

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        snapshot = self.reader.snapshot()
        with engine_errors("the index could not be read"):
            yield snapshot


def _total(searcher: Searcher, query: Query) -> int:
    number: int = searcher.search(query, 1).count  # type: ignore[attr-defined]  # stub lacks it
    return number


def _facets(now: Snapshot, typed: Query, wanted: Query, filters: Filters) -> tuple[Facets, int]:
    chosen = [name for name in FACETS if filters.get(name)]
    free = [name for name in FACETS if name not in chosen]
    sets = count_sets(now.searcher, wanted, free)
    # Every document has exactly one set of each facet, so one facet's sets give the total.
    total = sum(sets[free[0]].values()) if free else _total(now.searcher, wanted)
    for name in chosen:
        others = filtered(now.schema, typed, filters, skip=name)
        sets |= count_sets(now.searcher, others, [name])
    return {name: by_value(name, sets[name]) for name in FACETS}, total


def _hits(searcher: Searcher, query: Query, order: str, offset: int, limit: int) -> list[Hit]:
    if order == "relevance":
        found = searcher.search(query, limit, count=False, offset=offset).hits
        return [stored_hit(searcher.doc(address), score) for score, address in found]
    field, direction = ORDERS[order]
    found = searcher.search(
        query, limit, count=False, order_by_field=field, offset=offset, order=direction
    ).hits
    return [stored_hit(searcher.doc(address)) for _, address in found]
