"""Did you mean: mend what the segmenter broke.

A typing error breaks a Thai word into pieces (คณิตศาตร์ becomes ค|ณิ|ต|ศา|ตร์), so windows of
adjacent pieces are joined again and looked up by their skeleton, where letters that sound alike are
one. An exact word is never touched: a window must hold a piece that the index does not know, or be
two words that are one letter away from one longer word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from time import thread_time

from search.engines.base import Vocabulary

from .characters import normalise
from .lexicon import Found, Lexicon, lexicon_of, skeletons
from .segmenting import is_word, segment
from .synonyms import canonical_rows

MOST_WINDOWS = 40
MOST_CHANGES = 4
MOST_SECONDS = 0.05  # of work: waiting for the engine, or for a busy machine, does not count
_LONGEST_QUERY = 120
_WIDEST, _SHORTEST, _LONGEST = 6, 4, 24
_RUN = re.compile("[ก-ฮะ-ฺเ-ๅ็-๎]+")
# The grade letter of คณิตศาตร์ป.4 is no part of the word before it.
_GRADE_LETTER = re.compile("(?:ชั้น)?[ปมอ]$")
_NUMBER_FOLLOWS = re.compile("[. ]{0,2}[0-9]")
_LEVELS = ("อนุบาล", "ประถม", "ประถมศึกษา", "มัธยม", "มัธยมศึกษา")
_GRADE_WORDS = frozenset(_LEVELS)
_LATIN_WORD = re.compile("(?<![a-z0-9])[a-z]{4,24}(?![a-z0-9])")


@dataclass(frozen=True)
class _Window:
    """Adjacent pieces of one run."""

    start: int
    pieces: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(frozen=True)
class _Change:
    """A window and the word that it should have been."""

    window: _Window
    found: Found

    @property
    def value(self) -> float:
        """Prefers what is alike, long, and mends much of what is unknown."""
        mended = sum(map(len, self.window.unknown))
        touched = len(self.window.text) - mended
        unlike = 2.2 * self.found.distance + 0.4 * self.found.letters
        return mended + 0.6 * touched - unlike


class _Corrector:
    """One call of `correct`: bounded in windows and in time."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.until = thread_time() + MOST_SECONDS
        self.windows_left = MOST_WINDOWS
        self.tried: dict[str, Found | None] = {}

    def thai(self, run: str) -> str:
        """Mend one run of Thai letters, the best window first, again and again."""
        joined_once = False
        for _ in range(MOST_CHANGES):
            pieces = segment(run)
            self.lexicon.look_up(pieces)
            unknown = [piece for piece in pieces if not self.lexicon.trusts(piece)]
            if not unknown and joined_once:
                break
            joined_once = joined_once or not unknown
            changes = [
                change for window in self._windows(pieces) if (change := self._change(window))
            ]
            if not changes:
                break
            best = max(changes, key=lambda change: change.value)
            start = sum(map(len, pieces[: best.window.start]))
            run = run[:start] + best.found.word + run[start + len(best.window.text) :]
        return run

    def _windows(self, pieces: tuple[str, ...]) -> Iterator[_Window]:
        """Windows around unknown pieces, those that mend most first."""
        windows = []
        for start in range(len(pieces)):
            for width in range(1, min(_WIDEST, len(pieces) - start) + 1):
                window = self._window(pieces[start : start + width], start)
                if window:
                    windows.append(window)
        return iter(sorted(windows, key=lambda window: -sum(map(len, window.unknown))))

    def _window(self, pieces: tuple[str, ...], start: int) -> _Window | None:
        length = sum(map(len, pieces))
        unknown = tuple(piece for piece in pieces if not self.lexicon.trusts(piece))
        fits = _SHORTEST <= length <= _LONGEST
        joined = bool(unknown) or (len(pieces) >= 2 and length >= 5)
        return _Window(start, pieces, unknown) if fits and joined else None

    def _change(self, window: _Window) -> _Change | None:
        text = window.text
        if text not in self.tried:
            if self.windows_left <= 0 or thread_time() > self.until:
                return None
            self.windows_left -= 1
            self.tried[text] = self._look_up(window)
        found = self.tried[text]
        if found is None or found.word == text or self._undoes(window, found):
            return None
        change = _Change(window, found)
        return change if change.value > 0 else None

    def _look_up(self, window: _Window) -> Found | None:
        whole_words = all(len(piece) >= 4 and is_word(piece) for piece in window.unknown)
        one_word = len(window.pieces) == 1 and is_word(window.text)
        if not window.unknown:
            return self.lexicon.nearest(window.text, most=int(len(window.text) >= 7))
        if whole_words or one_word:
            return self.lexicon.nearest(window.text, most=0)
        return self.lexicon.nearest(window.text)

    def _undoes(self, window: _Window, found: Found) -> bool:
        """Whether the word is only the known part of the window: that loses what was typed."""
        return found.word in window.pieces and found.distance > 1


@cache
def _right_words() -> frozenset[str]:
    """Words that are right though the index writes them as others: วิทย์, and those of grades."""
    return frozenset(word for row in canonical_rows() for word in row) | _GRADE_WORDS


def _latin(match: re.Match[str], lexicon: Lexicon) -> str:
    return lexicon.nearest_latin(match.group()) or match.group()


def correct(text: str, vocabulary: Vocabulary, known: frozenset[str] = frozenset()) -> str | None:
    """Return the text with its misspelt words mended, or None when there is nothing better.

    `known` are words that must stay as they are though no document has them, such as synonyms.
    """
    plain = normalise(text)[:_LONGEST_QUERY]
    lexicon = lexicon_of(vocabulary, known | _right_words())
    corrector = _Corrector(lexicon)
    pieces, at = [], 0
    for match in _RUN.finditer(plain):
        pieces.append(plain[at : match.start()])
        at = match.end()
        pieces.append(_mend_run(match.group(), plain[at : at + 3], corrector))
    pieces.append(plain[at:])
    mended = _LATIN_WORD.sub(lambda word: _latin(word, lexicon), "".join(pieces))
    return mended if mended != plain else None


def _mend_run(run: str, after: str, corrector: _Corrector) -> str:
    """Mend a run but for the letter of a grade at its end."""
    if _NUMBER_FOLLOWS.match(after):
        start, level = _misspelt_level(run)
        if level:
            return (corrector.thai(run[:start]) if start else "") + level
        grade = _GRADE_LETTER.search(run)
        if grade:
            return corrector.thai(run[: grade.start()]) + grade.group() if grade.start() else run
    return corrector.thai(run)


def _misspelt_level(run: str) -> tuple[int, str]:
    """A name of a level with one error at the end of a run that a number follows, and its start.

    The number says what is meant, so pieces that are words by themselves do not count against it.
    """
    from rapidfuzz.distance import OSA

    start = len(run)
    for piece in reversed(segment(run)[-_WIDEST:]):
        start -= len(piece)
        if is_word(run[start:]):
            continue
        typed = skeletons(run[start:])[0]
        for level in _LEVELS:
            if OSA.distance(typed, skeletons(level)[0], score_cutoff=1) <= 1:
                return start, level
    return 0, ""
