"""Build the index of one engine and measure it: `engine.py tantivy`; `engines.py` runs this.

BENCH_DOCUMENTS is the number of documents, BENCH_ROOT the folder that keeps the index and the
figures.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django

django.setup()

from django.conf import settings  # noqa: E402

from search.contract import QueryTree  # noqa: E402
from search.engines.base import Engine  # noqa: E402
from search.text.spelling import correct  # noqa: E402
from tests.benchmarks.catalogue import documents, words  # noqa: E402
from tests.benchmarks.measuring import (  # noqa: E402
    Times,
    measure,
    private_memory,
    resident_memory,
    say,
)
from tests.benchmarks.opening import Opened, opened  # noqa: E402
from tests.benchmarks.queries import asked, kinds, others  # noqa: E402

SIZE = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
WARM_ROUNDS = 30  # of all calls, before a server that compiles what it runs is measured


def build(engine: Engine) -> None:
    """Build in a process of its own, so that queries are measured in a clean one."""
    at = time.perf_counter()
    keys = {f"resource:{number}" for number in range(1, SIZE + 1)}

    def progress(number: int) -> None:
        if number % 50_000 == 0:
            say(f"  {number:,} after {time.perf_counter() - at:.0f} s")

    engine.rebuild(documents(SIZE), lambda: ([], []), lambda: keys, progress)


def built(engine: Engine) -> dict[str, float]:
    """Build in a child; wall and CPU seconds, generator included, none if it was built before."""
    if engine.status().usable:
        return {}
    at, before = time.perf_counter(), os.times()
    child = os.fork()
    if not child:
        status = 1
        try:
            build(engine)
            status = 0
        finally:
            os._exit(status)
    if os.waitpid(child, 0)[1]:
        raise SystemExit("the index could not be built")
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    return {"build_wall": time.perf_counter() - at, "build_cpu": used}


def measured(found: Opened) -> dict[str, Any]:
    """Times of every kind of call."""
    calls = {kind.name: asked(found.engine, kind) for kind in kinds()}
    extra = others(found.engine)
    for _ in range(WARM_ROUNDS if found.is_remote else 0):
        for call in (*calls.values(), *extra.values()):
            found.forget()
            call()
    times = {
        name: measure(call, before=found.forget, server=found.server)
        for name, call in (calls | extra).items()
    }
    return {
        "queries": {name: asdict(times[name]) for name in calls},
        "others": {name: asdict(times[name]) for name in extra},
        "size": found.size(),
    }


def saved(engine: Engine) -> Times:
    """How long a saved document takes until a query sees the index with it."""
    row = next(documents(1))

    def save() -> None:
        engine.apply([row], [])
        engine.count(QueryTree())

    return measure(save, 10)


def main() -> int:
    """Build if need be, measure, leave the figures in a file."""
    name = sys.argv[1]
    words()
    import_module(settings.ROOT_URLCONF)  # with its pages, as a web process has them
    bare = private_memory()
    with opened(name) as found:
        figures: dict[str, Any] = {"documents": SIZE, **built(found.engine)}
        figures |= measured(found)
        # Also what the words of a query need: the dictionary, and for a misspelt one all terms.
        correct("คณิตศาตร์", found.engine.vocabulary())
        figures["memory"] = private_memory() - bare
        figures["saved"] = asdict(saved(found.engine))  # later: no web process writes
        if found.server:
            figures["server_memory"] = resident_memory(found.server)
    (Path(os.environ["BENCH_ROOT"]) / f"{name}.json").write_text(json.dumps(figures, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
