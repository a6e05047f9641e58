"""How a day of all channels is set so that it prints on one A4: the least dense way that fits.

Measured in Chromium; the sizes are those of `timetable_print.css`. A dense sheet names the course
and the number of the lesson only, for the day of one channel has a sheet of its own.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .guide import ChannelDay, Entry

_COLUMNS = 5
_COLUMN_HEIGHT = 680  # CSS pixels below the heading of a landscape sheet
_CARD, _ENTRY = 30, 3.5
_TIMES = "08:30–09:20 น. "
_LESSON = " บทที่ 10"


@dataclass(frozen=True)
class Setting:
    """Letters in a line, height of a line, and whether lessons are named."""

    letters: int
    line: float
    names_lessons: bool


_SETTINGS = (Setting(36, 12.2, True), Setting(38, 12.2, False), Setting(44, 10.4, False))


def density(rows: Sequence[ChannelDay]) -> int:
    """Give the place of the first setting that fits; one more, the smallest print, if none does."""
    for place, setting in enumerate(_SETTINGS):
        if _fits(_height(row, setting) for row in rows):
            return place
    return len(_SETTINGS)


def _fits(heights: Iterable[float]) -> bool:
    """Fill the columns one after the other, as the browser does."""
    used, left = 1, float(_COLUMN_HEIGHT)
    for height in heights:
        if height > left:
            used, left = used + 1, float(_COLUMN_HEIGHT)
        left -= height
        if left < 0:
            return False
    return used <= _COLUMNS


def _height(row: ChannelDay, setting: Setting) -> float:
    texts = [_text(entry, setting) for entry in row.entries]
    lines = sum(math.ceil(_length(text) / setting.letters) for text in texts)
    return _CARD + lines * setting.line + len(row.entries) * _ENTRY


def _text(entry: Entry, setting: Setting) -> str:
    lesson = ""
    if entry.lesson:
        lesson = f"{_LESSON} {entry.lesson.name}" if setting.names_lessons else _LESSON
    return f"{_TIMES}{entry.title}{lesson}{entry.airing.reason}"


def _length(text: str) -> int:
    """Letters side by side: vowels and tone marks above or below take no room."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)
