"""Where the words of a query stand in a text.

Words are compared in their normal form and found in the text as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from search.contract import Group
from search.text.analyser import normalise, tokens
from search.text.protected import Protected, scan
from search.text.segmenting import follows_words, segment, stands_alone
from search.text.synonyms import canonical_rows

# What never begins a piece of text: it belongs to the letter before it.
MARKS = frozenset("\u0e30\u0e31\u0e32\u0e33\u0e45\u0e46") | {
    chr(code) for code in (*range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))
}
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI_DIGIT = re.compile("[๐-๙]")
# Text of which every letter keeps its place in the normal form.
_PLAIN = re.compile("[\t\n\x20-\x7eก-ฺเ-์๐-๙\u2013-\u2026]*")
_UNTIDY = re.compile("เเ|ํ|ๅ|[่-๋][ัิ-ฺ]|([่-๋])\\1")
_CLUSTER = re.compile(r"\s+|เเ|[^\s](?:[ัิ-ฺ็-๎\u200b-\u200f\uf700-\uf71a]+า?)?")
_THAI = re.compile("[ก-๎]")
_LATIN = re.compile("[a-z0-9]")
_LATIN_WORD = re.compile(r"[a-z0-9]+(?:[-:&'.][a-z0-9]+)*")
_MADE = re.compile("(?:grade|level|ind|crs)[a-z0-9]+")

Span = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """What to look for: words as they stand in a text, and tokens of grades and codes."""

    group: Group
    thai: tuple[str, ...]
    tokens: frozenset[str]

    @cached_property
    def is_filed(self) -> bool:
        """Whether a grade or a code is among them."""
        return any(map(_MADE.fullmatch, self.tokens))

    @cached_property
    def is_latin(self) -> bool:
        """Whether a Latin word could be one of them: its Latin equivalents are, if it has any."""
        return any(map(_LATIN.search, self.tokens))


@lru_cache(maxsize=512)
def wanted_of(group: Group) -> Wanted:
    """What a word or code of the query may look like in a text."""
    found: dict[str, None] = {normalise(group.typed): None}
    for alternative in group.alternatives:
        for term in alternative.terms:
            found.update(dict.fromkeys((term.text, *_equivalents().get(term.text, ()))))
    thai = tuple(word for word in found if _THAI.search(word))
    return Wanted(group, thai, frozenset(found))


@cache
def _equivalents() -> dict[str, tuple[str, ...]]:
    """What else may stand in a text for the term that the index has in its place."""
    return {kept: tuple(map(normalise, others)) for kept, *others in canonical_rows()}


def find(text: str, wanted: Sequence[Wanted]) -> list[list[Span]]:
    """For each of the wanted where in the text it stands, in order and without overlaps."""
    if not text or not wanted:
        return [[] for _each in wanted]
    plain, places = _normal_form(text)
    found = []
    for each in wanted:
        spans = sorted({*_thai(plain, each.thai), *_analysed(plain, each)})
        if places is not None:
            spans = [(places[start], places[end]) for start, end in spans]
        found.append(list(joined(spans)))
    return found


def _thai(plain: str, words: tuple[str, ...]) -> Iterator[Span]:
    for word in words:
        start = plain.find(word)
        while start >= 0:
            end = start + len(word)
            if _is_a_word(plain, start, end):
                yield start, end
            start = plain.find(word, end)


def _is_a_word(plain: str, start: int, end: int) -> bool:
    """Whether a word is one there: a short one could be a piece of any other."""
    if end < len(plain) and plain[end] in MARKS and plain[end] not in "ะาๆ":
        return False
    if end - start >= 4:
        return True
    first, last = start, end
    while first and _THAI.match(plain[first - 1]):
        first -= 1
    while last < len(plain) and _THAI.match(plain[last]):
        last += 1
    cuts = _cuts(plain[first:last])
    return start - first in cuts and end - first in cuts


@lru_cache(maxsize=4096)
def _cuts(run: str) -> frozenset[int]:
    cuts, place = {0}, 0
    for word in segment(run):
        place += len(word)
        cuts.add(place)
    return frozenset(cuts)


def _analysed(plain: str, wanted: Wanted) -> Iterator[Span]:
    """Grades, codes and Latin words, which are written in many ways."""
    if wanted.is_filed:
        for each in _filed(plain):
            if not wanted.tokens.isdisjoint(each.tokens + each.extra):
                yield each.start, each.end
    if not wanted.is_latin:
        return
    for match in _LATIN_WORD.finditer(plain):
        if match[0] in wanted.tokens or not wanted.tokens.isdisjoint(_tokens(match[0])):
            yield match.span()


@lru_cache(maxsize=2048)
def _filed(plain: str) -> tuple[Protected, ...]:
    """Grades and codes in a text."""
    return scan(plain, stands_alone, follows_words)[1]


@lru_cache(maxsize=8192)
def _tokens(piece: str) -> frozenset[str]:
    return frozenset(tokens(piece))


def _normal_form(text: str) -> tuple[str, list[int] | None]:
    """The normal form, and the place in the text of each of its letters unless they are equal."""
    if _PLAIN.fullmatch(text) and not _UNTIDY.search(text):
        plain = text.lower()
        return plain.translate(_DIGITS) if _THAI_DIGIT.search(plain) else plain, None
    pieces: list[str] = []
    places: list[int] = []
    for match in _CLUSTER.finditer(text):
        piece = _normal_cluster(match[0])
        pieces.append(piece)
        places += [match.start()] * len(piece)
    return "".join(pieces), [*places, len(text)]


@lru_cache(maxsize=8192)
def _normal_cluster(cluster: str) -> str:
    return " " if cluster.isspace() else normalise(cluster)


@lru_cache(maxsize=2048)
def read_word(found: str) -> tuple[str, bool]:
    """The normal form of a word in a text, and whether it is a grade or a code."""
    plain = normalise(found)
    return plain, any(map(_MADE.fullmatch, tokens(plain)))


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Ordered places without overlaps; those that touch are one."""
    last: Span | None = None
    for span in spans:
        if last is None or span[0] > last[1]:
            if last is not None:
                yield last
            last = span
        else:
            last = (last[0], max(last[1], span[1]))
    if last is not None:
        yield last
