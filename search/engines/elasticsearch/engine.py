"""The engine's door: storing and finding in one cluster."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from search.contract import Answer, Document, EngineStatus, Filters, Hit, QueryTree, Sort

from ..analysing import Analyse, Analysed
from ..base import Engine, EngineFault, EngineUnavailable
from ..bounds import check_limit, check_search, order_of
from ..shaping import distinct_words
from . import words
from .asking import Body, ask
from .building import Filling, rebuild, rollback
from .completing import complete
from .configuration import Configuration
from .connecting import Connection
from .errors import NoIndex, engine_errors
from .facets import Counting, counted, countings
from .generations import Generations
from .keys import fingerprints
from .querying import filtered, matching, text_query
from .schema import stored_hit
from .similar import similar
from .vocabulary import ClusterVocabulary
from .writing import Refused, batches, changes, send

# `unmapped_type`: an index made by other rules goes on serving until the rebuild.
_PLACE = {"place": {"order": "asc", "unmapped_type": "long"}}
ORDERS: dict[str, list[Any]] = {
    "relevance": ["_score", _PLACE],
    "newest": [{"newest": {"order": "desc", "unmapped_type": "long"}}, _PLACE],
    "popular": [{"popular": {"order": "desc", "unmapped_type": "long"}}, _PLACE],
    "title": [{"title_order": {"order": "asc", "unmapped_type": "keyword"}}, _PLACE],
}

log = logging.getLogger(__name__)


class ElasticsearchEngine(Engine):
    """Indexes below a prefix; `analyse` and `analyser_version` are the text pipeline's."""

    name = "elasticsearch"

    def __init__(
        self,
        configuration: Configuration | None = None,
        analyse: Analyse | None = None,
        analyser_version: str | None = None,
    ) -> None:
        if analyse is None or analyser_version is None:
            from search.text import analyser

            analyse = analyse or analyser.index_text
            analyser_version = analyser_version or analyser.analyser_version()
        self.analyse = analyse
        self.analyser_version = analyser_version
        self.configuration = configuration or Configuration.from_settings()
        self.connection = Connection(self.configuration)
        self.generations = Generations(self.connection, analyser_version)
        self._vocabulary: ClusterVocabulary | None = None

    def apply(
        self, upserts: Iterable[Document], deletes: Iterable[str], version: int | None = None
    ) -> dict[str, str]:
        """Bring documents into the live index and take keys out of it, durably.

        Raises:
            EngineUnavailable: also when the live index was made by other rules; a rebuild replays.
        """
        version = version if version is not None else time.time_ns()
        texts = [(document, self.analyse(document)) for document in upserts]
        actions = changes(texts, deletes, version)
        if not actions:
            return {}
        live = self.generations.live()
        if live.version != self.generations.version:
            raise EngineUnavailable("the live index was made by other rules and must be rebuilt")
        refused = Refused()
        for batch in batches(actions):
            wait = self.configuration.wait_for_refresh
            refused.add(send(self.connection.patient, self.generations.prefix, batch, wait=wait))
        self._learn(texts)
        return refused.wrong | refused.late

    def count(self, query: QueryTree) -> int:
        """Return the exact number of documents that match, without filters."""
        self.generations.serving()
        (response,) = ask(self.connection, [Counting(matching(query, {}), (), True).body()])
        return _total(response)

    def search(
        self, query: QueryTree, filters: Filters, sort: Sort, offset: int, limit: int
    ) -> Answer:
        """Return one page of hits with exact total and facets."""
        check_search(filters, sort, offset, limit)
        self.generations.serving()
        order = order_of(query, sort)
        page: Body = {
            "query": filtered(text_query(query), filters).to_dict(),
            "from": offset,
            "size": limit,
            "sort": ORDERS[order],
            # Not counted here, so that documents which cannot be on the page may be skipped.
            "track_total_hits": False,
        }
        parts = countings(query, filters)
        found, *counts = ask(self.connection, [page, *(each.body() for each in parts)])
        facets = counted(self.connection, zip(parts, counts, strict=True), filters)
        return Answer(_total(counts[0]), _hits(found, order), facets)

    def complete(self, prefixes: Sequence[str], limit: int) -> list[tuple[str, str]]:
        """Return (title, url) of documents that have a suffix for each of the prefixes."""
        check_limit(limit)
        self.generations.serving()
        return complete(self.connection, prefixes, limit)

    def similar(self, key: str, filters: Filters, limit: int) -> list[Hit]:
        """Return documents most like the one with this key, without itself."""
        check_limit(limit)
        return similar(self.connection, key, filters, limit, self.analyse, self.vocabulary())

    def vocabulary(self) -> ClusterVocabulary:
        """Return the vocabulary of the live generation, the same object as long as that lives."""
        generation = self.generations.serving().name
        known = self._vocabulary
        if known is None or known.generation != generation:
            known = ClusterVocabulary(generation, self.connection)
        self._vocabulary = known.newer()
        return self._vocabulary

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every document of the live generation, by key."""
        live = self.generations.live()
        with engine_errors("which documents there are"):
            self.connection.patient.indices.refresh(index=live.name)
            return fingerprints(self.connection.patient, live.name)

    def rebuild(
        self,
        documents: Iterable[Document],
        replay: Callable[[], tuple[list[Document], list[str]]],
        expected_keys: Callable[[], set[str]],
        progress: Callable[[int], None],
        clock: Callable[[], int] = time.time_ns,
    ) -> dict[str, str]:
        """Build a new generation beside the live one, replay, pass the gate, switch."""
        filling = Filling(self.generations, self.analyse, clock)
        return rebuild(filling, documents, replay, expected_keys, progress)

    def rollback(self) -> EngineStatus:
        """Switch back to the generation before the live one."""
        rollback(self.generations)
        return self.status()

    def status(self) -> EngineStatus:
        """Say how things stand; never raises."""
        try:
            live = self.generations.live()
            before = self.generations.before(live)
            with engine_errors("how many documents there are"):
                number = self.connection.client.count(index=live.name)["count"]
        except (EngineUnavailable, EngineFault) as error:
            away = not isinstance(error, (NoIndex, EngineFault))
            version = self.analyser_version
            return EngineStatus(self.name, False, "", version, 0, str(error), is_away=away)
        outdated = live.version != self.generations.version
        return EngineStatus(
            self.name,
            True,
            live.name,
            self.analyser_version,
            number,
            "the index was made by other rules and serves until a rebuild" if outdated else "",
            is_outdated=outdated,
            previous=before.name if before else "",
        )

    def _learn(self, texts: Iterable[Analysed]) -> None:
        """Let the spelling know new words; without them the changes are in all the same."""
        found = set().union(*(distinct_words(text) for _, text in texts))
        if not found:
            return
        try:
            vocabulary = self.vocabulary()
            if new := words.unknown(vocabulary.words, found):
                wait = self.configuration.wait_for_refresh
                words.add(self.connection.patient, vocabulary.generation, new, wait=wait)
        except EngineUnavailable as error:
            log.warning("search: new words are not known to the spelling: %s", error)


def _total(response: dict[str, Any]) -> int:
    return int(response["hits"]["total"]["value"])


def _hits(response: dict[str, Any], order: str) -> list[Hit]:
    return [
        stored_hit(hit["_source"]["shown"], hit["sort"][0] if order == "relevance" else 0.0)
        for hit in response["hits"]["hits"]
    ]
