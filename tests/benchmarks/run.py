"""Every benchmark in turn, with a summary and one exit code: `make bench`.

BENCH_STEPS=stock,page runs only some. Above 100,000 documents only the engines are measured: stock
search and whole pages have no promise there, and the former would take hours.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# What each answers, in the order in which they run; stock uses the index that engines leaves.
STEPS = {
    "engines": "both engines against their limits",
    "stock": "the same queries through stock Wagtail search",
    "spelling": "spelling with every word of the dictionary",
    "page": "a whole results page beside an empty one",
    "pipeline": "building the index with the whole text pipeline",
    "timetable": "a term of airings from the weekly timetable",
    "usage_capture": "capturing use: a page with it, the beacon, the spool, the drainer",
    "usage_rollups": "a year of usage counted, and the screens of a year (BENCH_EVENTS)",
    "rebuild": "manage.py rebuild_search on as many rows, while searches go on",
}
LARGE = 100_000


def chosen() -> list[str]:
    """The steps of this run."""
    asked = [each for each in os.environ.get("BENCH_STEPS", "").split(",") if each]
    if unknown := set(asked) - STEPS.keys():
        raise SystemExit(f"BENCH_STEPS: there is no {', '.join(sorted(unknown))}")
    if not asked and int(os.environ.get("BENCH_DOCUMENTS", LARGE)) > LARGE:
        return ["engines"]
    return [name for name in STEPS if not asked or name in asked]


def main() -> int:
    """Run, go on after a failure, sum up."""
    lines, failed = [], 0
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environment = {"BENCH_ROOT": folder, **os.environ}
        for name in chosen():
            sys.stdout.write(f"\n== {name}: {STEPS[name]}\n")
            sys.stdout.flush()
            at = time.perf_counter()
            command = [sys.executable, HERE / f"{name}.py"]
            code = subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
            failed += bool(code)
            verdict = "FAILED" if code else "kept"
            lines.append(f"{verdict:8}{name:14} {time.perf_counter() - at:6.0f} s  {STEPS[name]}")
    sys.stdout.write("\n== summary\n" + "\n".join(lines) + "\n")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
