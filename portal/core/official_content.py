"""What an official document consists of, as plain data; how it looks is for the typesetter to say.

Text is text here: nothing in it is ever read as markup, whatever somebody typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from search.text.segmenting import segment

# A page's text is 16 cm wide; a letter of the font takes at most this share of its size.
PAGE_WIDTH = 453.0
GLYPH_WIDTH = 0.62
CELL_INSET = 8.0
ROW_KEPT_TOGETHER = 500  # clusters in the longest cell of a row that is not cut by a page's end
_NARROW = " ,.:;'|()-"
_BREAK = "\u200b"
_NUMBER = re.compile(r"[-+]?[\d๐-๙,.]+ ?%?|-|–|")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Run:
    """A piece of text of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading; levels 1 and 2 stand in the table of contents."""

    text: str
    level: int = 1
    kind: str = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    runs: Sequence[Run]
    kind: str = "paragraph"


@dataclass(frozen=True)
class Items:
    """A list with points or with numbers; each item is a sequence of blocks."""

    items: Sequence[Sequence[Any]]
    kind: str = "bullets"


@dataclass(frozen=True)
class Facts:
    """Names with their values, side by side."""

    rows: Sequence[tuple[str, str]]
    kind: str = "facts"


@dataclass(frozen=True)
class Picture:
    """A picture, as a file that the typesetter can read: PNG, JPEG, GIF or WebP."""

    content: bytes
    extension: str
    alt: str = ""
    caption: str = ""
    kind: str = "picture"


@dataclass(frozen=True)
class Note:
    """A boxed note."""

    title: str
    blocks: Sequence[Any]
    warning: bool = False
    kind: str = "note"


@dataclass(frozen=True)
class SignatureBox:
    """One act of the approval block."""

    act: str
    name: str
    title: str
    date: str
    remark: str = ""


@dataclass(frozen=True)
class Signatures:
    """The approval block."""

    boxes: Sequence[SignatureBox]
    kind: str = "signatures"


@dataclass(frozen=True)
class Rule:
    """A line across the page."""

    kind: str = "rule"


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""

    kind: str = "break"


@dataclass(frozen=True)
class Table:
    """A table whose head is repeated on every page; `strong_rows` are sums."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    strong_rows: frozenset[int] = field(default_factory=frozenset)
    kind: str = "table"

    def as_data(self) -> dict[str, Any]:
        """The table as the typesetter reads it, with the widths of its columns."""
        width = len(self.headings)
        cells = [[*row, *[""] * width][:width] for row in self.rows]
        size = 10.0 if width <= 5 else 9.0 if width <= 8 else 7.5
        shares = _shares([list(self.headings), *cells], size)
        fits = [int((share - CELL_INSET) / (size * GLYPH_WIDTH)) for share in shares]
        columns = [
            {
                "heading": breakable(heading, fits[place]),
                "share": shares[place],
                "numeric": _is_numeric([row[place] for row in cells]),
            }
            for place, heading in enumerate(self.headings)
        ]
        return {
            "kind": self.kind,
            "caption": self.caption,
            "size": size,
            "columns": columns,
            "rows": [
                {
                    "cells": [breakable(text, fits[place]) for place, text in enumerate(row)],
                    "breakable": max(map(_clusters, row), default=0) > ROW_KEPT_TOGETHER,
                    "strong": number in self.strong_rows,
                }
                for number, row in enumerate(cells)
            ],
        }


def paragraph(text: str) -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph([Run(text)])


def paragraphs(text: str) -> list[Paragraph]:
    """Plain text as an editor typed it: an empty line ends a paragraph."""
    return [paragraph(part.strip()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def as_data(block: Any) -> dict[str, Any]:
    """A block as the typesetter reads it; pictures are taken care of by whoever lays out files."""
    if isinstance(block, Table):
        return block.as_data()
    if isinstance(block, Items):
        return {
            "kind": block.kind,
            "items": [[as_data(one) for one in item] for item in block.items],
        }
    if isinstance(block, Note):
        inner = [as_data(one) for one in block.blocks]
        return {"kind": "note", "title": block.title, "warning": block.warning, "blocks": inner}
    return asdict(block)


# --- text that would not fit ------------------------------------------------------------


def breakable(text: str, fits: int) -> str:
    """Let words that are wider than `fits` letters break between any two of them.

    A long number or address has no place to break, and would leave its cell.
    """
    pieces = re.split(r"(\s+)", text)
    return "".join(
        _with_breaks(piece, fits) if _clusters(piece) > fits else piece for piece in pieces
    )


def _with_breaks(piece: str, fits: int) -> str:
    """Between words, which the typesetter may see elsewhere, and within those that are too long."""
    words = segment(piece)
    return _BREAK.join(_broken(word) if _clusters(word) > fits else word for word in words)


def _broken(word: str) -> str:
    pieces: list[str] = []
    for letter in word:
        if pieces and not _stays_with_the_letter_before(letter) and not _leads(pieces[-1]):
            pieces.append(_BREAK)
        pieces.append(letter)
    return "".join(pieces)


def _stays_with_the_letter_before(letter: str) -> bool:
    """Marks above and below, and the vowels that follow their consonant."""
    return unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf") or letter in "ะาำๅๆฯ"


def _leads(letter: str) -> bool:
    """The vowels that stand in front of their consonant."""
    return letter in "เแโใไ"


def _words(text: str) -> list[str]:
    """The pieces between which a line may break."""
    return [word for piece in re.split(r"(\s+)", text) for word in segment(piece) or [piece]]


def _clusters(text: str) -> float:
    """How many letters stand side by side; marks stand above them, and some are narrow."""
    return sum(map(_width, text))


@cache
def _width(letter: str) -> float:
    if unicodedata.category(letter) == "Mn":
        return 0.0
    return 0.5 if letter in _NARROW else 0.9 if letter.isdigit() else 1.0


def _shares(rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """The widths of columns in points: each as its text needs, none too narrow for a word."""
    columns = list(zip(*rows, strict=True))
    wanted = [max(3.0, _typical(column)) for column in columns]
    least = [
        min(max(_longest_word(column), 3), 14) * size * GLYPH_WIDTH + CELL_INSET
        for column in columns
    ]
    if sum(least) >= PAGE_WIDTH:
        return [each * PAGE_WIDTH / sum(least) for each in least]
    spare = PAGE_WIDTH - sum(least)
    return [low + spare * part / sum(wanted) for low, part in zip(least, wanted, strict=True)]


def _is_numeric(column: Sequence[str]) -> bool:
    """Whether a column holds figures, which stand at the right."""
    return any(map(_DIGIT.search, column)) and all(map(_NUMBER.fullmatch, column))


def _typical(column: Iterable[str]) -> float:
    """How much text a column holds; the power keeps a long one from taking all."""
    lengths = sorted(_clusters(text) for text in column)
    return float(lengths[len(lengths) * 9 // 10]) ** 0.75 if lengths else 0.0


def _longest_word(column: Iterable[str]) -> float:
    return max((_clusters(word) for text in column for word in _words(text)), default=0)
