"""The words of the live generation: how often they occur is asked, which there are is kept."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from elasticsearch.dsl.query import MatchAll, Term

from ..base import Vocabulary
from .asking import ask
from .connecting import Connection
from .words import Words, read

AT_ONCE = 500  # words asked for in one search
# Spelling asks for the same pieces again and again within one query, and a change is not seen
# sooner anyway.
RECENT_SECONDS = 1.0


@dataclass
class _Counts:
    """What was counted, and when the first of it was."""

    at: float = field(default_factory=time.monotonic)
    words: dict[str, int] = field(default_factory=dict)
    documents: int | None = None


class ClusterVocabulary(Vocabulary):
    """Words with their document frequencies; `newer` tells when there are others."""

    def __init__(self, generation: str, connection: Connection) -> None:
        self.generation = generation
        self._connection = connection
        self._counts = _Counts()
        self._words: Words | None = None
        self._read_at = 0.0

    @property
    def documents(self) -> int:  # type: ignore[override]  # asked, not kept
        """How many documents there are."""
        counts = self._recent()
        if counts.documents is None:
            self._count(counts, [])
        return counts.documents or 0

    def frequency(self, term: str) -> int:
        """In how many documents the term occurs; 0 for an unknown one."""
        return self.frequencies([term])[term]

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many documents each of the terms occurs, asked in one request."""
        wanted, counts = set(terms), self._recent()
        new = sorted(wanted - counts.words.keys())
        for start in range(0, len(new), AT_ONCE):
            self._count(counts, new[start : start + AT_ONCE])
        return {term: counts.words[term] for term in wanted}

    def items(self) -> Iterable[tuple[str, int]]:
        """Every term with its document frequency; later terms with the one they have now."""
        words = self.words
        later = self.frequencies(words.added - words.counted.keys())
        return [*words.counted.items(), *((word, n) for word, n in later.items() if n)]

    @property
    def words(self) -> Words:
        """The kept words, read when first needed."""
        if self._words is None:
            self._words = read(self._connection.client, self.generation)
            self._read_at = time.monotonic()
        return self._words

    def newer(self) -> ClusterVocabulary:
        """Itself, or another one when documents have brought new words since it was read."""
        patience = self._connection.configuration.words_seconds
        if self._words is None or time.monotonic() - self._read_at < patience:
            return self
        now = read(self._connection.client, self.generation)
        self._read_at = time.monotonic()
        if now.added == self._words.added:
            return self
        other = ClusterVocabulary(self.generation, self._connection)
        other._words, other._read_at = now, self._read_at
        return other

    def _recent(self) -> _Counts:
        if time.monotonic() - self._counts.at > RECENT_SECONDS:
            self._counts = _Counts()
        return self._counts

    def _count(self, counts: _Counts, terms: list[str]) -> None:
        each = {str(n): Term("v", {"value": term}).to_dict() for n, term in enumerate(terms)}
        body = {
            "size": 0,
            "track_total_hits": True,
            "query": MatchAll().to_dict(),
            **({"aggregations": {"words": {"filters": {"filters": each}}}} if each else {}),
        }
        (response,) = ask(self._connection, [body])
        counts.documents = response["hits"]["total"]["value"]
        found = response["aggregations"]["words"]["buckets"] if each else {}
        counts.words.update({term: found[str(n)]["doc_count"] for n, term in enumerate(terms)})
