"""Rules B: codes, grades and abbreviations become tokens of their own before segmentation.

Input is normalised text. What is found is blanked out with a character that separates words and is
no letter, so that later rules see it as a border.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from search.text.characters import DATA

BORDER = "\x00"  # never in normalised text
_SUBJECTS = dict(
    zip(
        "ทควสพศงตอจญฝi",
        ["th", "ma", "sc", "so", "pe", "ar", "wo", "fl", "en", "zh", "ja", "fr", "i"],
        strict=True,
    )
)
_LEVELS = {"ป": "p", "ม": "m", "อ": "k"}
_LAST_YEAR = {"k": 3, "p": 6, "m": 6, "v": 3}
_LADDER = [f"{level}{year}" for level in "kpm" for year in range(1, _LAST_YEAR[level] + 1)]
_BANDS = {"ต้น": (1, 2, 3), "ปลาย": (4, 5, 6)}

_START = "(?<![ก-๎a-z0-9])"
_DASH = "(?: ?[-~\u2010-\u2014\u2212] ?| ?ถึง ?)"

_INDICATOR = re.compile(
    rf"{_START}([ทควสพศงต])\.? ?(\d\d?)\.(\d\d?) ?([ปม])\.? ?([1-6])"
    rf"(?:{_DASH}(?:[ปม]\.? ?)?([1-6]))? ?/ ?(\d\d?)(?!\d)"
)
_STANDARD = re.compile(rf"{_START}([ทควสพศงต])\.? ?(\d\d?)\.(\d\d?)(?!\.?\d)")
_COURSE = re.compile(rf"{_START}([ทควสพศงตอจญฝi])\.? ?([1-3]\d{{4}})(?!\d)")
_AGREEMENT = re.compile("(?<![ก-๎])ว\\.? ?pa(?![a-z])")
_BAND = re.compile(
    "(?:(?:ระดับ ?|ชั้น ?)*(ประถม|มัธยม)(?:ศึกษา)? ?(?:(?:ตอน) ?(ต้น|ปลาย)|(ต้น|ปลาย)(?![ก-๎]))"
    "|(?<![ก-๎])([ปม])\\.? ?(ต้น|ปลาย)(?![ก-๎]))"
)
_STEP = re.compile("ช่วงชั้น(?:ที่)? ?([1-4])(?![\\d.])")
_STEPS = {"1": ("p", "ต้น"), "2": ("p", "ปลาย"), "3": ("m", "ต้น"), "4": ("m", "ปลาย")}
_LONG = "(?:ระดับ ?)?(?:ชั้น ?)?(ประถม|มัธยม|อนุบาล)(?:ศึกษา)? ?(?:ชั้น ?)?(?:ปี ?)?(?:ที่ ?)?"
_SHORT = "((?:ระดับ ?)?(?:ชั้น ?)?)([ปมอ])(\\.?) ?(?:ปีที่ ?|ที่ ?)?"
_VOCATIONAL = "(ปวช\\.?|ป\\.ว\\.ช\\.) ?(?:ชั้น ?)?(?:ปี ?)?(?:ที่ ?)?"
_NAME = "(?:ระดับ)?(?:ชั้น)?(?:ประถม|มัธยม|อนุบาล|[ปมอ])(?:ศึกษา)?\\.? ?(?:ปี ?)?(?:ที่ ?)?"
# The other end of a range, and a number of class or item that says nothing here.
_REST = rf"(?:{_DASH}({_NAME})?([1-6])(?![\d.]))?(?: ?/ ?\d\d?(?!\d))?"
_GRADE_LONG = re.compile(rf"{_LONG}([1-6])(?![\d]|\.\d){_REST}")
_GRADE_SHORT = re.compile(rf"{_SHORT}([1-6])(?![\d]|\.\d){_REST}")
_GRADE_VOCATIONAL = re.compile(rf"(?<![ก-๎]){_VOCATIONAL}([1-3])(?!\d|\.\d){_REST}")
_END = "(?![\\da-z]|\\.\\d)"
_GRADE_ENGLISH = re.compile(
    "(?<![ก-๎a-z0-9.])(?:(p|m)\\.? ?|(prathom|mat?t?h?ayom|kindergarten|anuban|primary|secondary)"
    rf"(?:\s?suksa)? ?)([1-6]){_END}(?: ?[-–] ?(?:[pm]\.? ?)?([1-6]){_END})?"
)
# International schools and textbooks count on: grade 7 is ม.1.
_YEAR = f"(1[0-2]|[1-9]){_END}"
_GRADE_COUNTED = re.compile(rf"(?<![ก-๎a-z0-9.])grades? ?{_YEAR}(?: ?(?:[-–]|to) ?{_YEAR})?")
_DOTTED = re.compile("(?<![ก-๎])(?:(?:[ก-ฮ]{1,3}\\.){2,}(?:[ก-ฮ](?![ก-๎.]))?|[ก-ฮ]\\.[ก-ฮ](?![ก-๎.]))")
_ANY_HINT = re.compile(r"[\d.]|pa|ต้น|ปลาย|ช่วงชั้น")  # without any of them no rule finds a thing
_RUN_BEFORE = re.compile("[ก-๎]+$")


@dataclass(frozen=True)
class Protected:
    """A code or grade in the text: any of `tokens` in a query, all and `extra` in the index."""

    start: int
    end: int
    tokens: tuple[str, ...]
    extra: tuple[str, ...] = ()
    kind: str = "word"  # "code", "grade" or "word"


Judge = Callable[[str], bool]
JudgeOfRest = Callable[[str, bool], bool]
Rule = Callable[[str], Iterator[Protected]]
Scanned = tuple[str, tuple[Protected, ...]]


@cache
def _forms() -> re.Pattern[str]:
    """The numbered school forms of `data/forms.txt`, with or without dots."""
    lines = (DATA / "forms.txt").read_text("utf-8").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    either = "|".join("\\.?".join(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(f"(?<![ก-๎])({either})\\.? ?(\\d\\d?)(?!\\d)")


def grade_tokens(slugs: tuple[str, ...]) -> tuple[str, ...]:
    """Index tokens of grades such as p4: the grades and their levels."""
    levels = dict.fromkeys(f"level{slug[0]}" for slug in slugs)
    return (*(f"grade{slug}" for slug in slugs), *levels)


def is_grade(slug: str) -> bool:
    """Whether a slug names a grade: k1-k3, p1-p6, m1-m6, v1-v3."""
    return len(slug) == 2 and slug[1].isdigit() and 1 <= int(slug[1]) <= _LAST_YEAR.get(slug[0], 0)


def _grades(first: str, last: str | None, span: tuple[int, int]) -> Protected | None:
    """A grade or a range of grades; nothing when a year is not of its level."""
    if not is_grade(first) or (last is not None and not is_grade(last)):
        return None
    slugs: tuple[str, ...] = (first,)
    if last is not None and first in _LADDER and last in _LADDER:
        low, high = sorted((_LADDER.index(first), _LADDER.index(last)))
        slugs = tuple(_LADDER[low : high + 1])
    elif last is not None:
        slugs = (first, last)
    tokens = tuple(f"grade{slug}" for slug in slugs)
    return Protected(*span, tokens, grade_tokens(slugs)[len(slugs) :], "grade")


def _level(name: str) -> str:
    """The letter of a level by any of its names."""
    bare = name.replace("ระดับ", "").replace("ชั้น", "").strip()
    return "k" if bare[:1] == "อ" else "p" if bare[:1] == "ป" else "m"


def _indicators(text: str) -> Iterator[Protected]:
    for found in _INDICATOR.finditer(text):
        letter, strand, standard, level, year, last, number = found.groups()
        base = f"ind{_SUBJECTS[letter]}{int(strand)}x{int(standard)}"
        first, final = sorted((int(year), int(last or year)))
        slugs = tuple(f"{_LEVELS[level]}{n}" for n in range(first, final + 1))
        codes = tuple(f"{base}{slug}x{int(number)}" for slug in slugs)
        yield Protected(*found.span(), codes, (base, *grade_tokens(slugs)), "code")


def _standards(text: str) -> Iterator[Protected]:
    for found in _STANDARD.finditer(text):
        letter, strand, standard = found.groups()
        token = f"ind{_SUBJECTS[letter]}{int(strand)}x{int(standard)}"
        yield Protected(*found.span(), (token,), (), "code")


def _courses(text: str) -> Iterator[Protected]:
    for found in _COURSE.finditer(text):
        letter, number = found.groups()
        yield Protected(*found.span(), (f"crs{_SUBJECTS[letter]}{number}",), (number,), "code")


def _bands(text: str) -> Iterator[Protected]:
    for found in _BAND.finditer(text):
        name, after_word, glued, letter, after_letter = found.groups()
        band = _BANDS[after_word or glued or after_letter]
        yield _band(found.span(), _level(name or letter), band)
    for found in _STEP.finditer(text):
        level, half = _STEPS[found[1]]
        yield _band(found.span(), level, _BANDS[half])


def _band(span: tuple[int, int], level: str, years: tuple[int, ...]) -> Protected:
    tokens = grade_tokens(tuple(f"{level}{year}" for year in years))
    return Protected(*span, tokens[:3], tokens[3:], "grade")


def _long_grades(text: str) -> Iterator[Protected]:
    for hint, pattern, read in _LONG_GRADES:
        if hint(text):
            yield from filter(None, map(read, pattern.finditer(text)))


def _thai_grade(found: re.Match[str]) -> Protected | None:
    name, year, other, last = found.groups()
    level = _level(name)
    end = f"{_level(other) if other else level}{last}" if last else None
    return _grades(f"{level}{year}", end, found.span())


def _vocational_grade(found: re.Match[str]) -> Protected | None:
    year, last = found[2], found[4]
    return _grades(f"v{year}", f"v{last}" if last else None, found.span())


def _english_grade(found: re.Match[str]) -> Protected | None:
    letter, name, year, last = found.groups()
    level = letter or {"p": "p", "m": "m", "s": "m"}.get(name[0], "k")
    return _grades(f"{level}{year}", f"{level}{last}" if last else None, found.span())


def _counted_grade(found: re.Match[str]) -> Protected | None:
    first, end = (_counted(year) if year else None for year in found.groups())
    return _grades(first, end, found.span()) if first else None


# Each with what stands in every text where its pattern finds anything.
_LONG_GRADES = (
    (re.compile("ประถม|มัธยม|อนุบาล").search, _GRADE_LONG, _thai_grade),
    (re.compile(r"ปวช|ป\.ว\.ช").search, _GRADE_VOCATIONAL, _vocational_grade),
    (re.compile("[a-z]").search, _GRADE_ENGLISH, _english_grade),
    (re.compile("grade").search, _GRADE_COUNTED, _counted_grade),
)


def _counted(year: str) -> str:
    """The grade of a year counted from the first of primary school."""
    number = int(year)
    return f"p{number}" if number <= 6 else f"m{number - 6}"


def _short_grades(
    text: str, stands_alone: Judge, follows_words: JudgeOfRest
) -> Iterator[Protected]:
    for found in _GRADE_SHORT.finditer(text):
        prefix, letter, dot, year, other, last = found.groups()
        start = found.start(2)
        before = text[start - 1] if start else " "
        if not prefix and not _may_start(text, start, before, dot, stands_alone, follows_words):
            continue
        if not dot and text[found.end(4) : found.end(4) + 1] == ".":
            continue
        level = _LEVELS[letter]
        end = f"{_level(other) if other else level}{last}" if last else None
        span = (found.start() if prefix else start, found.end())
        if grades := _grades(f"{level}{year}", end, span):
            yield grades


def _may_start(
    text: str, start: int, before: str, dot: str, stands_alone: Judge, follows_words: JudgeOfRest
) -> bool:
    """Whether the letter is a level's: free to its left, or a word of its own when segmented."""
    if before == "." and "ก" <= text[start - 2 : start - 1] <= "ฮ":
        return False  # the end of an abbreviation
    if not "ก" <= before <= "๎":
        return not before.isascii() or not before.isalnum()
    found = _RUN_BEFORE.search(text, max(0, start - 60), start)
    run = (found[0] if found else "") + text[start]
    glued = bool(dot) or text[start + 1 : start + 2].isdigit()
    return stands_alone(run) or (glued and follows_words(run, bool(dot)))


def _abbreviations(text: str) -> Iterator[Protected]:
    for found in _DOTTED.finditer(text):
        yield Protected(*found.span(), (found[0].replace(".", ""),))


def _agreements(text: str) -> Iterator[Protected]:
    for found in _AGREEMENT.finditer(text):
        yield Protected(*found.span(), ("วpa",), ("pa",))


def _school_forms(text: str) -> Iterator[Protected]:
    for found in _forms().finditer(text):
        name = found[1].replace(".", "")
        yield Protected(*found.span(), (f"{name}{int(found[2])}",), (name,))


# In their order, each with a hint: what stands wherever it finds anything, and is quicker to find.
_RULES: list[tuple[str, Rule]] = [
    (r"\d\.\d", _indicators),
    (r"\d\.\d", _standards),
    (r"\d{5}", _courses),
    ("pa", _agreements),
    (r"[ก-๎]\.? ?\d", _school_forms),
    ("ต้น|ปลาย|ช่วงชั้น", _bands),
    (r"\d", _long_grades),
]
_HINTS = [(re.compile(hint).search, rule) for hint, rule in _RULES]
_SHORT_HINT = re.compile(r"[ปมอ]\.? ?(?:ปี)?(?:ที่)? ?\d").search


def scan(text: str, stands_alone: Judge, follows_words: JudgeOfRest) -> Scanned:
    """Find everything protected; return the text with it blanked out, and the finds in order."""
    if not _ANY_HINT.search(text):
        return text, ()
    rules = [rule for hint, rule in _HINTS if hint(text)]
    if _SHORT_HINT(text):
        rules.append(lambda rest: _short_grades(rest, stands_alone, follows_words))
    if "." in text:
        rules.append(_abbreviations)
    finds: list[Protected] = []
    for rule in rules:
        found = _without_overlaps(rule(text))
        if found:
            finds += found
            text = _blank(text, found)
    return text, tuple(sorted(finds, key=lambda find: find.start))


def _without_overlaps(found: Iterator[Protected]) -> list[Protected]:
    kept: list[Protected] = []
    for find in sorted(found, key=lambda each: each.start):
        if not kept or find.start >= kept[-1].end:
            kept.append(find)
    return kept


def _blank(text: str, finds: list[Protected]) -> str:
    pieces: list[str] = []
    at = 0
    for find in finds:
        pieces += (text[at : find.start], BORDER * (find.end - find.start))
        at = find.end
    return "".join((*pieces, text[at:]))
