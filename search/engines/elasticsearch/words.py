"""The words of a generation for the spelling, in a small index beside it.

They are counted while a rebuild analyses the documents and kept packed, so that a process reads
them all in one request. Words that later documents bring stand beside them one by one.
"""

from __future__ import annotations

import base64
import json
import logging
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from .errors import NoIndex, engine_errors

CHUNK = 20_000  # words in one packed document
MOST = 10_000  # documents that are read: the packed ones first, then added words
WORDS = "-words"  # the end of the index's name
LONGEST = 60  # letters of a word that spelling could want

WORDS_MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "added": {"type": "keyword"},
        "packed": {"type": "object", "enabled": False},
    },
}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """Document frequencies as the rebuild counted them, and words that came after it."""

    counted: Mapping[str, int]
    added: frozenset[str]

    def __contains__(self, word: str) -> bool:
        return word in self.counted or word in self.added


def words_index(generation: str) -> str:
    """The index of a generation's words."""
    return generation + WORDS


def words_alias(generation: str) -> str:
    """The alias through which words are written: a removed index is not made by guess."""
    return f"{generation}-spelling"


def store(client: Elasticsearch, generation: str, counts: Mapping[str, int]) -> None:
    """Keep the words of a new generation."""
    kept = sorted((word, number) for word, number in counts.items() if len(word) <= LONGEST)
    with engine_errors("keep the words"):
        for start in range(0, len(kept), CHUNK):
            plain = json.dumps(kept[start : start + CHUNK], ensure_ascii=False)
            packed = base64.b64encode(zlib.compress(plain.encode("utf-8", "replace"))).decode()
            document = {"packed": {"words": packed}}
            client.index(
                index=words_alias(generation),
                id=f"packed {start}",
                document=document,
                require_alias=True,
            )
        client.indices.refresh(index=words_index(generation))


def add(client: Elasticsearch, generation: str, words: Iterable[str], *, wait: bool) -> None:
    """Bring words in that no document had when the index was built."""
    lines: list[dict[str, Any]] = []
    for word in words:
        # The same word twice, from two processes, is the same document.
        lines += [{"index": {"_id": f"added {word}"}}, {"added": word}]
    with engine_errors("add words"):
        client.bulk(
            index=words_alias(generation),
            operations=lines,
            require_alias=True,
            refresh="wait_for" if wait else False,
        )


def read(client: Elasticsearch, generation: str) -> Words:
    """All words of a generation; none, and then no spelling, when somebody has removed them."""
    try:
        with engine_errors("read the words"):
            found = client.search(
                index=words_index(generation),
                size=MOST,
                sort=[{"added": {"order": "asc", "missing": "_first"}}],
                track_total_hits=False,
                filter_path=["hits.hits._source"],
            )
    except NoIndex:
        log.warning("search: the words of %s are gone; a rebuild makes them anew", generation)
        return Words({}, frozenset())
    sources = [hit["_source"] for hit in found.get("hits", {}).get("hits", ())]
    counted: dict[str, int] = {}
    for source in sources:
        if "packed" in source:
            counted.update(json.loads(zlib.decompress(base64.b64decode(source["packed"]["words"]))))
    return Words(counted, frozenset(each["added"] for each in sources if "added" in each))


def unknown(words: Words, found: Collection[str]) -> list[str]:
    """Those of the found words that are worth adding."""
    return sorted(word for word in found if len(word) <= LONGEST and word not in words)
