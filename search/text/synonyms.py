"""Rules D: tables that match whole tokens, longest sequence first, never part of a word.

True equivalents are replaced on both sides and belong to the analyser's version. Query-time
synonyms only add alternatives, one way, and may change at any time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Generic, TypeVar

from search.contract import Alternative, Term
from search.text.characters import DATA, normalise
from search.text.words import Word, main_tokens, read_words, told_tokens, typed_of

SYNONYM_BOOST = 0.9
Value = TypeVar("Value")
Row = tuple[str, tuple[str, ...]]


class SequenceTable(Generic[Value]):
    """Values by sequences of tokens."""

    def __init__(self, rows: Mapping[tuple[str, ...], Value]) -> None:
        by_first: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for key, value in rows.items():
            by_first.setdefault(key[0], []).append((key, value))
        for candidates in by_first.values():
            candidates.sort(key=lambda row: -len(row[0]))
        self.by_first = by_first

    def longest(self, tokens: Sequence[str | None], at: int) -> tuple[int, Value] | None:
        """How many tokens from `at` on the longest key covers, and its value."""
        for key, value in self.by_first.get(tokens[at] or "", ()):
            if tuple(tokens[at : at + len(key)]) == key:
                return len(key), value
        return None


@cache
def canonical_rows() -> tuple[tuple[str, ...], ...]:
    """Groups of true equivalents, the one that is kept first."""
    groups = tomllib.loads((DATA / "canonical.toml").read_text("utf-8"))["same"]
    return tuple(tuple(group) for group in groups)


@cache
def _canonical() -> SequenceTable[tuple[Word, ...]]:
    rows: dict[tuple[str, ...], tuple[Word, ...]] = {}
    for kept, *others in canonical_rows():
        words = tuple(read_words(normalise(kept)))
        for other in others:
            key = _key(read_words(normalise(other)))
            if key and key != _key(words):
                rows[key] = words
    return SequenceTable(rows)


def _key(words: Sequence[Word]) -> tuple[str, ...]:
    tokens = main_tokens(words)
    return () if None in tokens else tuple(token for token in tokens if token)


def has_canonical(tokens: Sequence[str | None]) -> bool:
    """Whether an equivalent stands anywhere among the main tokens of a text."""
    table = _canonical()
    first = table.by_first.keys()
    return not first.isdisjoint(tokens) and any(
        token in first and table.longest(tokens, at) for at, token in enumerate(tokens)
    )


def with_canonical(words: list[Word]) -> list[Word]:
    """Replace equivalents by the one that is kept, which takes their place in the text."""
    table = _canonical()
    tokens = main_tokens(words)
    if table.by_first.keys().isdisjoint(tokens):
        return words
    result: list[Word] = []
    at = 0
    while at < len(words):
        match = table.longest(tokens, at)
        if match is None:
            result.append(words[at])
            at += 1
            continue
        length, kept = match
        first, last = words[at], words[at + length - 1]
        typed = typed_of(words[at : at + length])
        result += (
            word._replace(typed=typed if place == 0 else "", start=first.start, end=last.end)
            for place, word in enumerate(kept)
        )
        if length == 1:  # the parts of micro:bit stay
            result[-1] = result[-1]._replace(
                forms=result[-1].forms + first.forms[1:],
                indexed=result[-1].indexed + first.indexed[1:],
            )
        at += length
    return result


class QuerySynonyms:
    """One-way synonyms compiled for queries; plain data in."""

    def __init__(self, table: SequenceTable[tuple[Alternative, ...]]) -> None:
        self.table = table

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> QuerySynonyms:
        """Compile (typed, (meant, ...)) rows; keys and values go through the analyser."""
        compiled: dict[tuple[str, ...], tuple[Alternative, ...]] = {}
        for typed, meant in rows:
            key = _key(with_canonical(read_words(normalise(typed))))
            if not key:
                continue
            said = tuple(way for value in meant for way in _ways(value))
            compiled[key] = tuple(dict.fromkeys((*compiled.get(key, ()), *said)))
        return cls(SequenceTable(compiled))

    def keys(self) -> frozenset[str]:
        """Tokens of the keys: words that spelling trusts."""
        rows = (row for candidates in self.table.by_first.values() for row in candidates)
        return frozenset(token for key, _ in rows for token in key)


def _ways(value: str) -> list[Alternative]:
    """What a value means as index terms: any of its grades when it is one, else all its words."""
    words = with_canonical(read_words(normalise(value)))
    if not words:
        return []
    forms = words[0].forms if len(words) == 1 else (told_tokens(words),)
    return [Alternative(tuple(Term(token, SYNONYM_BOOST) for token in form)) for form in forms]


@cache
def default_rows() -> tuple[Row, ...]:
    """The query-time synonyms that the product brings, one row for each text that may be typed."""
    table = tomllib.loads((DATA / "query_synonyms.toml").read_text("utf-8"))
    meant: dict[str, list[str]] = {}
    for row in table["rows"]:
        meant.setdefault(row["typed"], []).extend(row["meant"])
    for group in table["mutual"]:
        for typed in group:
            meant.setdefault(typed, []).extend(other for other in group if other != typed)
    return tuple((typed, tuple(dict.fromkeys(others))) for typed, others in meant.items())


@cache
def default_synonyms() -> QuerySynonyms:
    """The product's own query-time synonyms, compiled."""
    return QuerySynonyms.from_rows(default_rows())
