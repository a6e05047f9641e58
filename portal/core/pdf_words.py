"""Lets every program read the Thai words of a PDF that the typesetter made.

A Thai letter with vowel and tone mark is drawn by two or three glyphs. The typesetter writes what
they say together beside each of them, so that a reader finds ที่ twice or finds ท said as ที่, and
neither searching nor copying nor reading aloud works. Here each glyph gets what it says itself, and
the notes beside the glyphs go. Nothing that is seen changes.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject, StreamObject

_SARA_AM, _NIKHAHIT, _SARA_AA = "\u0e33", "\u0e4d", "\u0e32"
_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
_TOKEN = re.compile(
    rb"/(?P<font>\w+) [\d.]+ Tf"
    rb"|<<(?P<facts>(?:[^<>]|<[0-9A-F]*>)*)>>BDC|(?P<end>EMC)|(?P<begin>BMC|BDC)"
    rb"|\((?P<shown>(?:[^()\\]|\\.)*)\)|<(?P<hex>[0-9A-Fa-f]+)>",
    re.DOTALL,
)
_NOTE = re.compile(rb"/ActualText<([0-9A-F]*)>")
_PAIR = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass
class _Font:
    """One font of the document, and what its glyphs were seen to say."""

    row: Any
    said: dict[int, str]
    widths: dict[int, float]
    seen: defaultdict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def is_mark(self, glyph: int) -> bool:
        """Whether a glyph stands above or below the one before."""
        return self.widths.get(glyph, 0.0) == 0.0


@dataclass
class _Cluster:
    """A letter with the marks on it."""

    font: _Font
    letter: int
    text: str
    marks: list[int] = field(default_factory=list)

    def note(self) -> None:
        """Give each glyph its share of the text."""
        rest = self.text[1:]
        if not rest or not all(_belongs(sign) for sign in rest):
            self.font.seen[self.letter][self.text] += 1
            return
        self.font.seen[self.letter][self.text[0]] += 1
        signs = _in_glyph_order(rest)
        for place, glyph in enumerate(self.marks):
            last = place == len(self.marks) - 1
            self.font.seen[glyph][signs[place:] if last else signs[place : place + 1]] += 1


def readable(pdf: bytes) -> bytes:
    """The same pages, with words that can be searched and copied."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    fonts: dict[int, _Font] = {}
    for page in writer.pages:
        named = {
            name: fonts.setdefault(row.idnum, _font(row.get_object()))
            for name, row in _references(page)
        }
        content: Any = page["/Contents"].get_object()
        data = content.get_data()
        for cluster in _clusters(data, named):
            cluster.note()
        _replace(content, _NOTE.sub(b"", data))
    for font in fonts.values():
        _name_glyphs(font)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _references(page: Any) -> list[tuple[str, Any]]:
    fonts = page["/Resources"].get_object().get("/Font", {})
    return [(str(name)[1:], fonts.raw_get(name)) for name in fonts.get_object()]


def _font(row: Any) -> _Font:
    table = row["/ToUnicode"].get_data().decode("latin-1")
    said = {int(code, 16): _utf16(text) for code, text in _PAIR.findall(table)}
    return _Font(row, said, dict(_widths(row["/DescendantFonts"][0].get_object()["/W"])))


def _widths(listed: ArrayObject) -> Iterator[tuple[int, float]]:
    """A font's widths: “first [width …]” or “first last width”, one after the other."""
    at = 0
    while at < len(listed):
        first, second = int(listed[at]), listed[at + 1].get_object()
        if isinstance(second, ArrayObject):
            yield from ((first + place, float(each)) for place, each in enumerate(second))
            at += 2
        else:
            yield from ((glyph, float(listed[at + 2])) for glyph in range(first, int(second) + 1))
            at += 3


def _clusters(data: bytes, fonts: dict[str, _Font]) -> Iterator[_Cluster]:
    """The letters of a page with their marks, in the order in which they are drawn."""
    cluster: _Cluster | None = None
    for font, noted, glyph in _drawn(data, fonts):
        text = noted or font.said.get(glyph, "")
        if cluster is not None and _continues(cluster, font, glyph, text):
            cluster.marks.append(glyph)
            continue
        if cluster is not None:
            yield cluster
        cluster = _Cluster(font, glyph, text)
    if cluster is not None:
        yield cluster


def _drawn(data: bytes, fonts: dict[str, _Font]) -> Iterator[tuple[_Font, str, int]]:
    """Every glyph of a page with the note that stands beside it."""
    font: _Font | None = None
    notes: list[str] = []
    for found in _TOKEN.finditer(data):
        if (found["shown"] is not None or found["hex"] is not None) and font is not None:
            noted = notes[-1] if notes else ""
            yield from ((font, noted, glyph) for glyph in _glyphs(found))
        elif found["font"] is not None:
            font = fonts[found["font"].decode()]
        elif found["end"] is not None:
            notes.pop()
        elif found["facts"] is not None or found["begin"] is not None:
            note = _NOTE.search(found["facts"] or b"")
            notes.append(_utf16(note[1].decode()) if note else "")


def _continues(cluster: _Cluster, font: _Font, glyph: int, text: str) -> bool:
    """Whether a glyph is one more of the same letter: a mark, or the long part of ำ."""
    if font is not cluster.font:
        return False
    if font.is_mark(glyph):
        return True
    lacks_sara_aa = cluster.text.endswith(_SARA_AM) and bool(cluster.marks)
    return (
        lacks_sara_aa and font.is_mark(cluster.marks[-1]) and text in (cluster.text, _SARA_AA, "")
    )


def _glyphs(found: re.Match[bytes]) -> list[int]:
    """The numbers in a string, two bytes each; it is written as letters or in hexadecimal."""
    shown = found["shown"]
    if shown is None:
        raw = bytes.fromhex(found["hex"].decode())
    else:
        raw = _ESCAPE.sub(_unescape, shown) if b"\\" in shown else shown
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]


def _unescape(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 255]) if sign[:1].isdigit() else _ESCAPED.get(sign, sign)


def _utf16(text: str) -> str:
    return bytes.fromhex(text).decode("utf-16-be", "replace").lstrip("\ufeff")


def _belongs(sign: str) -> bool:
    """Whether a sign hangs on the letter before, or is not seen at all."""
    return sign == _SARA_AM or unicodedata.category(sign) in ("Mn", "Cf")


def _in_glyph_order(signs: str) -> str:
    """The signs as they are drawn: the ring of ำ below the tone mark, its long part at the end."""
    seen = "".join(sign for sign in signs if unicodedata.category(sign) != "Cf")
    if not seen.endswith(_SARA_AM):
        return seen
    before = seen[:-1]
    place = len(before) - 1 if before and before[-1] in _TONES else len(before)
    return before[:place] + _NIKHAHIT + before[place:] + _SARA_AA


def _name_glyphs(font: _Font) -> None:
    """Write down what each glyph says, as most of its uses tell."""
    says = {glyph: seen.most_common(1)[0][0] for glyph, seen in font.seen.items()}
    named = sorted((glyph, text) for glyph, text in {**font.said, **says}.items() if text)
    lines = [f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in named]
    parts = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = "\n".join("\n".join([f"{len(part)} beginbfchar", *part, "endbfchar"]) for part in parts)
    _replace(font.row["/ToUnicode"].get_object(), (_HEAD + body + _TAIL).encode("ascii"))


_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Custom def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_TAIL = """
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def _replace(stream: StreamObject, data: bytes) -> None:
    """Give a stream other content, packed again."""
    plain = DecodedStreamObject()
    plain.set_data(data)
    packed = plain.flate_encode()
    stream.clear()
    stream.update({key: value for key, value in packed.items() if key != "/Length"})
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    stream._data = packed._data
