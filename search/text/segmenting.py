"""Thai words: the dictionary of the segmenter, and runs of Thai letters cut into words.

The general word list and the frequencies are data files of the pythainlp package (CC0-1.0; see
`data/NOTICE.md`). The package itself is never imported.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import tempfile
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from search.text.characters import DATA

_NOT_IN_WORDS = frozenset(" .ๆฯ")
_OWN_FREQUENCY = 2_000
_LONGEST_RUN = 1_000
_NOUN_PREFIX = re.compile("^(?:การ|ความ)")
_LEVEL = ""  # stands for the letter of a level, which is no word of the list


@dataclass(frozen=True)
class WordData:
    """The dictionary, how often each word is written, and a fingerprint of both."""

    words: frozenset[str]
    frequency: dict[str, int]
    cost: dict[str, float]  # -log of the frequency, for words that may be part of a longer one
    total: int
    fingerprint: str


def corpus_folder() -> Path:
    """Where the pythainlp package keeps its word lists, without importing it."""
    package = find_spec("pythainlp")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("The package pythainlp, whose word list search needs, is not installed.")
    return Path(package.submodule_search_locations[0]) / "corpus"


def _own_words() -> list[str]:
    lines = (DATA / "words.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@cache
def word_data() -> WordData:
    """Read the word list and the frequencies once."""
    folder = corpus_folder()
    listed = (line.strip() for line in (folder / "words_th.txt").read_text("utf-8").splitlines())
    own = _own_words()
    words = {word for word in listed if word and _NOT_IN_WORDS.isdisjoint(word)} | set(own)
    frequency = {}
    for line in (folder / "tnc_freq.txt").read_text("utf-8").splitlines():
        word, _, times = line.partition("\t")
        if word in words:
            frequency[word] = int(times)
    for word in own:
        frequency.setdefault(word, _OWN_FREQUENCY)
    total = sum(frequency.values())
    cost = {
        word: math.log(total / times)
        for word, times in frequency.items()
        if times >= 20 and len(word) >= 2
    }
    told = "\n".join(sorted(words)) + "\0" + repr(sorted(frequency.items()))
    digest = hashlib.sha256(told.encode()).hexdigest()[:16]
    return WordData(frozenset(words), frequency, cost, total, digest)


def is_word(text: str) -> bool:
    """Whether the dictionary has this word."""
    return text in word_data().words


def segmenter_version() -> str:
    """What decides how runs are cut: the package's release and the words."""
    return f"{version('nlpo3')}-{word_data().fingerprint}"


def _write_dictionary(folder: Path, name: str) -> Path:
    """Write the dictionary file unless it is there already; readers never see half of it."""
    path = folder / f"{name}.txt"
    content = "\n".join(sorted(word_data().words)).encode()
    if path.is_file() and path.stat().st_size == len(content):
        return path
    folder.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=folder, prefix=f".{name}-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return Path(unfinished).replace(path)


@cache
def load_dictionary(folder: Path | None = None) -> str:
    """Load the dictionary into the segmenter and return its name there.

    The segmenter reads a file once and cannot replace a name, so the name holds the fingerprint.
    """
    from nlpo3 import load_dict

    name = f"words-{word_data().fingerprint}"
    try:
        path = _write_dictionary(folder or Path(settings.DATA_DIR) / "search", name)
    except OSError:  # a full disk or a folder that may not be written: search goes on
        with tempfile.TemporaryDirectory() as elsewhere:
            load_dict(str(_write_dictionary(Path(elsewhere), name)), name)
        return name
    load_dict(str(path), name)
    return name


def _cut(run: str) -> list[str]:
    from nlpo3 import segment as cut

    name = load_dictionary()
    return [word for word in cut(run, name) if word]


@lru_cache(maxsize=65_536)
def _segment_short(run: str) -> tuple[str, ...]:
    return tuple(_cut(run))


@lru_cache(maxsize=64)  # a title is cut for its words and again for suggestions
def _segment_long(run: str) -> tuple[str, ...]:
    return tuple(_cut(run))


def segment(run: str) -> tuple[str, ...]:
    """Cut a run of Thai letters into words; joined again they are the run."""
    if len(run) <= 60:
        return _segment_short(run)
    if len(run) <= _LONGEST_RUN:
        return _segment_long(run)
    pieces = (run[at : at + _LONGEST_RUN] for at in range(0, len(run), _LONGEST_RUN))
    return tuple(word for piece in pieces for word in _cut(piece))


def stands_alone(run: str) -> bool:
    """Whether the last letter of a run is a word of its own, as ป in คณิตป."""
    run = run[-60:]
    return segment(run)[-1] == run[-1]


def follows_words(run: str, dotted: bool) -> bool:
    """Whether a run without its last letter is made of words, the last one no short one.

    Without a dot the letter may well end a word (รูป, โคนม). It is a level's only when the words
    are then likelier: แผนการสอนม is cut as แผนการ|สอ|นม, and แผน|การสอน|ม is what was meant.
    """
    run = run[-60:]
    words = segment(run[:-1])
    if not words or len(words[-1]) < 3 or not all(is_word(word) for word in words):
        return False
    return dotted or _price((*words, _LEVEL)) < _price(segment(run))


def _price(words: tuple[str, ...]) -> float:
    """How unlikely words are, taken one by one; a rare one as if it were written once."""
    return sum(math.log(word_data().total / max(_frequency(word), 1)) for word in words)


def _frequency(word: str) -> int:
    """How often a word is written; nouns made with การ and ความ are not counted as words."""
    if word == _LEVEL:
        return _OWN_FREQUENCY
    counted = word_data().frequency
    return counted.get(word) or counted.get(_NOUN_PREFIX.sub("", word), 0)
