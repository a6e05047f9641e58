"""What somebody typed to find a school, as a database condition that looks inside Thai words."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Q

from portal.core.thai_calendar import from_thai_digits, to_thai_digits

from .codes import MINISTRY_DIGITS, plain_code

MAX_QUERY = 120
# Fewer digits stand in almost every code.
_SHORTEST_PART = 4
_SCHOOL_WORD = re.compile(r"^(?:โรงเรียน|ร\.?ร\.)")
_NAMES = ("name_th__icontains", "name_en__icontains")
_CODES = ("ministry_code__contains", "smis_code__contains")


def tidy(text: str) -> str:
    """Return the text without control characters, composed, of bearable length."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    composed = unicodedata.normalize("NFC", printable).replace("\u0e4d\u0e32", "\u0e33")
    return " ".join(composed.split())[:MAX_QUERY]


def is_overlong_code(text: str) -> bool:
    """Whether the text is digits only, but more of them than any code of a school has."""
    code = plain_code(text)
    return code.isdigit() and len(code) > MINISTRY_DIGITS


def matching(text: str) -> Q:
    """Every word must stand in the name, or the whole is part of a code."""
    found = Q()
    for word in tidy(text).split():
        bare = _SCHOOL_WORD.sub("", word) or word
        # Names are kept with the digits that people wrote.
        one = Q()
        for spelling in {bare, to_thai_digits(bare), from_thai_digits(bare)}:
            for lookup in _NAMES:
                one |= Q(**{lookup: spelling})
        found &= one
    code = plain_code(text)
    if code.isdigit() and len(code) >= _SHORTEST_PART:
        for lookup in _CODES:
            found |= Q(**{lookup: code})
    return found
