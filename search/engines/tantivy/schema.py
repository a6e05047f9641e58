"""What an index document holds, and how a `Document` becomes one.

Words arrive analysed and joined by single spaces, so the whitespace tokenizer keeps them whole.
Each facet with several values is kept twice: single values to filter by, and one sorted string of
all of them to count by: counting a set of strings is five times faster than counting its members.
"""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import tantivy

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
from .keys import PRINT, print_of

# Part of the generation's name: raise it with every change in this file that old indexes lack.
SCHEMA_VERSION = "3"

NO_VALUE = ""  # a document without a value still has a set, so that sets add up to the total


def set_field(facet: str) -> str:
    """The field by which a facet is counted."""
    return f"{facet}_set" if FACETS[facet] else facet


def build_schema() -> tantivy.Schema:
    """Make the schema of a new generation."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field(PRINT, tokenizer_name="raw", index_option="basic", fast=True)
    for name in WORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    # Every word of a document once: the vocabulary with true document frequencies.
    builder.add_text_field("v", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("beginning", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("suffix", tokenizer_name="whitespace", index_option="basic")
    for name, several in FACETS.items():
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=not several)
        if several:
            builder.add_text_field(
                set_field(name), tokenizer_name="raw", index_option="basic", fast=True
            )
    builder.add_integer_field("newest", fast=True)
    builder.add_integer_field("popular", fast=True)
    builder.add_integer_field("length", fast=True)
    builder.add_text_field("title_order", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def index_document(document: Document, text: IndexText) -> str:
    """Turn a document and its analysed text into what the writer takes.

    That is JSON: it goes from one process to another as it is, and the engine reads it faster than
    Python could make an engine's document.
    """
    suffixes = placed_suffixes(text)
    facets = facets_of(document)
    return _encode(
        {
            "key": document.key,
            PRINT: print_of(document.key, document.fingerprint),
            **{name: words for name, words in words_by_field(text).items() if words},
            "v": " ".join(distinct_words(text)),
            "suffix": " ".join(suffixes),
            "beginning": " ".join(beginnings(suffixes)),
            **_facet_fields(facets),
            "newest": microseconds(document),
            "popular": document.popularity,
            "length": len(document.title),
            "title_order": document.title_order,
            "stored": b64encode(_pack(document, facets)).decode("ascii"),
        }
    )


def _facet_fields(facets: dict[str, list[str]]) -> dict[str, str | list[str]]:
    """The fields of facets: single values to filter by, and sets to count by."""
    fields: dict[str, str | list[str]] = {}
    for name, values in facets.items():
        if FACETS[name]:
            fields[name] = values
            fields[set_field(name)] = ",".join(values) or NO_VALUE
        else:
            fields[name] = values[0] if values else NO_VALUE
    return fields


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _pack(document: Document, facets: dict[str, list[str]]) -> bytes:
    """What a result shows, in the order in which `stored_hit` reads it."""
    shown = [
        document.key,
        document.title,
        document.url,
        document.summary,
        document.title_en,
        document.labels,
        document.thumbnail,
        int(document.is_sample),
        {name: values for name, values in facets.items() if values},
    ]
    return _encode(shown).encode("utf-8", "surrogatepass")


def stored(document: tantivy.Document) -> list[Any]:
    """The stored part of an index document."""
    packed = document.get_first("stored") or b"[]"
    shown: list[Any] = json.loads(packed.decode("utf-8", "replace"))
    return shown


def stored_hit(document: tantivy.Document, score: float = 0.0) -> Hit:
    """The hit that an index document is shown as."""
    key, title, url, summary, title_en, labels, thumbnail, is_sample, facets = stored(document)
    return Hit(
        key=key,
        title=title,
        url=url,
        summary=summary,
        title_en=title_en,
        labels=tuple(labels),
        thumbnail=thumbnail,
        is_sample=bool(is_sample),
        facets={name: tuple(values) for name, values in facets.items()},
        score=score,
    )
