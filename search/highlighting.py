"""Marks what was searched for in the text of a result, and says why the result is there.

Words are compared in their normal form and marked in the text as it is written. Everything is
escaped here; the only markup that comes out is <mark>.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from html import escape
from itertools import chain

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.contract import Group, Hit
from search.text.analyser import normalise, tokens
from search.text.protected import Protected, scan
from search.text.segmenting import follows_words, segment, stands_alone
from search.text.synonyms import canonical_rows

LENGTH = 200
# So much before the first mark stays, for the sense of it.
BEFORE = 60
LONGEST_TEXT = 4_000
_REACH = 24  # how far a cut may move to meet a space

# What never begins a piece of text: it belongs to the letter before it.
_MARKS = frozenset("\u0e30\u0e31\u0e32\u0e33\u0e45\u0e46") | {
    chr(code) for code in (*range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))
}
_LEADING = frozenset("เแโใไ")
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI_DIGIT = re.compile("[๐-๙]")
# Text of which every letter keeps its place in the normal form.
_PLAIN = re.compile("[\t\n\x20-\x7eก-ฺเ-์๐-๙\u2013-\u2026]*")
_UNTIDY = re.compile("เเ|ํ|ๅ|[่-๋][ัิ-ฺ]|([่-๋])\\1")
_CLUSTER = re.compile(r"\s+|เเ|[^\s](?:[ัิ-ฺ็-๎\u200b-\u200f\uf700-\uf71a]+า?)?")
_SPECIAL = re.compile("[&<>\"']")  # to HTML
_THAI = re.compile("[ก-๎]")
_THAI_RUN = re.compile("[ก-๎]+")
_LATIN_WORD = re.compile(r"[a-z0-9]+(?:[-:&'.][a-z0-9]+)*")
_CODE = re.compile("(?:ind|crs)[a-z]{2}[0-9]")
_MADE = re.compile("(?:grade|level|ind|crs)[a-z0-9]+")

# Of a hit's title, English title and summary.
_TEXT_PLACES = (
    gettext_lazy("the title"),
    gettext_lazy("the English title"),
    gettext_lazy("the summary"),
)

Span = tuple[int, int]


@dataclass(frozen=True)
class _Wanted:
    """What to look for: words as they stand in a text, and tokens of grades and codes."""

    group: Group
    thai: tuple[str, ...]
    tokens: frozenset[str]

    @cached_property
    def is_filed(self) -> bool:
        """Whether a grade or a code is among them."""
        return any(map(_MADE.fullmatch, self.tokens))


class Highlighter:
    """Marks the words of one query; reads every text once, whatever is asked of it."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._wanted = [_wanted(group) for group in groups]
        self._found: dict[str, list[list[Span]]] = {}
        self._places = tuple(map(str, _TEXT_PLACES))
        self._found_in = _("Found in: %(places)s")

    def snippet(self, text: str, length: int = LENGTH) -> SafeString:
        """About `length` characters of the text around the first word found, all found marked."""
        text = text[:LONGEST_TEXT]
        found = self._spans(text)
        # Those of a single group are in order already.
        spans = found[0] if len(found) == 1 else list(_joined(sorted(chain.from_iterable(found))))
        # A little more than asked for is better than a cut near the end.
        if len(text) <= length * 1.3:
            return _marked(text, spans, 0, len(text))
        first = spans[0][0] if spans else 0
        start = _cut(text, first - BEFORE, -1) if first > BEFORE else 0
        end = _cut(text, min(start + length, len(text)), 1)
        return _marked(text, spans, start, end)

    def why(self, hit: Hit) -> str:
        """Say where the words were found, in the reader's language; nothing for a browse."""
        places = dict.fromkeys(
            place for number in range(len(self._wanted)) if (place := self._place(hit, number))
        )
        return self._found_in % {"places": ", ".join(places)} if places else ""

    def _place(self, hit: Hit, number: int) -> str:
        wanted = self._wanted[number]
        group = wanted.group
        texts = (hit.title, hit.title_en, hit.summary)
        for text, place in zip(texts, self._places, strict=True):
            text = text[:LONGEST_TEXT]
            for start, end in self._spans(text)[number][:1]:
                return _synonym(text[start:end], group, place)
        grades = hit.facets.get("grade", ())
        if any(f"grade{grade}" in wanted.tokens for grade in grades):
            return _("grade")
        for label in hit.labels:
            if self._spans(label)[number]:
                return f"“{label}”"
        if any(_CODE.match(token) for token in wanted.tokens):
            return _("code “%(code)s”") % {"code": group.typed} if group.required else ""
        # Not stored with the hit: tags, owners, other names, and the text of attached documents.
        return _("keywords or attached documents") if group.required else ""

    def _spans(self, text: str) -> list[list[Span]]:
        """For each group where in the text its words stand, in order."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = _find(text, self._wanted)
        return found


def _synonym(found: str, group: Group, place: str) -> str:
    """A place, with the word that stood for another one."""
    plain, is_filed = _read(found)
    if is_filed or plain in group.typed or group.typed in plain:
        return place
    return _("%(place)s (“%(word)s” for “%(typed)s”)") % {
        "place": place,
        "word": found,
        "typed": group.typed,
    }


@lru_cache(maxsize=2048)
def _read(found: str) -> tuple[str, bool]:
    """The normal form of what was found, and whether it is a grade or a code."""
    plain = normalise(found)
    return plain, any(map(_MADE.fullmatch, tokens(plain)))


@lru_cache(maxsize=512)
def _wanted(group: Group) -> _Wanted:
    found: dict[str, None] = {normalise(group.typed): None}
    for alternative in group.alternatives:
        for term in alternative.terms:
            found.update(dict.fromkeys((term.text, *_equivalents().get(term.text, ()))))
    thai = tuple(word for word in found if _THAI.search(word))
    return _Wanted(group, thai, frozenset(found))


@cache
def _equivalents() -> dict[str, tuple[str, ...]]:
    """What else may stand in a text for the term that the index has in its place."""
    return {kept: tuple(map(normalise, others)) for kept, *others in canonical_rows()}


# --- finding ------------------------------------------------------------------------------


def _find(text: str, wanted: Sequence[_Wanted]) -> list[list[Span]]:
    """For each of the wanted where in the text it stands, in order and without overlaps."""
    if not text or not wanted:
        return [[] for _each in wanted]
    plain, places = _normal_form(text)
    found = []
    for each in wanted:
        spans = sorted({*_thai(plain, each.thai), *_analysed(plain, each)})
        if places is not None:
            spans = [(places[start], places[end]) for start, end in spans]
        found.append(list(_joined(spans)))
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
    if end < len(plain) and plain[end] in _MARKS and plain[end] not in "ะาๆ":
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


def _analysed(plain: str, wanted: _Wanted) -> Iterator[Span]:
    """Grades, codes and Latin words, which are written in many ways."""
    if wanted.is_filed:
        for find in _filed(plain):
            if not wanted.tokens.isdisjoint(find.tokens + find.extra):
                yield find.start, find.end
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


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
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


# --- writing ------------------------------------------------------------------------------


def _cut(text: str, place: int, step: int) -> int:
    """A good place to cut at or beyond `place`: a space near by, never before a mark."""
    reach = range(place, place + step * _REACH, step)
    for near in reach:
        if 0 < near < len(text) and text[near - 1].isspace():
            return near
    while 0 < place < len(text) and (text[place] in _MARKS or text[place - 1] in _LEADING):
        place += step
    return min(max(place, 0), len(text))


def _marked(text: str, spans: Sequence[Span], start: int, end: int) -> SafeString:
    write = escape if _SPECIAL.search(text) else str
    pieces = ["…"] if start else []
    place = start
    for first, last in spans:
        if last > start and first < end:
            first, last = max(first, start), min(last, end)
            pieces += [write(text[place:first]), "<mark>", write(text[first:last]), "</mark>"]
            place = last
    pieces.append(write(text[place:end]))
    if end < len(text):
        pieces.append("…")
    return SafeString("".join(pieces))  # every piece is escaped
