"""Words of a query to groups of alternatives, for stages 1 and 2."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise, product
from typing import NamedTuple

from search.contract import Alternative, Group, Term
from search.text.segmenting import segment
from search.text.subwords import best_split
from search.text.synonyms import QuerySynonyms, with_canonical
from search.text.words import (
    Word,
    filler_words,
    main_tokens,
    read_words,
    stop_words,
    told_tokens,
    typed_of,
)

_FORM_BOOST = 0.9  # parts of a joined Latin word; a reading with other spaces
_SPLIT_BOOST = 0.5
_MOST_GROUPS = 32
_MOST_LATIN = 4  # Latin words in a row whose spaces may go: 8 readings


class Draft(NamedTuple):
    """A group before the whole query is known."""

    group: Group
    kind: str  # "code", "grade", "stop" or "word"


def _alternative(tokens: Sequence[str], boost: float) -> Alternative:
    return Alternative(tuple(Term(token, boost) for token in tokens))


def _own_alternatives(words: Sequence[Word]) -> list[Alternative]:
    """What was typed, and its other forms."""
    if len(words) > 1:
        return [_alternative(told_tokens(words), 1.0)]
    (word,) = words
    other = 1.0 if word.kind in ("code", "grade") else _FORM_BOOST
    return [
        _alternative(form, 1.0 if place == 0 else other) for place, form in enumerate(word.forms)
    ]


def _splits(words: Sequence[Word]) -> list[Alternative]:
    """The words with every one that can be split written as its parts."""
    if not any(word.kind == "thai" and best_split(word.forms[0][0]) for word in words):
        return []
    tokens = [
        token
        for word in words
        for whole in word.forms[0]
        for token in (best_split(whole) if word.kind == "thai" else ()) or (whole,)
    ]
    return [_alternative(tokens, _SPLIT_BOOST)]


@lru_cache(maxsize=4_096)
def _is_filler(token: str) -> bool:
    """Whether a token is a word of asking, or made of nothing else: สื่อการสอน."""
    fillers = filler_words()
    parts = best_split(token)
    return token in fillers or (
        any(part in fillers for part in parts)
        and all(part in fillers or part in stop_words() for part in parts)
    )


def whole_groups(
    words: Sequence[Word], synonyms: QuerySynonyms, *, split: bool = False
) -> list[Draft]:
    """One group for each word, or for several that a synonym covers."""
    tokens = main_tokens(words)
    drafts: list[Draft] = []
    at = 0
    while at < len(words):
        length, meant = synonyms.table.longest(tokens, at) or (1, ())
        span = words[at : at + length]
        said = [*_own_alternatives(span), *meant, *(_splits(span) if split else ())]
        typed = typed_of(span)
        kind = span[0].kind if span[0].kind in ("code", "grade") else "word"
        if length == 1 and not meant and tokens[at] in stop_words():
            kind = "stop"
        elif length == 1 and _is_filler(tokens[at] or ""):
            kind = "filler"
        drafts.append(Draft(Group(tuple(dict.fromkeys(said)), typed), kind))
        at += length
    return drafts


def parted(draft: Draft, count: Callable[[tuple[Group, ...]], int]) -> list[Draft]:
    """A group for each word inside a word, when only together those are found."""
    whole = draft.group.alternatives[0].terms
    parts = best_split(whole[0].text) if len(whole) == 1 and draft.kind == "word" else ()
    parts = tuple(part for part in parts if part not in stop_words())
    groups = tuple(Group((_alternative([part], _SPLIT_BOOST),), part) for part in parts)
    if len(groups) < 2 or count((draft.group,)) or not count(groups):
        return [draft]
    return [Draft(group, "word") for group in groups]


def required_groups(drafts: Sequence[Draft]) -> tuple[Group, ...]:
    """Leave out stop words when something remains; beside a code other words are optional."""
    kept = [draft for draft in drafts if draft.kind != "stop"] or list(drafts)
    has_code = any(draft.kind == "code" for draft in kept)
    only_filler = all(draft.kind in ("filler", "grade") for draft in kept)
    groups: dict[tuple[Alternative, ...], Group] = {}
    for group, kind in kept:
        required = kind in ("code", "grade") if has_code else only_filler or kind != "filler"
        if group.alternatives not in groups and len(groups) < _MOST_GROUPS:
            groups[group.alternatives] = Group(group.alternatives, group.typed, required)
    return tuple(groups.values())


# --- stage 2 ----------------------------------------------------------------------------


def split_readings(words: Sequence[Word], text: str, synonyms: QuerySynonyms) -> list[Draft]:
    """Groups with splits; where other spaces give other words, one group with every reading."""
    drafts: list[Draft] = []
    plain: list[Word] = []
    for readings in _slots(words, text):
        if len(readings) == 1:
            plain += readings[0]
            continue
        drafts += whole_groups(with_canonical(plain), synonyms, split=True)
        plain = []
        drafts.append(_combined(readings, synonyms))
    return drafts + whole_groups(with_canonical(plain), synonyms, split=True)


def _combined(readings: Sequence[list[Word]], synonyms: QuerySynonyms) -> Draft:
    """One group: any reading as a whole."""
    said: dict[Alternative, None] = {}
    for place, reading in enumerate(readings):
        boost = 1.0 if place == 0 else _FORM_BOOST
        drafts = whole_groups(with_canonical(reading), synonyms, split=True)
        ways = [(d.group.alternatives[0], d.group.alternatives[-1]) for d in drafts]
        whole, cut = zip(*ways, strict=True) if ways else ((), ())
        for way in (whole, cut) if len(ways) > 3 else product(*ways):
            terms = (Term(t.text, t.boost * boost) for part in way for t in part.terms)
            said[Alternative(tuple(terms))] = None
    typed = typed_of(readings[0])
    return Draft(Group(tuple(said), typed), "word")


def _chunks(words: Sequence[Word], text: str) -> Iterator[list[Word]]:
    """Words of one script in a row with nothing but spaces between them."""
    chunk: list[Word] = []
    for word in words:
        together = (
            chunk
            and word.kind == chunk[-1].kind
            and word.kind in ("thai", "latin")
            and not text[chunk[-1].end : word.start].strip()
        )
        if chunk and not together:
            yield chunk
            chunk = []
        chunk.append(word)
    if chunk:
        yield chunk


def _slots(words: Sequence[Word], text: str) -> Iterator[list[list[Word]]]:
    """Stretches of the query, each with all its readings; the first is the one typed."""
    for chunk in _chunks(words, text):
        spaced = any(a.end < b.start for a, b in pairwise(chunk))
        if spaced and chunk[0].kind == "thai":
            yield from _thai_slots(chunk)
        elif spaced and chunk[0].kind == "latin" and len(chunk) <= _MOST_LATIN:
            yield _latin_readings(chunk)
        else:
            yield [chunk]


def _thai_slots(chunk: list[Word]) -> Iterator[list[list[Word]]]:
    """Compare the words as typed with those of the text without spaces, cut where both cut."""
    joined = segment("".join(word.typed for word in chunk))
    typed_ends = list(accumulate(len(word.typed) for word in chunk))
    joined_ends = list(accumulate(map(len, joined)))
    first = second = 0
    for end in sorted(set(typed_ends) & set(joined_ends)):
        until = typed_ends.index(end, first) + 1
        other = joined_ends.index(end, second) + 1
        as_typed = chunk[first:until]
        as_joined = [
            Word(token, ((token,),), (token,), "thai", as_typed[0].start, as_typed[-1].end)
            for token in joined[second:other]
        ]
        same = [word.typed for word in as_typed] == [word.typed for word in as_joined]
        yield [as_typed] if same else [as_typed, as_joined]
        first, second = until, other


def _latin_readings(chunk: list[Word]) -> list[list[Word]]:
    """Every way to leave out spaces between Latin words, the typed one first."""
    if not any(map(str.isalpha, "".join(word.typed for word in chunk))):
        return [chunk]
    readings = [chunk]
    for gaps in product((" ", ""), repeat=len(chunk) - 1):
        joined = "".join(w.typed + g for w, g in zip(chunk, (*gaps, ""), strict=True))
        if "" in gaps:
            readings.append(read_words(joined))
    return readings
