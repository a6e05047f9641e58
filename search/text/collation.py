"""Thai alphabetical order as a plain string that any database can sort.

Code-point order is wrong for Thai: a leading vowel (เ แ โ ใ ไ) is written before the consonant
it belongs to, and marks above the line only break ties. The key holds nothing but 0-9 and a-f,
because databases order Thai letters each by their own collation but agree on those.
"""

from __future__ import annotations

import re
import unicodedata

KEY_LENGTH = 600

_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
_MARKS = re.compile("[็-์]")


def _weights(text: str) -> bytes:
    """One byte a letter: ASCII as it is, Thai from 0x80 on, five bytes for all others."""
    codes = (ord(letter) for letter in text)
    return b"".join(
        bytes([code])
        if code < 0x80
        else bytes([code - 0x0E00 + 0x80])
        if 0x0E00 <= code < 0x0E60
        else b"\xff" + code.to_bytes(4, "big")
        for code in codes
    )


def thai_sort_key(text: str) -> str:
    """Return up to 600 hexadecimal digits whose order is the dictionary order of `text`.

    Tone marks are left out and a leading vowel is swapped with the consonant after it; the plain
    text follows as tie breaker (กา before ก้าว, ไก่ before ขา). Latin letters compare without case.
    """
    plain = unicodedata.normalize("NFC", text).casefold().strip()
    swapped = _LEADING_VOWEL.sub(r"\2\1", _MARKS.sub("", plain))
    return (_weights(swapped) + b"\x00" + _weights(plain)).hex()[:KEY_LENGTH]
