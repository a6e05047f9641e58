"""Rules C: normalised text to words, with protected tokens and true equivalents in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from search.text.characters import DATA
from search.text.protected import scan
from search.text.segmenting import follows_words, segment, stands_alone

_THAI = "ก-ฮะ-ฺเ-ๅ็-๎"
_OTHER = r"[^\W_\u0e00-\u0e7f]"
# A run of Thai letters, or a word of others that may have marks inside.
RUNS = re.compile(f"([{_THAI}]+)|({_OTHER}+(?:[-:&'’.]{_OTHER}+)*)")
_INNER = re.compile("[-:&'’.]")
_NUMBERED = re.compile("([a-z]{3,20})([0-9]{1,3})")
AND_SO_ON = "ฯลฯ"
_LONGEST_TOKEN = 64


class Word(NamedTuple):
    """A word of the text: how a query may find it, what the index holds, and where it stands.

    `forms` are the ways to say it; all tokens of a form must occur. The first is the main one.
    """

    typed: str
    forms: tuple[tuple[str, ...], ...]
    indexed: tuple[str, ...]
    kind: str  # "thai", "latin", "code", "grade" or "word" (protected)
    start: int
    end: int


def _listed(name: str) -> frozenset[str]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def stop_words() -> frozenset[str]:
    """Words that a query may leave out."""
    return _listed("stop_words.txt")


@cache
def filler_words() -> frozenset[str]:
    """Words of asking, that need not occur when a query says more than them."""
    return _listed("filler_words.txt")


def stem(word: str) -> str:
    """A Latin word without its plural ending; no other stemming, which damages codes and names."""
    if not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and len(word) > 3 and word[-2] not in "suic":
        return word[:-1]
    return word


@lru_cache(maxsize=16_384)
def _latin(typed: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Forms and index tokens of a Latin word, number, or several joined by inner marks."""
    parts = tuple(stem(part[:_LONGEST_TOKEN]) for part in _INNER.split(typed))
    if len(parts) == 1:
        name = _NUMBERED.fullmatch(parts[0])  # dltv5 is also found by dltv, and is dltv 5
        return ((parts, name.groups()), (*parts, name[1])) if name else ((parts,), parts)
    joined = stem(_INNER.sub("", typed))
    if len(joined) > _LONGEST_TOKEN:
        return (parts,), parts
    return ((joined,), parts), (joined, *parts)


def free_words(text: str, start: int, end: int) -> Iterator[Word]:
    """Words between protected tokens."""
    for found in RUNS.finditer(text, start, end):
        at = found.start()
        if found[1]:
            for token in segment(found[1]):
                yield Word(token, ((token,),), (token,), "thai", at, at + len(token))
                at += len(token)
        elif _INNER.search(found[0]) and not any(map(str.isalpha, found[0])):
            for part in _INNER.split(found[0]):  # 1-3 is two numbers, not thirteen
                yield Word(part, ((part,),), (part,), "latin", at, at + len(part))
                at += len(part) + 1
        else:
            forms, index = _latin(found[0])
            yield Word(found[0], forms, index, "latin", at, found.end())


def read_words(text: str) -> list[Word]:
    """Every word and protected token of normalised text in order, equivalents not yet replaced."""
    blanked, finds = scan(
        text.replace(AND_SO_ON, " " * len(AND_SO_ON)), stands_alone, follows_words
    )
    words: list[Word] = []
    at = 0
    for find in finds:
        words += free_words(blanked, at, find.start)
        forms = tuple((token,) for token in find.tokens)
        typed = text[find.start : find.end].strip()
        index = find.tokens + find.extra
        words.append(Word(typed, forms, index, find.kind, find.start, find.end))
        at = find.end
    words += free_words(blanked, at, len(blanked))
    return words


def main_tokens(words: Sequence[Word]) -> list[str | None]:
    """The one token by which tables know a word; none for codes and grades."""
    return [
        word.forms[0][0] if word.kind not in ("code", "grade") and len(word.forms[0]) == 1 else None
        for word in words
    ]


def told_tokens(words: Sequence[Word]) -> tuple[str, ...]:
    """First forms of words that must occur together, without stop words where others remain."""
    every = tuple(token for word in words for token in word.forms[0])
    return tuple(token for token in every if token not in stop_words()) or every


def typed_of(words: Sequence[Word]) -> str:
    """What stood in the text for these words, with the spaces between them."""
    typed, end = "", -1
    for word in words:
        if word.typed:
            typed += (" " if typed and word.start > end else "") + word.typed
            end = word.end
    return typed
