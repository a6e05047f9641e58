"""A query typed with the keyboard in the other language: `8Ib9` is คณิต, `ยัะ้นื` is python.

Both directions swap every key of the Thai standard layout (Kedmanee) with its place on QWERTY. The
swap is offered only when what was typed does not read as words and the result does; the caller
still has to see that it finds something.
"""

from __future__ import annotations

import re

from .characters import normalise
from .segmenting import is_word, segment

_KEYS = (
    ("`1234567890-=", "_ๅ/-ภถุึคตจขช"),
    ("qwertyuiop[]\\", "ๆไำพะัีรนยบลฃ"),
    ("asdfghjkl;'", "ฟหกดเ้่าสวง"),
    ("zxcvbnm,./", "ผปแอิืทมใฝ"),
    ("~!@#$%^&*()_+", "%+๑๒๓๔ู฿๕๖๗๘๙"),
    ("QWERTYUIOP{}|", '๐"ฎฑธํ๊ณฯญฐ,ฅ'),
    ('ASDFGHJKL:"', "ฤฆฏโฌ็๋ษศซ."),
    ("ZXCVBNM<>?", "()ฉฮฺ์?ฒฬฦ"),
)
_LATIN_KEYS = "".join(latin for latin, _ in _KEYS)
_THAI_KEYS = "".join(thai for _, thai in _KEYS)
TO_THAI = str.maketrans(_LATIN_KEYS, _THAI_KEYS)
TO_LATIN = str.maketrans(_THAI_KEYS, _LATIN_KEYS)

_LONGEST = 80
_GRADE_KEY = re.compile("(?<![ก-๎])([ปมอ][.] ?)([ๅ/ภถุ-])(?![ก-๎0-9])")
_GRADE = re.compile("(?<![ก-๎])[ปมอ][. ]?[0-9๐-๙]")
_THAI = re.compile("[ก-ฮะ-ฺเ-๎]")
_THAI_RUN = re.compile("[ก-ฮะ-ฺเ-๎]+")
_LATIN = re.compile("[A-Za-z]")
# A mark without a letter under it, or a leading vowel without a letter after it.
_ILL_FORMED = re.compile("(?:^|[^ก-ฮัิ-ฺ็-๎])[ัิ-ฺ็-๎]|[ัิ-ฺ][ัิ-ฺ]|[็-๎]{2}|[็-๎][ัิ-ฺ]|[เ-ไ](?![ก-ฮ])|(?:^|[^ก-๎])[ะาำ]")
_LATIN_WORD = re.compile("[A-Za-z][a-z]*(?:[-:.'][a-z]+)*[0-9]*|[A-Z]+[0-9]*|[0-9]+")
_VOWEL = re.compile("[aeiouyAEIOUY]")


def _words(text: str) -> list[str]:
    return [word for run in _THAI_RUN.findall(text) for word in segment(run)]


def _reads_as_thai(text: str, least: float = 0.75) -> bool:
    """Whether the text is well-formed Thai, most of it dictionary words of two letters or more."""
    words = _words(_GRADE.sub(" ", text))
    in_words = sum(len(word) for word in words if len(word) > 1 and is_word(word))
    return not _ILL_FORMED.search(text) and in_words >= least * sum(map(len, words))


def _reads_as_latin(text: str) -> bool:
    """Whether every piece is spelt like a word, an abbreviation or a number."""
    pieces = text.split()
    return bool(pieces) and all(
        _LATIN_WORD.fullmatch(piece) and (_VOWEL.search(piece) or len(piece) <= 4)
        for piece in pieces
    )


def _as_thai(text: str) -> str | None:
    """What the keys would have given with the keyboard in Thai."""
    # The digits of a number pad are the same in both layouts: `x"4` is ป.4.
    swapped = _GRADE_KEY.sub(
        lambda grade: grade[1] + grade[2].translate(TO_LATIN), text.translate(TO_THAI)
    )
    if len(_THAI.findall(swapped)) < 3 or _LATIN.search(swapped):
        return None
    # Plain Latin words need stronger proof: no English word becomes Thai by accident.
    words = _words(_GRADE.sub(" ", swapped))
    if _reads_as_latin(text) and sum(map(len, words)) < 4 * len(words):
        return None
    return swapped if _reads_as_thai(swapped, 0.6) else None


def _as_latin(text: str) -> str | None:
    """What the keys would have given with the keyboard in English."""
    swapped = text.translate(TO_LATIN).strip()
    if len(swapped) < 3 or _THAI.search(swapped) or not _reads_as_latin(swapped):
        return None
    return None if _reads_as_thai(normalise(text)) else swapped


def other_layout(text: str) -> str | None:
    """Return the text as the other keyboard layout would have it, or None if that is no better."""
    text = text.strip()[:_LONGEST]
    has_thai, has_latin = bool(_THAI.search(text)), bool(_LATIN.search(text))
    if has_thai == has_latin:
        # Digits and signs alone can be Thai too (`8'` is คง), but never without a letter of either.
        return None
    return _as_latin(text) if has_thai else _as_thai(text)
