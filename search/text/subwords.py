"""The words inside a Thai word: คณิตศาสตร์ holds คณิต and ศาสตร์.

The rules of character clusters are ported from pythainlp (Apache-2.0; see `data/NOTICE.md`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from search.text.segmenting import word_data

LEAST_LENGTH = 5  # characters of a token that is worth splitting
_LONGEST = 60
_MOST_KEPT = 100_000
_RULES = """\
c[ั]([่-๋]c)?
c[ั]([่-๋]c)?k
เc็ck
เcctาะk
เccีtยะk
เccีtย(?=[เ-ไก-ฮ]|$)k
เc[ิีุู]tย(?=[เ-ไก-ฮ]|$)k
เcc็ck
เcิc์ck
เcิtck
เcีtยะ?k
เcืtอะk
เcื
เctา?ะ?k
c[ึื]tck
c[ะ-ู]tk
c[ิุู]์
cรรc์
c็
ct[ะาำ]?k
แc็ck
แcc์k
แctะk
แcc็ck
แccc์k
โctะk
[เ-ไ]ctk
ก็
อึ
หึ"""
_CLUSTER = re.compile(
    "|".join(
        rule.replace("k", "(?:cc?[ุูิ]?์)?").replace("c", "[ก-ฮ]").replace("t", "[่-๋]?")
        for rule in _RULES.split()
    )
)


def cluster_ends(text: str) -> list[int]:
    """Positions at which a word may end: never inside a cluster of letter and marks."""
    ends, at = [], 0
    while at < len(text):
        found = _CLUSTER.match(text, at)
        at = found.end() if found else at + 1
        ends.append(at)
    return ends


@lru_cache(maxsize=65_536)
def best_split(token: str) -> tuple[str, ...]:
    """The cheapest way to write a token as two or more words, or nothing."""
    if not LEAST_LENGTH <= len(token) <= _LONGEST:
        return ()
    cost = word_data().cost
    ends = cluster_ends(token)
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    starts = [0]
    for end in ends:
        for start in starts:
            part = token[start:end]
            price = cost.get(part)
            if price is None or part == token:
                continue
            total = best[start][0] + price
            if end not in best or total < best[end][0]:
                best[end] = (total, (*best[start][1], part))
        if end in best:
            starts.append(end)
    return best[len(token)][1] if len(token) in best else ()


@lru_cache(maxsize=65_536)
def sub_words(token: str) -> tuple[str, ...]:
    """All words inside a token: its parts and their parts."""
    found: dict[str, None] = {}
    for part in best_split(token):
        found[part] = None
        found.update(dict.fromkeys(sub_words(part)))
    return tuple(found)


class _Kept(dict[str, tuple[str, ...]]):
    """Sub-words by token: looked up without a call of Python for a token that was met before."""

    def __missing__(self, token: str) -> tuple[str, ...]:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[token] = sub_words(token) if len(token) >= LEAST_LENGTH else ()
        return found


_kept = _Kept()


def all_sub_words(tokens: Iterable[str]) -> Iterator[str]:
    """The words inside each of many tokens."""
    return chain.from_iterable(map(_kept.__getitem__, tokens))
