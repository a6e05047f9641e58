"""Reads what stands where in a PDF that the typesetter made.

Thai needs it: a vowel and a tone mark above a consonant are glyphs of their own, and what they say
together stands in the PDF as “ActualText”, which pypdf's own extraction does not read.
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, IndirectObject

Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Piece:
    """Some text on a page: where it begins, where it ends, and what it says."""

    page: int
    left: float
    right: float
    bottom: float
    text: str


class Font:
    """A font of a page: what its glyphs say and how wide they are."""

    def __init__(self, font: Any) -> None:
        said = font["/ToUnicode"].get_data().decode("latin-1")
        pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", said)
        self.says = {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
        descendant = font["/DescendantFonts"][0].get_object()
        self.default = float(descendant.get("/DW", 1000))
        self.widths = dict(_widths(descendant.get("/W", [])))

    def width(self, code: int) -> float:
        return self.widths.get(code, self.default)


def _widths(listed: Any) -> Any:
    items = [item.get_object() if isinstance(item, IndirectObject) else item for item in listed]
    while items:
        first, second, *items = items
        if isinstance(second, list):
            yield from ((int(first) + place, float(each)) for place, each in enumerate(second))
        else:
            yield from ((code, float(items[0])) for code in range(int(first), int(second) + 1))
            items = items[1:]


def times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        *(a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j),
        *(e * g + f * i + k, e * h + f * j + m),
    )


class PageReader:
    """Walks over the operators of a page."""

    def __init__(self, number: int, page: Any, reader: PdfReader) -> None:
        self.number, self.page, self.reader = number, page, reader
        fonts = page["/Resources"].get("/Font", {})
        self.fonts = {name: Font(font.get_object()) for name, font in fonts.items()}
        self.pieces: list[Piece] = []

    def read(self) -> list[Piece]:  # noqa: C901  one case for each operator
        contents = ContentStream(self.page.get_contents(), self.reader)
        stack: list[Matrix] = []
        place, line, font, size = UPRIGHT, UPRIGHT, None, 0.0
        actual: list[str | None] = []
        for operands, operator in contents.operations:
            match operator:
                case b"q":
                    stack.append(place)
                case b"Q":
                    place = stack.pop()
                case b"cm":
                    place = times(tuple(map(float, operands)), place)
                case b"BT":
                    line = UPRIGHT
                case b"Tm":
                    line = tuple(map(float, operands))
                case b"Tf":
                    font, size = self.fonts[operands[0]], float(operands[1])
                case b"BDC":
                    facts = operands[1] if isinstance(operands[1], dict) else {}
                    actual.append(_said(facts["/ActualText"]) if "/ActualText" in facts else None)
                case b"BMC":
                    actual.append(None)
                case b"EMC":
                    actual.pop()
                case b"Tj" | b"TJ":
                    shown = operands[0] if operator == b"TJ" else [operands[0]]
                    words = next((each for each in reversed(actual) if each is not None), None)
                    self._show(times(line, place), font, size, shown, words)
        return self.pieces

    def _show(self, place: Matrix, font: Any, size: float, shown: Any, words: str | None) -> None:
        codes, width = [], 0.0
        for each in shown:
            if isinstance(each, (int, float)):
                width -= float(each)
                continue
            raw = each.original_bytes if isinstance(each, str) else bytes(each)
            found = [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
            width += sum(map(font.width, found))
            codes += found
        text = words if words is not None else "".join(font.says.get(code, "") for code in codes)
        left = place[4]
        self.pieces.append(Piece(self.number, left, left + width * size / 1000, place[5], text))


def _said(value: Any) -> str:
    return value if isinstance(value, str) else bytes(value).decode("utf-16")


def pieces(pdf: bytes) -> list[Piece]:
    """Every piece of text of a PDF in the order of reading."""
    reader = PdfReader(io.BytesIO(pdf))
    return [
        piece
        for number, page in enumerate(reader.pages, 1)
        for piece in PageReader(number, page, reader).read()
    ]


def text_of(pdf: bytes, *, first_page: int = 1) -> str:
    """What a PDF says, without spaces."""
    return bare("".join(piece.text for piece in pieces(pdf) if piece.page >= first_page))


def bare(text: str) -> str:
    """Text to compare: one way of writing each sign, no spaces and no places to break.

    ำ is drawn as a ring and a long part, and the ring stands below a tone mark.
    """
    kept = re.sub("([่-๋])ํ", r"ํ\1", unicodedata.normalize("NFKC", text))
    return "".join(sign for sign in kept if not sign.isspace() and sign not in "\u200b\u00ad\ufeff")
