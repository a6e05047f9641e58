"""Clocks and gauges of the benchmarks.

CPU time is what a call costs on any machine, however busy; wall time is what a person waits. Both
are this machine's: compare ratios, and only within one run.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Times:
    """Milliseconds of one call: CPU of this process, wall, and CPU of the server if there is one.

    The server's is a mean, because the system counts it in steps of about 10 ms.
    """

    cpu: float
    cpu_p95: float
    wall: float
    wall_p95: float
    server: float = 0.0


def say(text: str = "") -> None:
    """One line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def measure(
    call: Callable[[], Any],
    times: int = 40,
    before: Callable[[], Any] = lambda: None,
    server: int | None = None,
) -> Times:
    """Call once for warmth, then so many times; `before` runs ahead of each call, untimed."""
    before()
    call()
    cpu, wall, theirs = [], [], 0.0
    for _ in range(times):
        before()
        busy = process_cpu(server) if server else 0.0
        at, used = time.perf_counter(), time.process_time()
        call()
        cpu.append((time.process_time() - used) * 1000)
        wall.append((time.perf_counter() - at) * 1000)
        theirs += process_cpu(server) - busy if server else 0.0
    return Times(
        statistics.median(cpu), p95(cpu), statistics.median(wall), p95(wall), theirs / times
    )


def p95(values: list[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(values)[max(0, int(len(values) * 0.95) - 1)]


def private_memory(process: int | str = "self") -> float:
    """Megabytes that only this process holds, without mapped files."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) / 1024
    return 0.0


def resident_memory(process: int) -> float:
    """Megabytes of a process that are in memory now."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def process_cpu(process: int) -> float:
    """Milliseconds of CPU that a process has used so far, all its threads together."""
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) * 1000 / _TICKS


def folder_size(folder: Path) -> float:
    """Megabytes of all files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1024**2
