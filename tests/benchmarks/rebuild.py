"""What `manage.py rebuild_search` costs on a database of many resources, while searches go on.

Run by `make bench`; BENCH_DOCUMENTS as there, BENCH_DATA=... to keep the database there. All of it
is measured: reading rows, describing, analysing, packing and writing. CPU seconds say more than
wall seconds on a machine that has other work.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

SIZE = int(os.environ.get("BENCH_DOCUMENTS", "100000"))

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def prepare() -> None:
    """A seeded database with so many resources, unless it is there already."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.SEARCH_DRAIN_THREAD = False
    from catalog.models import Resource
    from tests.benchmarks.resources import fill

    call_command("setup", without_samples=True, verbosity=0)
    if Resource.objects.count() < SIZE:
        fill(SIZE)


def family(pid: int) -> list[int]:
    """A process and its helpers."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def private_memory(pid: int) -> float:
    """Megabytes that these processes hold together, without mapped files."""
    found = 0
    for each in family(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss_Anon:"):
                found += int(line.split()[1])
    return found / 1024


def rebuild() -> None:
    """The command as an operator gives it."""
    from django.core.management import call_command

    call_command("rebuild_search", verbosity=0)


def measure() -> None:
    """Rebuild in a process of its own; search and look at its memory meanwhile."""
    from django.db import connections

    from search import service

    service.find("เศษส่วน", {})
    connections.close_all()
    started = time.perf_counter()
    child = os.fork()
    if not child:
        rebuild()
        os._exit(0)
    waits, memory = [], 0.0
    done = 0
    while not done:
        at = time.perf_counter()
        service.find("เศษส่วน ป.4", {})
        waits.append((time.perf_counter() - at) * 1000)
        with suppress(OSError):  # a helper has just ended
            memory = max(memory, private_memory(child))
        time.sleep(0.2)
        done, status, used = os.wait4(child, os.WNOHANG)
    wall = time.perf_counter() - started
    if status:
        raise SystemExit("the rebuild failed")
    report(wall, used, memory, waits)


def report(wall: float, used: resource.struct_rusage, memory: float, waits: list[float]) -> None:
    """Three lines."""
    cpu = used.ru_utime + used.ru_stime
    sys.stdout.write(
        f"rebuild of {SIZE:,} resources: {wall:.1f} s, {cpu:.1f} s of CPU "
        f"({cpu / SIZE * 1000:.2f} ms a document) in all processes\n"
        f"  memory of them all together: {memory:.0f} MB at most, without mapped files\n"
        f"  a search meanwhile: {statistics.median(waits):.0f} ms, at most {max(waits):.0f} ms\n"
    )


def main() -> int:
    """Set up, measure, clean up."""
    kept = os.environ.get("BENCH_DATA")
    folder = kept or tempfile.mkdtemp(prefix="bench-rebuild-")
    os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="portal.settings.dev", DEBUG="0")
    try:
        prepare()
        measure()
        return 0
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
