"""What a process of its own does to an index while a test watches or kills it.

`python -m tests.search.engines.worker ROLE ROOT ...`
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from pathlib import Path

from search.contract import Document, QueryTree
from search.engines.base import EngineUnavailable
from search.engines.tantivy.engine import TantivyEngine

from .material import analyse, document

KEYS = 40
NOBODY = 65534


def say(*what: object) -> None:
    """One line that the test reads at once."""
    sys.stdout.write(" ".join(map(str, what)) + "\n")
    sys.stdout.flush()


def change(number: int) -> tuple[list[Document], list[str]]:
    """The changes of one step: always the same for a number."""
    chance = random.Random(number)  # noqa: S311
    touched = chance.sample(range(KEYS), 9)
    upserts = [document(key, f"รุ่น{number}", summary="คำ " * 50) for key in touched[:6]]
    return upserts, [f"resource:{key}" for key in touched[6:]]


def state_after(last: int) -> dict[str, str]:
    """Key and title of every document after the steps 1 to `last`."""
    state: dict[str, str] = {}
    for number in range(1, last + 1):
        upserts, deletes = change(number)
        state |= {each.key: each.title for each in upserts}
        for key in deletes:
            state.pop(key, None)
    return state


def step(engine: TantivyEngine, first: str) -> None:
    """Apply step after step until killed."""
    say("ready")
    for number in range(int(first), sys.maxsize):
        engine.apply(*change(number))
        say(number)


def write(engine: TantivyEngine, journal: str, own: str) -> None:
    """Change documents of its own range, each first noted in a journal as in an outbox."""
    start = int(own) * 1_000
    for number in range(start, start + 15):
        with Path(journal).open("a") as file:
            file.write(json.dumps([number, f"รุ่น{number}"]) + "\n")
        engine.apply([document(number, f"รุ่น{number}", facets={"room": ("r",)})], [])
    say("done")


def read(engine: TantivyEngine, stop: str) -> None:
    """Search until the file `stop` appears; every answer must be whole."""
    number = 0
    while not Path(stop).exists():
        answer = engine.search(QueryTree(), {}, "newest", 0, 20)
        assert answer.facets["room"].get("r", 0) == answer.total
        assert len(answer.hits) == min(20, answer.total)
        number += 1
        time.sleep(0.001)
    say(number)


def fill_disk(engine: TantivyEngine) -> None:
    """Meet a disk that takes no more than a few bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, resource.RLIM_INFINITY))
    large = [document(n, " ".join(f"คำ{n}{m}" for m in range(40))) for n in range(500)]
    for attempt in (
        lambda: engine.apply(large, ["resource:1"]),
        lambda: engine.rebuild(large, lambda: ([], []), set, lambda number: None),
    ):
        try:
            attempt()
        except EngineUnavailable as error:
            say("refused", error)
    say(engine.search(QueryTree(), {}, "newest", 0, 1).total)


def look(engine: TantivyEngine) -> None:
    """Read and write as somebody who may only read."""
    engine.search(QueryTree(), {}, "newest", 0, 1)  # loads what nobody may not read
    if os.getuid() == 0:
        os.setuid(NOBODY)
    engine = TantivyEngine(engine.generations.root, analyse, "test")
    for attempt in (
        lambda: engine.search(QueryTree(), {}, "newest", 0, 1).total,
        lambda: engine.apply([document(9)], []),
    ):
        try:
            say("answered", attempt())
        except EngineUnavailable:
            say("refused")


def rebuild(engine: TantivyEngine) -> None:
    """Build with helper processes until killed."""
    many = (document(n) for n in range(1_000_000))
    engine.rebuild(many, lambda: ([], []), set, say)


ROLES = {each.__name__: each for each in (step, write, read, fill_disk, look, rebuild)}

if __name__ == "__main__":
    role, root, *rest = sys.argv[1:]
    ROLES[role](TantivyEngine(Path(root), analyse, "test"), *rest)
