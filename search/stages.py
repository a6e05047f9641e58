"""Which rule answers a query: exact words first, then looser ones, the first that finds anything.

The choice looks at the text alone. Every stage costs a count; the common case, an exact hit, costs
one, and spelling is reached only when the words as typed find nothing, or next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import ceil, log

from search.contract import Group, QueryTree, Stage
from search.engines.base import Engine, Vocabulary
from search.staff_words import QueryWords
from search.text.analyser import normalise, part_groups, query_grams, query_groups, split_groups
from search.text.keyboard import other_layout
from search.text.spelling import correct

APPROXIMATE = frozenset({Stage.SPELLING, Stage.PARTIAL, Stage.GRAMS})
# Below this many exact hits another spelling is offered: others' typing errors may be indexed.
FEW_HITS = 3
# Of the idf weight in stage 4 and of the trigrams in stage 5. On the judged set 0.60 gives recall
# .975 and 0.55 .982 with as few false hits; 0.50 doubles those among 30,000 other titles.
SHARE = 0.55
MOST_GROUPS = 6  # 2 ** 6 subsets at most


@dataclass(frozen=True)
class Chosen:
    """The stage that answers, what the engine is asked, and what the reader is told."""

    stage: Stage
    tree: QueryTree
    shown: str = ""  # the text answered, where it is not the one typed
    did_you_mean: str | None = None


class Chooser:
    """Chooses for one query against one engine; `literal` leaves out spelling and layout."""

    def __init__(self, engine: Engine, words: QueryWords, *, literal: bool = False) -> None:
        self.engine = engine
        self.words = words
        self.literal = literal
        self._vocabulary: Vocabulary | None = None

    def choose(self, text: str, typed: str = "", *, hint: bool = True) -> Chosen:
        """Return the first stage with hits for a text in its normal form.

        `typed` is the text before that: the other keyboard layout needs its capitals. `hint` asks
        for a spelling to offer beside few hits.
        """
        if not text:
            return Chosen(Stage.BROWSE, QueryTree())
        groups = query_groups(text, self.words.synonyms)
        tree = all_of(groups)
        hits = self.engine.count(tree) if groups else 0
        if hits:
            offered = self._better(text, hits) if hint and hits < FEW_HITS else None
            return Chosen(Stage.EXACT, tree, did_you_mean=offered)
        split = self._split(text)
        if split is not None:
            return Chosen(Stage.SPLIT, split)
        return self._loosely(text, typed or text, groups)

    def _loosely(self, text: str, typed: str, groups: tuple[Group, ...]) -> Chosen:
        tried: list[str] = []
        for other in self._other_spellings(text, typed):
            tree = self._exactly(other)
            if tree is not None:
                return Chosen(Stage.SPELLING, tree, shown=other)
            tried.append(other)
        for other in tried:
            tree = self._partly(query_groups(other, self.words.synonyms))
            if tree is not None:
                return Chosen(Stage.PARTIAL, tree, shown=other)
        tree = self._partly(groups) or self._partly_in_parts(text) or self._by_grams(text)
        if tree is None:
            return Chosen(Stage.NONE, QueryTree(groups=groups))
        return Chosen(Stage.GRAMS if tree.grams else Stage.PARTIAL, tree)

    def _other_spellings(self, text: str, typed: str) -> Iterator[str]:
        """The other keyboard layout before spelling: what it yields is no word to be mended."""
        if self.literal:
            return
        layout = normalise(other_layout(typed) or "")
        if layout:
            yield layout
        for candidate in (text, layout):
            mended = self._correct(candidate) if candidate else None
            if mended:
                yield mended

    def _correct(self, text: str) -> str | None:
        mended = correct(text, self.vocabulary, self.words.known)
        return mended if mended != text else None

    def _better(self, text: str, hits: int) -> str | None:
        """A correction that finds more than the text as typed."""
        mended = None if self.literal else self._correct(text)
        if not mended:
            return None
        groups = query_groups(mended, self.words.synonyms)
        return mended if groups and self.engine.count(all_of(groups)) > hits else None

    def _exactly(self, text: str) -> QueryTree | None:
        groups = query_groups(text, self.words.synonyms)
        tree = all_of(groups)
        if groups and self.engine.count(tree):
            return tree
        return self._split(text)

    def _split(self, text: str) -> QueryTree | None:
        groups = split_groups(text, self.words.synonyms)
        tree = all_of(groups)
        return tree if groups and self.engine.count(tree) else None

    def _partly(self, groups: tuple[Group, ...]) -> QueryTree | None:
        tree = most_of(groups, self.vocabulary)
        return tree if tree.any_of and self.engine.count(tree) else None

    def _partly_in_parts(self, text: str) -> QueryTree | None:
        """Most of the words, those that nobody has cut into parts that somewhere stand together.

        Parts that never meet say nothing of the whole: แรง and งาน are not แรงงาน.
        """
        groups = part_groups(text, self.words.synonyms, self._count)
        return self._partly(groups) if groups else None

    def _count(self, groups: tuple[Group, ...]) -> int:
        return self.engine.count(all_of(groups))

    def _by_grams(self, text: str) -> QueryTree | None:
        grams = tuple(dict.fromkeys(query_grams(text)))
        if not grams:
            return None
        groups = query_groups(text, self.words.synonyms)
        tree = QueryTree(groups=groups, grams=grams, least_grams=ceil(len(grams) * SHARE))
        return tree if self.engine.count(tree) else None

    @property
    def vocabulary(self) -> Vocabulary:
        """The engine's terms, read when a stage first needs them."""
        if self._vocabulary is None:
            self._vocabulary = self.engine.vocabulary()
        return self._vocabulary


def all_of(groups: tuple[Group, ...]) -> QueryTree:
    """Ask for every required group; the others only add to the score."""
    required = tuple(place for place, group in enumerate(groups) if group.required)
    required = required or tuple(range(len(groups)))
    return QueryTree(groups=groups, any_of=(required,) if required else ())


def most_of(groups: tuple[Group, ...], vocabulary: Vocabulary) -> QueryTree:
    """Ask for the smallest sets of groups that carry `SHARE` of the weight."""
    terms = {term.text for group in groups for way in group.alternatives for term in way.terms}
    frequencies, documents = vocabulary.frequencies(terms), vocabulary.documents
    weighed = tuple(
        replace(group, weight=_weight(group, frequencies, documents)) for group in groups
    )
    places = [place for place, group in enumerate(weighed) if group.required]
    heaviest = sorted(places, key=lambda place: -weighed[place].weight)[:MOST_GROUPS]
    weights = {place: weighed[place].weight for place in sorted(heaviest)}
    return QueryTree(groups=weighed, any_of=_smallest_sets(weights))


def _weight(group: Group, known: Mapping[str, int], documents: int) -> float:
    """The highest idf of the alternatives that occur; a group that nobody has counts in full."""
    frequencies = [
        min((known[term.text] for term in alternative.terms), default=0)
        for alternative in group.alternatives
    ]
    rarest = min((frequency for frequency in frequencies if frequency), default=0)
    return log(1 + (documents - rarest + 0.5) / (rarest + 0.5))


def _smallest_sets(weights: dict[int, float]) -> tuple[tuple[int, ...], ...]:
    least = SHARE * sum(weights.values()) - 1e-9
    kept: list[tuple[int, ...]] = []
    for size in range(1, len(weights)):
        for places in combinations(weights, size):
            enough = sum(weights[place] for place in places) >= least
            if enough and not any(set(smaller) <= set(places) for smaller in kept):
                kept.append(places)
    return tuple(kept)
