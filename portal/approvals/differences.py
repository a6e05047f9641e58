"""What changed between two versions of a document, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from search.text.segmenting import segment

from .documents import ApprovalDocument

_PIECES = re.compile(r"[\u0e00-\u0e7f]+|[^\W\u0e00-\u0e7f]+|\s+|.", re.DOTALL)
# Below this likeness two paragraphs are another one, not the same one reworded.
_ALIKE = 0.35
# Longer paragraphs are compared as a whole: word by word would keep a reader waiting.
_LONGEST = 6_000

Kind = Literal["same", "del", "ins"]


class Piece(NamedTuple):
    """Some words of a paragraph: as before, gone, or new."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """A paragraph that is not as it was, and the heading it stands under."""

    heading: str
    pieces: tuple[Piece, ...]


def words_of(text: str) -> list[str]:
    """The text cut into Thai words, other words, blanks and signs; joined they are the text."""
    words: list[str] = []
    for piece in _PIECES.findall(text):
        words += segment(piece) if "\u0e00" <= piece[0] <= "\u0e7f" else [piece]
    return words


def changes(before: ApprovalDocument, after: ApprovalDocument) -> list[Change]:
    """Every paragraph that was added, taken away or reworded, in the order of the text."""
    old, new = list(_lines(before)), list(_lines(after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Change] = []
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind != "equal":
            found += _changed(old[first:last], new[begin:end])
    return found


def _lines(document: ApprovalDocument) -> Iterator[tuple[str, str]]:
    """Each paragraph under its heading; a heading alone counts as a line of its own."""
    yield "", document.title
    for name, value in document.summary:
        yield "", f"{name}: {value}"
    for section in document.sections:
        yield section.heading, section.heading
        for paragraph in section.paragraphs:
            yield section.heading, paragraph


def _changed(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[Change]:
    for place in range(max(len(old), len(new))):
        gone = old[place] if place < len(old) else None
        come = new[place] if place < len(new) else None
        if gone and come and gone[1] == come[1]:
            continue  # only the heading above it changed, which is a line of its own
        reworded = _reworded(gone[1], come[1]) if gone and come else None
        if reworded and come:
            yield Change(come[0], reworded)
            continue
        if gone:
            yield Change(gone[0], (Piece("del", gone[1]),))
        if come:
            yield Change(come[0], (Piece("ins", come[1]),))


def _reworded(old: str, new: str) -> tuple[Piece, ...] | None:
    """The words that changed; None when it is another paragraph altogether."""
    if max(len(old), len(new)) > _LONGEST:
        return None
    before, after = words_of(old), words_of(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return None
    pieces: list[Piece] = []
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(after[begin:end])))
            continue
        if first < last:
            pieces.append(Piece("del", "".join(before[first:last])))
        if begin < end:
            pieces.append(Piece("ins", "".join(after[begin:end])))
    return tuple(pieces)
