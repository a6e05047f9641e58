"""Thai alphabetical order as a plain string that any database can sort.

Code-point order is wrong for Thai: a leading vowel (เ แ โ ใ ไ) is written before the consonant
it belongs to, and marks above the line only break ties.
"""

from __future__ import annotations

import re
import unicodedata

_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
_MARKS = re.compile("[็-์]")


def thai_sort_key(text: str) -> str:
    """Return a string whose code-point order is the dictionary order of `text`.

    A leading vowel is swapped with the consonant after it and tone marks are left out; the plain
    text follows as tie breaker (กา before ก้าว, ไก่ before ขา). Latin letters compare without case.
    """
    plain = unicodedata.normalize("NFC", text).casefold().strip()
    swapped = _LEADING_VOWEL.sub(r"\2\1", plain)
    return f"{_MARKS.sub('', swapped)}\x1f{plain}"
