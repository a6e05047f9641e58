"""The words that a misspelt one may have been: those of the index, found by their skeletons.

A skeleton leaves out tone marks and writes letters that sound alike as one. Words are filed under
their whole skeleton and under its first and last two signs, so that a look-up compares a few
hundred words instead of sixty thousand: an error rarely damages both ends.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from search.engines.base import Vocabulary

from .segmenting import is_word, segment
from .words import stem

_THAI_WORD = re.compile("[ก-ฮะ-ฺเ-ๅ็-๎]{3,40}")
_LATIN_WORD = re.compile("[a-z]{4,30}")
_SILENCED = re.compile("[ก-ฮ][ัิ-ฺ]?์")
# รร sounds as ั before a letter that closes the syllable (สรรพ), else as ัน (บรรทัด).
_RO_HAN = re.compile("(?<=[ก-ฮ])รร(?=[ก-ฮ](?![ะ-ฺ]))")
_RO_HAN_NO = re.compile("(?<=[ก-ฮ])รร(?![ะ-ฺ])")
_MARKS = re.compile("[็-์]")
# ทัย, ไทย, ใท and ไท sound alike.
_AY = re.compile("([ก-ฮ])ัย")
_AI_WITH_YO = re.compile("ไ([ก-ฮ])ย(?![ะ-ฺ])")
_SOUND = str.maketrans("ฏณศษซฑธฒภญฆฬฐร", "ฎนสสสทททพยคลถล")
_LEAST_PART = 4  # letters of each Latin word that was glued to another
_KEPT = 2  # lexicons: the live generation and the one before
_STALE = 0.05  # share of documents by which the index may change before words are read again


def skeletons(word: str) -> tuple[str, ...]:
    """Return the skeleton of a Thai word, and a second one without silenced letters."""
    found = []
    for text in dict.fromkeys((word, _SILENCED.sub("", word))):
        bare = _MARKS.sub("", text).replace("ใ", "ไ")
        bare = _AI_WITH_YO.sub(r"ไ\1", _AY.sub(r"ไ\1", bare))
        if "รร" in bare:
            bare = _RO_HAN_NO.sub("ัน", _RO_HAN.sub("ั", bare))
        found.append(bare.translate(_SOUND))
    return tuple(dict.fromkeys(found))


def allowed_distance(length: int) -> int:
    """How many errors a skeleton of this length may have."""
    return 0 if length < 4 else 1 if length < 7 else 2 if length < 12 else 3


@dataclass(frozen=True)
class Found:
    """A word of the index, the distance of the skeletons and of the words as written."""

    word: str
    distance: int
    letters: int
    frequency: int


class Lexicon:
    """Trusted words of one state of the index, and `known` ones that are right without it."""

    def __init__(self, vocabulary: Vocabulary, known: frozenset[str] = frozenset()) -> None:
        self.vocabulary = vocabulary
        self.known = known
        self.documents = vocabulary.documents
        self.least = max(3.0, 0.0003 * self.documents)
        self._frequencies = {word: 1 for word in known if _THAI_WORD.fullmatch(word)}
        latin: defaultdict[int, list[str]] = defaultdict(list)
        for term, frequency in vocabulary.items():
            if _LATIN_WORD.fullmatch(term):
                latin[len(term)].append(term)
                self._frequencies[term] = frequency
            elif _THAI_WORD.fullmatch(term) and (frequency >= self.least or is_word(term)):
                self._frequencies[term] = frequency
        self._latin = dict(latin)

    @cached_property
    def _filed(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Words by skeleton, and skeletons by their first and by their last two signs."""
        words: defaultdict[str, list[str]] = defaultdict(list)
        ends: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._frequencies:
            if word.isascii():
                continue
            for skeleton in skeletons(word):
                if len(skeleton) < 3:
                    continue
                if skeleton not in words:
                    for end in _ends(skeleton):
                        ends[end].append(skeleton)
                words[skeleton].append(word)
        return dict(words), dict(ends)

    def warm(self) -> None:
        """Do what is slow the first time, so that it is not counted against a query."""
        self.nearest("คณิตศาตร์")
        segment("คณิตศาตร์")

    def look_up(self, pieces: Iterable[str]) -> None:
        """Ask for many pieces at once, before each is asked for: an engine may be far away."""
        self.vocabulary.frequencies(pieces)

    def trusts(self, piece: str) -> bool:
        """Whether a piece of a query is a word that needs no mending."""
        if piece in self.known:
            return True
        frequency = self.vocabulary.frequency(piece) if len(piece) >= 2 else 0
        return frequency >= self.least or (frequency > 0 and is_word(piece))

    def nearest(self, text: str, most: int | None = None) -> Found | None:
        """Return the Thai word nearest to the text, within what its length allows."""
        words, _ = self._filed
        keys = skeletons(text)
        same = [word for key in keys if len(key) >= 3 for word in words.get(key, ())]
        if same:
            return self._best(text, [(word, 0) for word in same])
        limit = allowed_distance(len(keys[0]))
        limit = limit if most is None else min(most, limit)
        return self._best(text, self._near(keys, limit)) if limit else None

    def _near(self, keys: Iterable[str], limit: int) -> list[tuple[str, int]]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        words, ends = self._filed
        near: list[tuple[str, int]] = []
        for key in keys:
            candidates = {skeleton for end in _ends(key) for skeleton in ends.get(end, ())}
            for skeleton, distance, _ in process.extract(
                key, candidates, scorer=OSA.distance, score_cutoff=limit, limit=12
            ):
                near += [(word, int(distance)) for word in words[skeleton]]
        return near

    def _best(self, text: str, near: list[tuple[str, int]]) -> Found | None:
        from rapidfuzz.distance import OSA

        found = [
            Found(word, distance, OSA.distance(text, word), self._frequencies[word])
            for word, distance in near
        ]
        order = sorted(found, key=lambda one: (one.distance, one.letters, -one.frequency))
        return order[0] if order else None

    def nearest_latin(self, word: str) -> str | None:
        """Return the Latin word one error away (two from seven letters on)."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if word in self.known or self.vocabulary.frequency(word):
            return None
        limit = 2 if len(word) >= 7 else 1
        lengths = range(len(word) - limit, len(word) + limit + 1)
        candidates = [term for length in lengths for term in self._latin.get(length, ())]
        near = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=limit, limit=8)
        if not near:
            return self._apart(word)
        return min(near, key=lambda one: (one[1], -self._frequencies[one[0]]))[0]

    def _apart(self, word: str) -> str | None:
        """Two words of the index written as one: activelearning."""
        cuts = [
            (word[:at], word[at:])
            for at in range(_LEAST_PART, len(word) - _LEAST_PART + 1)
            if word[:at] in self._frequencies and stem(word[at:]) in self._frequencies
        ]
        best = max(cuts, key=lambda cut: min(map(len, cut)), default=None)
        return " ".join(best) if best else None


def _ends(skeleton: str) -> tuple[str, ...]:
    return "^" + skeleton[:2], skeleton[-2:] + "$"


_lock = Lock()
_lexicons: list[Lexicon] = []


def lexicon_of(vocabulary: Vocabulary, known: frozenset[str] = frozenset()) -> Lexicon:
    """Return the lexicon of a vocabulary, read again when the index has changed a good deal."""
    with _lock:
        for lexicon in _lexicons:
            same = lexicon.vocabulary is vocabulary and lexicon.known == known
            if same and not _is_stale(lexicon, vocabulary.documents):
                return lexicon
        fresh = Lexicon(vocabulary, known)
        fresh.warm()
        kept = [one for one in _lexicons if one.vocabulary is not vocabulary]
        _lexicons[:] = [fresh, *kept][:_KEPT]
        return fresh


def _is_stale(lexicon: Lexicon, documents: int) -> bool:
    return abs(documents - lexicon.documents) > _STALE * lexicon.documents
