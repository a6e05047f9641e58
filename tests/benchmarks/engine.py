"""How fast the embedded engine is, as `make bench` prints it.

BENCH_DOCUMENTS=1000000 for another size, BENCH_ROOT=... to keep the index there, BENCH_PIPELINE=1
to build with the real text pipeline too. Times are those of this machine: compare
ratios, and only within one run.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django

django.setup()

from search.contract import Alternative, Document, Filters, Group, QueryTree, Term  # noqa: E402
from search.engines.tantivy.engine import TantivyEngine  # noqa: E402
from tests.benchmarks.catalogue import analyse, documents, words  # noqa: E402
from tests.benchmarks.resources import summary, title  # noqa: E402

SIZE = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
# CPU milliseconds (median, p95) that an engine query with all facets may take.
LIMITS = {100_000: (4.0, 15.0), 1_000_000: (25.0, 60.0)}
TWO: Filters = {"grade": frozenset(["p4"]), "subject": frozenset(["math"])}
THREE: Filters = {**TWO, "mode": frozenset(["online", "onair"])}


def say(text: str = "") -> None:
    """One line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def private_memory() -> float:
    """Megabytes that only this process holds, without mapped files."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) / 1024
    return 0.0


def all_of(*texts: str) -> QueryTree:
    """Every one of the words."""
    groups = tuple(Group((Alternative((Term(text),)),), text) for text in texts)
    return QueryTree(groups, (tuple(range(len(texts))),))


def measure(call: Callable[[], Any], times: int = 40) -> tuple[float, float, float]:
    """CPU median, CPU p95 and wall median in milliseconds."""
    call()
    cpu, wall = [], []
    for _ in range(times):
        at, used = time.perf_counter(), time.process_time()
        call()
        cpu.append((time.process_time() - used) * 1000)
        wall.append((time.perf_counter() - at) * 1000)
    return statistics.median(cpu), sorted(cpu)[int(times * 0.95) - 1], statistics.median(wall)


def queries(engine: TantivyEngine) -> dict[str, Callable[[], Any]]:
    """The kinds of queries that pages ask, each for 20 hits, the total and all facets."""
    every = words()
    common, rare, other = every[5], every[9_000], every[20]

    def search(tree: QueryTree, filters: Filters, sort: Any = "relevance") -> Callable[[], Any]:
        return lambda: engine.search(tree, filters, sort, 0, 20)

    typo = QueryTree(
        (Group(tuple(Alternative((Term(every[n], 0.9),)) for n in (3, 900, 4_000)), "typo"),),
        ((0,),),
    )
    return {
        "browse": search(QueryTree(), {}),
        "browse, 3 filters": search(QueryTree(), THREE),
        "word of every document": search(all_of("เรื่อง"), {}),
        "common word": search(all_of(common), {}),
        "common word, 2 filters": search(all_of(common), TWO),
        "rare word": search(all_of(rare), {}),
        "two words": search(all_of(every[3], other), {}),
        "two words, 2 filters": search(all_of(every[3], other), TWO),
        "three alternatives": search(typo, {}),
        "common word, newest": search(all_of(common), {}, "newest"),
        "common word, popular": search(all_of(common), {}, "popular"),
        "common word, title": search(all_of(common), {}, "title"),
    }


def others(engine: TantivyEngine) -> dict[str, Callable[[], Any]]:
    """Suggestions, likeness and counts."""
    return {
        "suggest, 2 letters": lambda: engine.complete(["คณ"], 8),
        "suggest, most common": lambda: engine.complete(["เร"], 8),
        "suggest, long": lambda: engine.complete(["วิทยาศาสตร์และเทค"], 8),
        "suggest, 2 parts": lambda: engine.complete(["คณิต", "เศษ"], 8),
        "suggest, nothing": lambda: engine.complete(["ฮฮฮฮ"], 8),
        "similar": lambda: engine.similar("resource:77", {}, 6),
        "count of a common word": lambda: engine.count(all_of(words()[5])),
    }


def build(root: Path) -> None:
    """Build in a process of its own, so that queries are measured in a clean one."""
    engine = TantivyEngine(root, analyse, "bench")
    at = time.perf_counter()
    keys = {f"resource:{number}" for number in range(1, SIZE + 1)}
    engine.rebuild(documents(SIZE), lambda: ([], []), lambda: keys, lambda number: None)
    wall = time.perf_counter() - at
    size = sum(path.stat().st_size for path in root.rglob("*")) / 1024**2
    say(f"built {SIZE:,} documents in {wall:.1f} s, generator included; {size:.0f} MB")


def glued(number: int) -> Iterator[Document]:
    """Titles and summaries without any space: the most that a segmenter can be given to do."""
    for each in documents(number):
        title, told = each.title.replace(" ", ""), each.summary.replace(" ", "")
        yield replace(each, title=title, summary=told)


def written(number: int) -> Iterator[Document]:
    """Titles and summaries as real ones are written; see `resources`."""
    for n, each in enumerate(documents(number)):
        chance = random.Random(n)  # noqa: S311
        subject, grade = each.labels[0].replace(" ", ""), f"ป.{1 + n % 6}"
        yield replace(each, title=title(chance, subject, grade), summary=summary(chance))


def build_with_pipeline(name: str, rows: Iterable[Document]) -> None:
    """Build with all that the text pipeline does, in helper processes; the generator counts too."""
    with tempfile.TemporaryDirectory() as folder:
        engine = TantivyEngine(Path(folder))
        keys = {f"resource:{number}" for number in range(1, SIZE + 1)}
        at, used = time.perf_counter(), cpu()
        engine.rebuild(rows, lambda: ([], []), lambda: keys, lambda number: None)
        wall = time.perf_counter() - at
        say(f"built by the real pipeline, {name}: {wall:.1f} s, {cpu() - used:.1f} s of CPU")


def cpu() -> float:
    """CPU seconds of this process and of helpers that have ended."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def report(name: str, figures: tuple[float, float, float]) -> None:
    """One line of the table."""
    say(f"  {name:26} {figures[0]:8.2f} {figures[1]:8.2f} {figures[2]:8.2f}")


def main() -> int:
    """Build, measure, compare with the limits."""
    folder = Path(os.environ.get("BENCH_ROOT") or tempfile.mkdtemp(prefix="bench-search-"))
    words()
    try:
        if not TantivyEngine(folder, analyse, "bench").status().usable:
            child = os.fork()
            if not child:
                build(folder)
                os._exit(0)
            os.waitpid(child, 0)
        before = private_memory()
        engine = TantivyEngine(folder, analyse, "bench")
        say(f"{'':28} {'CPU ms':>8} {'p95':>8} {'wall':>8}")
        figures = {name: measure(call) for name, call in queries(engine).items()}
        for name, each in figures.items():
            report(name, each)
        for name, call in others(engine).items():
            report(name, measure(call))
        median = statistics.median(each[0] for each in figures.values())
        worst = max(each[1] for each in figures.values())
        say(f"all queries: CPU median {median:.2f} ms, worst p95 {worst:.2f} ms")
        say(f"private memory of the queries: {private_memory() - before:.0f} MB")
        update(engine)
        if os.environ.get("BENCH_PIPELINE"):
            build_with_pipeline("glued", glued(SIZE))
            build_with_pipeline("as written", written(SIZE))
        limits = LIMITS.get(SIZE)
        return int(bool(limits) and (median > limits[0] or worst > limits[1]))
    finally:
        if "BENCH_ROOT" not in os.environ:
            shutil.rmtree(folder, ignore_errors=True)


def update(engine: TantivyEngine) -> None:
    """How long a saved document takes to be found."""
    row = next(documents(1))

    def save() -> None:
        engine.apply([row], [])
        engine.count(QueryTree())

    figures = measure(save, 10)
    say(f"a saved document is found after {figures[2]:.0f} ms (CPU {figures[0]:.0f} ms)")


if __name__ == "__main__":
    sys.exit(main())
