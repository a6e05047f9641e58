"""Titles while somebody types: every title can be found from each of its word boundaries.

What is typed is never segmented, for unfinished words split wrongly (คณิตศา is คณิต|ศา). The title
is: from each boundary of a word or of a part of a word the rest is kept without spaces and marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .characters import normalise
from .segmenting import segment
from .subwords import best_split

SUFFIX_LENGTH = 120
MOST_SUFFIXES = 40
_TITLE_LENGTH = 400
_MOST_CHUNKS = 6
_PIECE = re.compile("[ก-ฮะ-ฺเ-ๅ็-๎]+|[^\\W_ก-๛]+")
_DROPPED = re.compile("[^\\w็-๎ัิ-ฺ]|[_ๆฯ]")


@lru_cache(maxsize=32_768)
def _parts(word: str) -> tuple[str, ...]:
    """The word, or the smallest words that it is made of."""
    split = best_split(word)
    if len(split) < 2 or "".join(split) != word:
        return (word,)
    return tuple(smaller for part in split for smaller in _parts(part))


def _pieces(title: str) -> Iterator[str]:
    """Words and parts of words in their order; joined they are the title without spaces."""
    for match in _PIECE.finditer(title):
        piece = match.group()
        if "ก" <= piece[0] <= "๎":
            for word in segment(piece):
                yield from _parts(word)
        else:
            yield piece


def _compact(text: str) -> str:
    return _DROPPED.sub("", text)


def suffixes(title: str) -> tuple[str, ...]:
    """Return the rest of the title from every word boundary, the earliest first."""
    pieces = list(_pieces(normalise(title, _TITLE_LENGTH)))
    text, starts, at = "".join(pieces), [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece)
    rests = (text[start : start + SUFFIX_LENGTH] for start in starts[:MOST_SUFFIXES])
    return tuple(dict.fromkeys(rest for rest in rests if len(rest) > 1 or rest == text))


def suggestion_prefixes(typed: str) -> list[tuple[str, ...]]:
    """Return what to try in order: all that was typed as one prefix, then its parts together."""
    plain = normalise(typed)
    whole = _compact(plain)
    chunks = tuple(dict.fromkeys(filter(None, map(_compact, plain.split()))))[:_MOST_CHUNKS]
    if not whole:
        return []
    return [(whole,), chunks] if len(chunks) > 1 else [(whole,)]
