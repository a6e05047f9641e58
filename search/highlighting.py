"""Marks what was searched for in the text of a result, and says why the result is there.

Everything is escaped here; the only markup that comes out is <mark>.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import chain

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.contract import Group, Hit
from search.occurrences import MARKS, Span, find, joined, read_word, wanted_of

LENGTH = 200
# So much before the first mark stays, for the sense of it.
BEFORE = 60
LONGEST_TEXT = 4_000
_REACH = 24  # how far a cut may move to meet a space

_LEADING = frozenset("เแโใไ")
_SPECIAL = re.compile("[&<>\"']")  # to HTML
_CODE = re.compile("(?:ind|crs)[a-z]{2}[0-9]")

# Of a hit's title, English title and summary.
_TEXT_PLACES = (
    gettext_lazy("the title"),
    gettext_lazy("the English title"),
    gettext_lazy("the summary"),
)


class Highlighter:
    """Marks the words of one query; reads every text once, whatever is asked of it."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._wanted = [wanted_of(group) for group in groups]
        self._found: dict[str, list[list[Span]]] = {}
        self._places = tuple(map(str, _TEXT_PLACES))
        self._found_in = _("Found in: %(places)s")

    def snippet(self, text: str, length: int = LENGTH) -> SafeString:
        """About `length` characters of the text around the first word found, all found marked."""
        text = text[:LONGEST_TEXT]
        found = self._spans(text)
        # Those of a single group are in order already.
        spans = found[0] if len(found) == 1 else list(joined(sorted(chain.from_iterable(found))))
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
            found = self._found[text] = find(text, self._wanted)
        return found


def _synonym(found: str, group: Group, place: str) -> str:
    """A place, with the word that stood for another one."""
    plain, is_filed = read_word(found)
    if is_filed or plain in group.typed or group.typed in plain:
        return place
    return _("%(place)s (“%(word)s” for “%(typed)s”)") % {
        "place": place,
        "word": found,
        "typed": group.typed,
    }


def _cut(text: str, place: int, step: int) -> int:
    """A good place to cut at or beyond `place`: a space near by, never before a mark."""
    reach = range(place, place + step * _REACH, step)
    for near in reach:
        if 0 < near < len(text) and text[near - 1].isspace():
            return near
    while 0 < place < len(text) and (text[place] in MARKS or text[place - 1] in _LEADING):
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
