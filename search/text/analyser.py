"""The text pipeline's door: one pure function for each use. See the modules beside it.

Index and query share every rule; what differs is said in `words` (extra tokens of codes) and here
(stop words, sub-words, alternatives).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain, filterfalse
from typing import Literal

from search.contract import Document, Group, IndexText
from search.text.characters import DATA, FIELD_LIMIT, QUERY_LIMIT, normalise
from search.text.grams import grams
from search.text.grouping import parted, required_groups, split_readings, whole_groups
from search.text.indexing import read_for_index
from search.text.protected import grade_tokens, is_grade
from search.text.segmenting import segmenter_version
from search.text.subwords import all_sub_words
from search.text.synonyms import QuerySynonyms, default_rows, default_synonyms, with_canonical
from search.text.words import read_words

__all__ = [
    "DEFAULT_QUERY_SYNONYMS",
    "QuerySynonyms",
    "analyser_version",
    "default_synonyms",
    "index_text",
    "normalise",
    "part_groups",
    "query_grams",
    "query_groups",
    "split_groups",
    "tokens",
]

# Raise when a rule in this package changes what it makes of any text; data files count anyway.
RULES_VERSION = 4
DEFAULT_QUERY_SYNONYMS = default_rows()
_VERSIONED = ("spelling.toml", "canonical.toml", "forms.txt", "words.txt")


@cache
def analyser_version() -> str:
    """What the index depends on: rules, dictionary, frequencies, spelling table, equivalents."""
    digest = hashlib.sha256(f"{RULES_VERSION} {unicodedata.unidata_version} ".encode())
    digest.update(segmenter_version().encode())
    for name in _VERSIONED:
        digest.update(b"\0" + (DATA / name).read_bytes())
    return digest.hexdigest()[:16]


def tokens(text: str, mode: Literal["query", "index"] = "query") -> list[str]:
    """Main tokens of a text; the index also has the parts and levels that codes imply."""
    limit = QUERY_LIMIT if mode == "query" else FIELD_LIMIT
    plain = normalise(text, limit)
    if mode == "index":
        return read_for_index(plain).tokens
    words = with_canonical(read_words(plain))
    return [
        token
        for word in words
        for form in (word.forms if word.kind in ("code", "grade") else word.forms[:1])
        for token in form
    ]


def _parts(found: Iterable[str], present: set[str]) -> str:
    """Sub-words of tokens, without words that the fields have as words."""
    return " ".join(filterfalse(present.__contains__, all_sub_words(dict.fromkeys(found))))


def _suffixes(title: str) -> tuple[str, ...]:
    from search.text.suggesting import suffixes

    return suffixes(title)


def _index_tokens(text: str) -> Sequence[str]:
    return read_for_index(normalise(text, FIELD_LIMIT)).tokens


# Names of grades, subjects and platforms and codes come again in thousands of documents.
_index_tokens_again = lru_cache(maxsize=16_384)(lambda text: tuple(_index_tokens(text)))


def index_text(document: Document) -> IndexText:
    """Analyse a document for the index."""
    titles = [
        read_for_index(normalise(text, FIELD_LIMIT), with_grams=True)
        for text in (document.title, document.title_en)
        if text
    ]
    title = [token for read in titles for token in read.tokens]
    body = list(_index_tokens(document.summary)) if document.summary else []
    for text in (*document.keywords, *document.codes):
        body += _index_tokens_again(text) if len(text) <= QUERY_LIMIT else _index_tokens(text)
    present = {*title, *body}
    grades = tuple(slug for slug in document.facets.get("grade", ()) if is_grade(slug))
    body += [token for token in grade_tokens(grades) if token not in present]
    present.update(body)
    trigrams = dict.fromkeys(chain.from_iterable(read.grams or () for read in titles))
    return IndexText(
        title=" ".join(title),
        body=" ".join(body),
        title_parts=_parts(title, present),
        body_parts=_parts(body, present),
        attached=" ".join(tokens(document.body, "index")) if document.body else "",
        grams=" ".join(trigrams),
        suffixes=_suffixes(document.title),
    )


def query_groups(text: str, synonyms: QuerySynonyms) -> tuple[Group, ...]:
    """Stage 1: one group for each word or code as typed, without splits."""
    words = with_canonical(read_words(normalise(text)))
    return required_groups(whole_groups(words, synonyms))


def split_groups(text: str, synonyms: QuerySynonyms) -> tuple[Group, ...]:
    """Stage 2: words may be split into sub-words; spaces between parts of a word may go."""
    plain = normalise(text)
    return required_groups(split_readings(read_words(plain), plain, synonyms))


def part_groups(
    text: str, synonyms: QuerySynonyms, count: Callable[[tuple[Group, ...]], int]
) -> tuple[Group, ...]:
    """Stage 4: words that `count` finds in parts only give a group for each; () when none does."""
    words = with_canonical(read_words(normalise(text)))
    drafts = whole_groups(words, synonyms)
    cut = [part for draft in drafts for part in parted(draft, count)]
    return required_groups(cut) if len(cut) > len(drafts) else ()


def query_grams(text: str) -> tuple[str, ...]:
    """Stage 5: the trigrams of a query."""
    plain = normalise(text)
    return tuple(grams(read_words(plain), plain, index=False))
