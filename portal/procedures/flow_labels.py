"""Breaking the words of a flow chart into lines that stay inside their box.

The server does not know the reader's font, so widths are estimates on the wide side: every Thai
font that the site names is narrower.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

FONT_SIZE = 15
LINE_HEIGHT = 23  # room for stacked vowels and tone marks

# In parts of the font's size.
_THAI, _WIDE_THAI, _LATIN, _CAPITAL, _SPACE = 0.69, 0.95, 0.6, 0.74, 0.3
_WIDE_LETTERS = frozenset("ฌญฒณฬฑฐฆๆ")
_NARROW = frozenset(".,:;()[]/'|ilเแ๐")
_WIDE_LATIN = frozenset("mwMW@%→")
_RUNS = re.compile(r"[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]+|/|[^\s]")
_KEEPS_TO_THE_LEFT = frozenset("ๆฯ.,)”/")


def text_width(text: str) -> float:
    """How wide a text is at most, in the units of the drawing."""
    return sum(_width(letter) for letter in text) * FONT_SIZE


def _width(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Cf"):
        return 0.0
    if letter.isspace():
        return _SPACE
    if letter in _NARROW:
        return 0.42
    if "\u0e00" <= letter <= "\u0e7f":
        return _WIDE_THAI if letter in _WIDE_LETTERS else _THAI
    if letter in _WIDE_LATIN or ord(letter) > 0x2E80:
        return 1.0
    return _CAPITAL if letter.isupper() else _LATIN


def wrap(text: str, width: float) -> list[str]:
    """Lines no wider than `width`, broken between words; a word that is too long is cut."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and text_width((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
        while text_width(line.rstrip()) > width:
            head = _fitting(line, width)
            lines.append(line[:head])
            line = line[head:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def balanced(text: str, width: float) -> list[str]:
    """As few lines as `wrap` needs, about equally long, so that no word stands alone."""
    lines = wrap(text, width)
    fair = text_width(text) / len(lines)
    for slack in (1.04, 1.12, 1.2, 1.3, 1.45):
        narrower = wrap(text, min(fair * slack, width))
        if len(narrower) == len(lines):
            return narrower
    return lines


def _pieces(text: str) -> Iterator[str]:
    """What may stand at the beginning of a line, with the spaces before it."""
    for token in re.findall(r"\s*\S+", text):
        spaces = token[: len(token) - len(token.lstrip())]
        for place, word in enumerate(_words(token.lstrip())):
            yield spaces + word if place == 0 else word


def _words(token: str) -> list[str]:
    """The words of a run without spaces; abbreviations such as ผอ.สพท. stay whole."""
    from search.text.segmenting import segment

    if "." in token or token.isascii():
        return [token]
    words: list[str] = []
    for run in _RUNS.findall(token):
        for word in segment(run) if len(run) > 1 else (run,):
            joins = word[0] in _KEEPS_TO_THE_LEFT or _is_mark(word[0])
            opened = bool(words) and words[-1][-1] in "(“"
            if words and (joins or opened or (word.isascii() and words[-1].isascii())):
                words[-1] += word
            else:
                words.append(word)
    return words


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn" or letter in "ะาำๅ"


def _fitting(text: str, width: float) -> int:
    """How many letters fit, at least one, never with a mark left for the next line."""
    count = 1
    while count < len(text) and text_width(text[: count + 1]) <= width:
        count += 1
    while count > 1 and (_is_mark(text[count]) or text[count - 1] in "เแโใไ"):
        count -= 1
    # A heap of marks on one letter stays with it, however many.
    while count < len(text) and _is_mark(text[count]) and count == 1:
        return next((at for at in range(1, len(text)) if not _is_mark(text[at])), len(text))
    return count
