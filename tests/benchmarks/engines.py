"""Both engines in one run and one table, against the limits; run by `make bench`.

BENCH_ENGINES=tantivy,elasticsearch chooses; BENCH_DOCUMENTS=1000000 for another size. Each engine
is built and measured by a process of its own (`engine.py`). Every query is the whole engine call:
20 hits with their words marked, the exact total and the counts of all nine facets.

On a machine that is busy with other things when the run begins, limits of wall time are compared
with the CPU time that client and server used together, and the verdict says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.benchmarks.measuring import say  # noqa: E402
from tests.elasticsearch_node.availability import GIVEN, missing  # noqa: E402

SIZE = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
NAMES = ("tantivy", "elasticsearch")
Figures = dict[str, Any]


@dataclass(frozen=True)
class Limit:
    """What one figure of an engine may be, at most, with so many documents or fewer."""

    engine: str
    what: str
    at_100k: float
    at_1m: float | None
    unit: str = "ms"

    @property
    def most(self) -> float | None:
        """The limit for this run's number of documents; none beyond what was promised."""
        if SIZE <= 100_000:
            return self.at_100k
        return self.at_1m if SIZE <= 1_000_000 else None


LIMITS = (
    Limit("tantivy", "CPU, median of the worst kind", 4.0, 25.0),
    Limit("tantivy", "CPU, p95 of the worst kind", 15.0, 60.0),
    Limit("tantivy", "private memory", 150.0, 150.0, "MB"),
    Limit("tantivy", "suggestion, CPU", 5.0, None),
    Limit("elasticsearch", "wall, median of the worst kind", 30.0, 45.0),
    Limit("elasticsearch", "suggestion, wall", 5.0, None),
)


def chosen() -> list[str]:
    """The engines of this run; says in one line why Elasticsearch is not among them."""
    asked = [each for each in os.environ.get("BENCH_ENGINES", "").split(",") if each]
    if unknown := set(asked) - set(NAMES):
        raise SystemExit(f"BENCH_ENGINES: no engine is called {', '.join(sorted(unknown))}")
    if asked:
        return asked
    lacking = "" if os.environ.get(GIVEN) else missing()
    if lacking:
        get = "apt-get install openjdk-17-jdk-headless maven"
        say(f"left out: Elasticsearch; a node needs {lacking} (Debian: {get})")
    return [name for name in NAMES if name == "tantivy" or not lacking]


def run(name: str, root: Path) -> Figures:
    """Build and measure one engine in a process of its own."""
    say(f"{name}: {SIZE:,} documents")
    subprocess.run(  # noqa: S603
        [sys.executable, HERE / "engine.py", name],
        env={**os.environ, "BENCH_ROOT": str(root)},
        check=True,
    )
    figures: Figures = json.loads((root / f"{name}.json").read_text())
    return figures


def table(found: dict[str, Figures]) -> None:
    """One line for each kind of call, the engines side by side."""
    columns = ("CPU", "p95", "wall", "p95", "server")
    say()
    say(f"{format(SIZE, ',') + ' documents, ms':26}" + "".join(f"|{name:^45}" for name in found))
    say(f"{'':26}" + "".join("|" + "".join(f"{each:>9}" for each in columns) for _ in found))
    for part in ("queries", "others"):
        for name in next(iter(found.values()))[part]:
            say(f"  {name:24}" + "".join("|" + _cells(each[part][name]) for each in found.values()))


def _cells(times: dict[str, float]) -> str:
    cells = [times["cpu"], times["cpu_p95"], times["wall"], times["wall_p95"]]
    server = f"{times['server']:9.2f}" if times["server"] else f"{'-':>9}"
    return "".join(f"{each:9.2f}" for each in cells) + server


def costs(found: dict[str, Figures]) -> None:
    """What the index costs to make, to keep and to change."""
    say()
    for name, each in found.items():
        built = "built before"
        if "build_wall" in each:
            built = (
                f"built in {each['build_wall']:.0f} s (CPU of the client {each['build_cpu']:.0f} s)"
            )
        server = each.get("server_memory")
        node = f", resident memory of the node {server:.0f} MB" if server else ""
        say(
            f"{name}: {built}; index {each['size']:.0f} MB; private memory"
            f" of the queries {each['memory']:.0f} MB{node}; a saved document is found after"
            f" {each['saved']['wall']:.0f} ms"
        )


def is_busy() -> bool:
    """Whether others want more than the processors that this machine has."""
    return os.getloadavg()[0] > (os.cpu_count() or 1)


def worth(figures: Figures, busy: bool) -> dict[str, float]:
    """The figures that have a limit."""

    def waited(times: dict[str, float]) -> float:
        return times["cpu"] + times["server"] if busy else times["wall"]

    queries = figures["queries"].values()
    suggestions = [each for call, each in figures["others"].items() if call.startswith("suggest")]
    return {
        "CPU, median of the worst kind": max(each["cpu"] for each in queries),
        "CPU, p95 of the worst kind": max(each["cpu_p95"] for each in queries),
        "wall, median of the worst kind": max(map(waited, queries)),
        "suggestion, CPU": max(each["cpu"] for each in suggestions),
        "suggestion, wall": max(map(waited, suggestions)),
        "private memory": figures["memory"],
    }


def judged(found: dict[str, Figures], busy: bool) -> int:
    """Each limit with its figure; 1 when one is broken."""
    broken = 0
    say()
    for limit in LIMITS:
        if limit.engine in found and limit.most is not None:
            figure = worth(found[limit.engine], busy)[limit.what]
            how = (
                " (busy machine: CPU of client and server)" if busy and "wall" in limit.what else ""
            )
            fits = figure <= limit.most
            broken += not fits
            verdict = "kept" if fits else "BROKEN"
            say(
                f"{verdict:6} {limit.engine}: {limit.what}{how} {figure:.2f} {limit.unit},"
                f" at most {limit.most:.0f}"
            )
    return int(broken > 0)


def main() -> int:
    """Measure every engine, print the table, judge."""
    names, busy = chosen(), is_busy()
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        root = Path(os.environ.get("BENCH_ROOT") or folder)
        found = {name: run(name, root) for name in names}
    table(found)
    costs(found)
    return judged(found, busy)


if __name__ == "__main__":
    sys.exit(main())
