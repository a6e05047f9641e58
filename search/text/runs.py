"""Numbered codes that follow each other, such as p4, p5, p6."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBERED = re.compile(r"^([a-z]+)([0-9]+)$")


def write_runs(named: Iterable[tuple[str, str]]) -> str:
    """Write (code, name) pairs shortly, a run of codes by its ends: ป.1–ป.6, ม.1."""
    runs: list[list[tuple[str, str]]] = []
    for code, name in named:
        if runs and _follows(code, runs[-1][-1][0]):
            runs[-1].append((code, name))
        else:
            runs.append([(code, name)])
    return ", ".join(run[0][1] if len(run) == 1 else f"{run[0][1]}–{run[-1][1]}" for run in runs)


def _follows(code: str, before: str) -> bool:
    now, last = _NUMBERED.match(code), _NUMBERED.match(before)
    return bool(now and last and now[1] == last[1] and int(now[2]) == int(last[2]) + 1)
