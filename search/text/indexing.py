"""The short way from a text to its index tokens and trigrams, for documents.

Nearly all words of a document stand for themselves. Tokens are then read straight from the text;
`words.read_words`, which remembers where each word stood, is only asked where an equivalent is to
be replaced. Both ways give the same tokens.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from search.text.grams import run_grams
from search.text.protected import scan
from search.text.segmenting import follows_words, segment, stands_alone
from search.text.synonyms import has_canonical, with_canonical
from search.text.words import AND_SO_ON, RUNS, free_words, main_tokens, read_words


class Read(NamedTuple):
    """Index tokens of a text, the main token of each word, and trigrams where they are wanted."""

    tokens: list[str]
    mains: list[str | None]
    grams: list[str] | None


def read_for_index(text: str, *, with_grams: bool = False) -> Read:
    """Index tokens of a normalised text, equivalents replaced, and trigrams as of `grams.grams`."""
    read = Read([], [], [] if with_grams else None)
    blanked, finds = scan(
        text.replace(AND_SO_ON, " " * len(AND_SO_ON)), stands_alone, follows_words
    )
    at = 0
    for find in finds:
        _add_free(read, blanked, at, find.start)
        index = find.tokens + find.extra
        read.tokens.extend(index)
        if read.grams is not None:
            read.grams.extend(index)
        read.mains.append(find.tokens[0] if find.kind == "word" else None)
        at = find.end
    _add_free(read, blanked, at, len(blanked))
    if not has_canonical(read.mains):
        return read
    words = with_canonical(read_words(text))
    return read._replace(tokens=[token for word in words for token in word.indexed])


@lru_cache(maxsize=16_384)
def _latin_words(run: str) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    """Index tokens and main tokens of a run of Latin letters, digits and marks inside them."""
    words = list(free_words(run, 0, len(run)))
    return tuple(token for word in words for token in word.indexed), tuple(main_tokens(words))


def _add_free(read: Read, text: str, start: int, end: int) -> None:
    """Add the words between protected tokens."""
    tokens, mains, grams = read
    for run, other in RUNS.findall(text, start, end):
        if run:
            index = segment(run)
            mains += index
        else:
            index, main = _latin_words(other)
            mains += main
        tokens += index
        if grams is not None:
            grams += run_grams(run) if run else index
