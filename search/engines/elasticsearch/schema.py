"""What an index document holds, and how a `Document` becomes one.

Words arrive analysed and joined by single spaces, so the whitespace analyzer keeps them whole. Of
the source only what a result shows is kept: everything else is made anew by a rebuild.

Facets are kept twice: single values to filter by, and for every cell of facets (see `facets`) one
string of all its values to count by. Counting costs by passes over the matching documents, and a
pass over values of which a document may have several costs thrice one over a single string.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from search.contract import FACETS, Document, Hit, IndexText

from ..shaping import (
    BEGINNINGS,
    SUFFIX_LENGTH,
    WORD_FIELDS,
    facets_of,
    microseconds,
    placed_suffixes,
    words_by_field,
)
from .cells import CELLS, cell_field, packed_cell

# A field without words counts as one of one word that nobody types: else a word's rarity would be
# measured among the documents that have the field, not among all.
NOTHING = "\ue000"
LONGEST_ORDER = 500  # letters by which titles are sorted; a term has an upper limit of bytes

# Rests of titles are cut after so many letters. What is typed is looked for where rests that go on
# like it are few terms: in the field of the next cut, not among the different ends of all titles.
CUTS = (12, 24, SUFFIX_LENGTH)

_words = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
_vocabulary = {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False}
_COUNTED = ("t", "b", "ts", "bs")  # fields whose words are the vocabulary
ANYWHERE = ("v", "x")  # fields that together hold every word that is scored


def suffix_field(cut: int) -> str:
    """The field of rests of titles with so many letters."""
    return f"suffix_{cut}"


MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"includes": ["shown"]},
    "properties": {
        **{
            name: {**_words, "copy_to": "v"} if name in _COUNTED else _words for name in WORD_FIELDS
        },
        # The words of a document, whichever field they are in: true document frequencies.
        "v": _vocabulary,
        **{suffix_field(cut): _vocabulary for cut in CUTS},
        # Short beginnings behind the sign of their place are terms of their own.
        suffix_field(CUTS[0]): {
            **_vocabulary,
            "index_prefixes": {"min_chars": BEGINNINGS.start + 1, "max_chars": BEGINNINGS.stop},
        },
        **{name: {"type": "keyword", "doc_values": False} for name in FACETS},
        # Indexed too: without a query the lengths of the postings are the counts.
        **{cell_field(cell): {"type": "keyword", "eager_global_ordinals": True} for cell in CELLS},
        "print": {"type": "keyword", "index": False},
        "newest": {"type": "long"},
        "popular": {"type": "long"},
        "length": {"type": "integer"},
        "title_order": {"type": "keyword"},
        # Grows with every writing: among equals, what was written first comes first.
        "place": {"type": "long"},
        "shown": {"type": "object", "enabled": False},
    },
}
SHOWN = ("title", "url", "summary", "title_en", "labels", "thumbnail", "is_sample")


def version_hash(analyser_version: str) -> str:
    """Short name of the mapping and analyser with which an index is written and asked."""
    made = json.dumps(MAPPING, sort_keys=True)
    return hashlib.sha256(f"{made}:{analyser_version}".encode()).hexdigest()[:12]


def index_document(document: Document, text: IndexText) -> dict[str, Any]:
    """Turn a document and its analysed text into what the cluster takes, without its place."""
    every = facets_of(document)
    facets = {name: values for name, values in every.items() if values}
    return {
        **{name: words or NOTHING for name, words in words_by_field(text).items()},
        **facets,
        **{cell_field(cell): packed_cell(cell, every) for cell in CELLS},
        **_suffixes(placed_suffixes(text)),
        "print": document.fingerprint + document.key,
        "newest": microseconds(document),
        "popular": document.popularity,
        "length": len(document.title),
        "title_order": document.title_order[:LONGEST_ORDER],
        "shown": {
            "key": document.key,
            **{name: getattr(document, name) for name in SHOWN},
            "facets": facets,
        },
    }


def _suffixes(placed: list[str]) -> dict[str, str]:
    """The rests of a title for every cut; those that a shorter cut holds whole are not repeated."""
    shorter = (0, *CUTS)
    return {
        suffix_field(cut): " ".join(each[: cut + 1] for each in placed if len(each) > least + 1)
        for least, cut in zip(shorter, CUTS, strict=False)
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
