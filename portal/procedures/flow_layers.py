"""Which box of a flow chart stands in which row: as late as its longest way from the start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Way = tuple[str, str]


def layers(keys: Sequence[str], ways: Iterable[Way]) -> list[list[str]]:
    """Rows of boxes from the top; ways that lead back do not count."""
    onward = _onward(keys, ways)
    rank = dict.fromkeys(keys, 0)
    for key in _in_order(keys, onward):
        for target in onward[key]:
            rank[target] = max(rank[target], rank[key] + 1)
    rows: list[list[str]] = [[] for _row in range(max(rank.values(), default=-1) + 1)]
    for key in keys:
        rows[rank[key]].append(key)
    return rows


def _onward(keys: Sequence[str], ways: Iterable[Way]) -> dict[str, list[str]]:
    """The ways of each box without those that close a loop."""
    targets: dict[str, list[str]] = {key: [] for key in keys}
    for source, target in ways:
        if target not in targets[source]:
            targets[source].append(target)
    kept: dict[str, list[str]] = {key: [] for key in keys}
    seen: set[str] = set()
    for root in keys:
        if root in seen:
            continue
        seen.add(root)
        path = [(root, iter(targets[root]))]
        while path:
            key, rest = path[-1]
            onward = next(rest, None)
            if onward is None:
                path.pop()
            elif onward not in [step for step, _rest in path]:
                kept[key].append(onward)
                if onward not in seen:
                    seen.add(onward)
                    path.append((onward, iter(targets[onward])))
    return kept


def _in_order(keys: Sequence[str], onward: dict[str, list[str]]) -> list[str]:
    """Boxes so that each comes behind all that lead to it."""
    waiting = dict.fromkeys(keys, 0)
    for targets in onward.values():
        for target in targets:
            waiting[target] += 1
    ready = [key for key in keys if not waiting[key]]
    for key in ready:
        for target in onward[key]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return ready
