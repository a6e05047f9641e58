"""Character trigrams: the last stage, when no word fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.text.words import Word

_SIZE = 3
_PLACES = tuple(slice(at, at + _SIZE) for at in range(1_000))


def run_grams(run: str) -> tuple[str, ...]:
    """Trigrams of one run of Thai letters; a shorter run stays whole."""
    number = len(run) - _SIZE + 1
    if number <= 1:
        return (run,)
    if number <= len(_PLACES):
        return tuple(map(run.__getitem__, _PLACES[:number]))
    return tuple(run[at : at + _SIZE] for at in range(number))


def _runs(words: Sequence[Word], text: str) -> Iterator[Word | str]:
    """Runs of Thai letters as they stand in the text, and every other word as it is."""
    start = end = -1
    for word in words:
        if word.kind == "thai" and word.start == end:
            end = word.end
            continue
        if start >= 0:
            yield text[start:end]
        start = end = -1
        if word.kind == "thai":
            start, end = word.start, word.end
        else:
            yield word
    if start >= 0:
        yield text[start:end]


def grams(words: Sequence[Word], text: str, *, index: bool) -> dict[str, None]:
    """Distinct grams in order; `words` are those of the text before equivalents are replaced."""
    found: dict[str, None] = {}
    for run in _runs(words, text):
        if isinstance(run, str):
            tokens = run_grams(run)
        else:
            tokens = run.indexed if index else tuple(t for form in run.forms[:1] for t in form)
        found.update(dict.fromkeys(tokens))
    return found
