"""The words of the live generation, read from the term dictionary of the index itself.

It is memory-mapped, costs nothing until asked, and knows the words of the newest commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..base import Vocabulary
from .reading import Snapshot

FIELD = "v"


class IndexVocabulary(Vocabulary):
    """Words with their document frequencies; one object for the life of a generation."""

    def __init__(self, generation: str, snapshot: Callable[[], Snapshot]) -> None:
        self.generation = generation
        self._snapshot = snapshot

    @property
    def documents(self) -> int:  # type: ignore[override]  # read when asked, not kept
        """How many documents there are."""
        return self._snapshot().searcher.num_docs

    def frequency(self, term: str) -> int:
        """In how many documents the term occurs; 0 for an unknown one."""
        return self._snapshot().searcher.doc_freq(FIELD, term)

    def items(self) -> Iterable[tuple[str, int]]:
        """Every term with its document frequency, sorted."""
        return self._snapshot().searcher.terms_with_prefix(FIELD, "")
