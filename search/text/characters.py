"""Rules A: bring text to one spelling, whatever keyboard, font or file it came from.

Every rule is linear in the length of the text. Marks are put in order cluster by cluster: swapping
neighbours instead would need as many passes as a hostile cluster is long.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

QUERY_LIMIT = 200
FIELD_LIMIT = 20_000
DATA = Path(__file__).with_name("data")

_PASSES = 8
# What old Thai fonts kept in the private use area from U+F700 on, in order.
_OLD_FONTS = (
    "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
    "\u0e0d\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a"
)
_INVISIBLE = (
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0x0300, 0x0370),  # accents of Latin letters
    0xFEFF,
    0x00AD,
)
_BEFORE: dict[int, str | None] = {
    **{0xF700 + place: letter for place, letter in enumerate(_OLD_FONTS)},
    **dict.fromkeys((*range(32), *range(127, 160)), " "),
}
_AFTER: dict[int, str | None] = {
    **dict.fromkeys(_INVISIBLE),
    **{ord("๐") + digit: str(digit) for digit in range(10)},
}
# Most text has none of them, and looking is much faster than translating.
_ANY_BEFORE = re.compile("[\x00-\x1f\x7f-\x9f\uf700-\uf71a]")
_ANY_AFTER = re.compile("[" + "".join(map(chr, _AFTER)) + "]")
_SURROGATES = re.compile("[\ud800-\udfff]+")

TONES = "\u0e48-\u0e4b"
_UPPER_LOWER = "\u0e31\u0e34-\u0e3a\u0e47\u0e4d\u0e4e"  # vowels and signs above or below
_MARK = f"{_UPPER_LOWER}{TONES}\u0e4c"
_AFTER_VOWEL = "ะาำ"
# Two marks in a row, or a mark behind a vowel that it belongs before.
_CLUSTER = re.compile(f"[{_MARK}{_AFTER_VOWEL}]{{2,}}")
_SPREAD_AM = re.compile(f"([ก-ฮ][{TONES}]?) า")  # files made from PDF write ํ as a space
_ORPHANS = re.compile(f"(?<![ก-๎])[{_MARK}]+")
_LONE_LAKKHANG = re.compile("(?<![ฤฦ])ๅ")
_REPEATED = re.compile("([เ-ไะาำๅ])\\1+")
_SPACES = re.compile(r"\s+")
# Whether any rule on marks may have work to do; most text is clean.
_SUSPECT = re.compile(
    f"ํ|ๅ|เเ|([เ-ไะาำ])\\1|[{TONES}\u0e4c][{_MARK}]|[{_AFTER_VOWEL}][{_MARK}ำ]"
    f"|[{_UPPER_LOWER}][{_UPPER_LOWER}]|(?<![ก-๎])[{_MARK}]| า"
)
_PLAIN = re.compile("[ -~\u0e01-\u0e3a\u0e40-\u0e4c]+")  # nothing but Thai and ASCII
_LOWER_FIRST = {mark: place for place, mark in enumerate("\u0e3a\u0e38\u0e39")}


@cache
def spelling_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The table of usual misspellings, `data/spelling.toml`, compiled."""
    rules = tomllib.loads((DATA / "spelling.toml").read_text("utf-8"))["rule"]
    return tuple(
        (
            re.compile(
                "".join(f"(?<!{before})" for before in rule.get("not_after", ()))
                + re.escape(rule["wrong"])
                + "".join(f"(?!{after})" for after in rule.get("not_before", ()))
            ),
            rule["right"],
        )
        for rule in rules
    )


@cache
def _any_misspelling() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for pattern, _ in spelling_rules()))


def _ordered(cluster: re.Match[str]) -> str:
    """Vowels above and below, then one tone or silencer, then the vowel that follows."""
    marks = cluster[0]
    after = "".join(mark for mark in marks if mark in _AFTER_VOWEL)
    tone = next((mark for mark in marks if "\u0e48" <= mark <= "\u0e4c"), "")
    around = {m for m in marks if m not in _AFTER_VOWEL and not "\u0e48" <= m <= "\u0e4c"}
    if "\u0e4d" in around and "า" in after:
        around.remove("\u0e4d")
        after = after.replace("า", "ำ", 1)
    # Canonical order of Unicode for the lower ones, so that NFKC never moves them again.
    placed = sorted(around, key=lambda mark: (_LOWER_FIRST.get(mark, 9), mark))
    return "".join(placed) + tone + after


def _mend(text: str) -> str:
    """Apply the rules on marks once, wherever any may apply."""
    text = text.replace("\u0e4d\u0e32", "ำ")
    if not _SUSPECT.search(text):
        return text
    text = _SPREAD_AM.sub(r"\1ำ", text.replace("เเ", "แ"))
    text = _LONE_LAKKHANG.sub("า", text)
    text = _REPEATED.sub(r"\1", _CLUSTER.sub(_ordered, text))
    return _ORPHANS.sub("", text)


def _once(text: str, limit: int) -> str:
    if _ANY_BEFORE.search(text):
        text = text.translate(_BEFORE)
    plain = unicodedata.normalize("NFKC", text)[:limit]
    if _ANY_AFTER.search(plain):
        plain = plain.translate(_AFTER)
    plain = _mend(_SPACES.sub(" ", plain.lower()))
    if _any_misspelling().search(plain):
        for pattern, right in spelling_rules():
            plain = pattern.sub(right, plain)
    return plain.strip()


def _is_clean(text: str) -> bool:
    return not (_SUSPECT.search(text) or _any_misspelling().search(text))


def normalise(text: str, limit: int = QUERY_LIMIT) -> str:
    """Return at most `limit` characters of `text` in the spelling that index and query share."""
    text = _SURROGATES.sub("", text[:limit])
    if _PLAIN.fullmatch(text) and _is_clean(text):  # most text: nothing but case and spaces
        return " ".join(text.lower().split())
    for _ in range(_PASSES):
        mended = _once(text, limit)
        if mended == text:
            break
        text = mended
        if _PLAIN.fullmatch(text) and _is_clean(text):
            return " ".join(text.lower().split())  # no rule has work left
    return text
