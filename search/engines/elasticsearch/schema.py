"""What an index document holds, and how a `Document` becomes one.

Words arrive analysed and joined by single spaces, so the whitespace analyzer keeps them whole. Of
the source only what a result shows is kept: everything else is made anew by a rebuild.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from search.contract import FACETS, Document, Hit, IndexText

from ..shaping import (
    WORD_FIELDS,
    beginnings,
    distinct_words,
    facets_of,
    microseconds,
    placed_suffixes,
    words_by_field,
)

# A field without words counts as one of one word that nobody types: else a word's rarity would be
# measured among the documents that have the field, not among all.
NOTHING = "\ue000"
LONGEST_ORDER = 500  # letters by which titles are sorted; a term has an upper limit of bytes

_words = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
_exact = {"type": "keyword", "doc_values": False}
MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"includes": ["shown"]},
    "properties": {
        **dict.fromkeys(WORD_FIELDS, _words),
        # Every word of a document once: the vocabulary with true document frequencies.
        "v": {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False},
        "beginning": _exact,
        "suffix": _exact,
        **{name: {"type": "keyword", "eager_global_ordinals": True} for name in FACETS},
        "print": {"type": "keyword", "index": False},
        "newest": {"type": "long"},
        "popular": {"type": "long"},
        "length": {"type": "integer"},
        "title_order": {"type": "keyword"},
        "place": {"type": "long"},
        "shown": {"type": "object", "enabled": False},
    },
}
SHOWN = ("title", "url", "summary", "title_en", "labels", "thumbnail", "is_sample")


def version_hash(analyser_version: str) -> str:
    """Short name of the mapping and analyser with which an index is written and asked."""
    made = json.dumps(MAPPING, sort_keys=True)
    return hashlib.sha256(f"{made}:{analyser_version}".encode()).hexdigest()[:12]


def index_document(document: Document, text: IndexText, place: int) -> dict[str, Any]:
    """Turn a document and its analysed text into what the cluster takes.

    `place` grows with every writing: among equals, what was written first comes first.
    """
    facets = {name: values for name, values in facets_of(document).items() if values}
    suffixes = placed_suffixes(text)
    return {
        **{name: words or NOTHING for name, words in words_by_field(text).items()},
        **facets,
        "v": " ".join(distinct_words(text)),
        "suffix": suffixes,
        "beginning": beginnings(suffixes),
        "print": document.fingerprint + document.key,
        "newest": microseconds(document),
        "popular": document.popularity,
        "length": len(document.title),
        "title_order": document.title_order[:LONGEST_ORDER],
        "place": place,
        "shown": {
            "key": document.key,
            **{name: getattr(document, name) for name in SHOWN},
            "facets": facets,
        },
    }


def stored_hit(shown: Mapping[str, Any], score: float = 0.0) -> Hit:
    """The hit that an index document is shown as."""
    return Hit(
        key=shown["key"],
        title=shown["title"],
        url=shown["url"],
        summary=shown["summary"],
        title_en=shown["title_en"],
        labels=tuple(shown["labels"]),
        thumbnail=shown["thumbnail"],
        is_sample=shown["is_sample"],
        facets={name: tuple(values) for name, values in shown["facets"].items()},
        score=score,
    )
