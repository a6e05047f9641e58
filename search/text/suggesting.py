"""Titles while somebody types: every title can be found from each of its word boundaries.

What is typed is never segmented, for unfinished words split wrongly (คณิตศา is คณิต|ศา). The title
is: from each boundary of a word or of a part of a word the rest is kept without spaces and marks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, chain

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


def _pieces(title: str) -> list[str]:
    """Words and parts of words in their order; joined they are the title without spaces."""
    pieces: list[str] = []
    for piece in _PIECE.findall(title):
        if "ก" <= piece[0] <= "๎":
            pieces += chain.from_iterable(map(_parts, segment(piece)))
        else:
            pieces.append(piece)
    return pieces


def _compact(text: str) -> str:
    return _DROPPED.sub("", text)


def suffixes(title: str) -> tuple[str, ...]:
    """Return the rest of the title from every word boundary, the earliest first."""
    pieces = _pieces(normalise(title, _TITLE_LENGTH))
    text = "".join(pieces)
    starts = accumulate(map(len, pieces[: MOST_SUFFIXES - 1]), initial=0) if pieces else ()
    rests = [text[start : start + SUFFIX_LENGTH] for start in starts]
    return tuple(dict.fromkeys([rest for rest in rests if len(rest) > 1 or rest == text]))


def suggestion_prefixes(typed: str) -> list[tuple[str, ...]]:
    """Return what to try in order: all that was typed as one prefix, then its parts together."""
    plain = normalise(typed)
    whole = _compact(plain)
    chunks = tuple(dict.fromkeys(filter(None, map(_compact, plain.split()))))[:_MOST_CHUNKS]
    if not whole:
        return []
    return [(whole,), chunks] if len(chunks) > 1 else [(whole,)]
