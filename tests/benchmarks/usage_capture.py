"""What capture costs: a page with it beside one without, the beacon, the spool, the drainer.

A database of its own is set up in a temporary folder. Compare ratios, only within one run; a busy
machine makes wall times worthless, so that pages and the drainer are measured by their CPU.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.measuring import p95, say  # noqa: E402

MOST_PER_VIEW = 0.2  # ms of CPU
LEAST_BEACONS = 1_500  # a second, with 4 workers
LEAST_DRAINED = 10_000  # events for each second of CPU
MOST_APPEND = 0.1  # ms, 95 of 100
PAIRS = int(os.environ.get("BENCH_USAGE_PAIRS", "600"))
EVENTS = int(os.environ.get("BENCH_USAGE_EVENTS", "60000"))
BEACONS = int(os.environ.get("BENCH_USAGE_BEACONS", "12000"))
CLIENTS, WORKERS = 4, 4
AGENT = "Mozilla/5.0 (Linux; Android 13; SM-T225) Chrome/126.0.0.0 Safari/537.36"

# Sends POST /e on one connection after another request, each from another device.
SEND = """
import http.client, sys, random
port, count, seed, mark = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
chance = random.Random(seed)
line = http.client.HTTPConnection("127.0.0.1", port)
for n in range(count):
    headers = {"Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0 Chrome/126.0",
               "Cookie": f"dv={chance.getrandbits(64):016x}", "Content-Type": "text/plain"}
    line.request("POST", "/e", mark, headers)
    answer = line.getresponse()
    answer.read()
    assert answer.status == 204, answer.status
"""


def prepare() -> None:
    """Seed a database with some resources."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["*"]
    call_command("setup", without_samples=True, verbosity=0)
    from catalog.models import Resource

    for number in range(20):
        Resource(name_th=f"ใบงาน {number}", kind="worksheet", live=True).save()


def added_to_a_view() -> tuple[float, float]:
    """Median CPU of a view without capture, and what capture adds, in pairs of random order."""
    from django.conf import settings
    from django.test import Client, override_settings

    with_it, without = Client(HTTP_USER_AGENT=AGENT), Client(HTTP_USER_AGENT=AGENT)
    middleware = [each for each in settings.MIDDLEWARE if "usage" not in each]
    with_it.get("/platforms/")
    without.cookies = with_it.cookies
    with override_settings(MIDDLEWARE=middleware):
        without.get(_path(1))  # loads its own chain, and keeps it
    chance = random.Random(2569)  # noqa: S311
    bare, extra = [], []
    for number in range(PAIRS):
        path = _path(1 + number % 20)
        both = [(with_it, 1), (without, 0)]
        chance.shuffle(both)
        used = {which: _cpu(partial(client.get, path)) for client, which in both}
        bare.append(used[0])
        extra.append(used[1] - used[0])
    return statistics.median(bare), statistics.median(extra)


def _path(number: int) -> str:
    from catalog.models import Resource

    return f"/resources/{Resource.objects.filter(name_th=f'ใบงาน {number - 1}').get().pk}/"


def _cpu(call: Callable[[], Any]) -> float:
    at = time.process_time()
    call()
    return (time.process_time() - at) * 1000


def append() -> float:
    """What 95 of 100 appends do not exceed, in ms of wall time."""
    from portal.usage.spool import Spool
    from tests.portal.usage.site import event_line

    spool, took = Spool(), []
    for number in range(20_000):
        record = event_line(1, visitor=number + 1)
        at = time.perf_counter()
        spool.append(record)
        took.append((time.perf_counter() - at) * 1000)
    return p95(took)


def drained() -> float:
    """Events for each second of the drainer's CPU."""
    from portal.usage.draining import Drainer
    from portal.usage.spool import Spool
    from tests.portal.usage.site import event_line

    Drainer().drain()
    spool = Spool()
    for number in range(EVENTS):
        spool.append(event_line(1 + number % 20, visitor=number + 1, school=7, school_src=2))
    at = time.process_time()
    done = Drainer().drain()
    return done.good / (time.process_time() - at)


def beacons() -> float:
    """Confirmations in a second, from several clients at once, by the wall clock."""
    from portal.usage import marks, records
    from tests.elasticsearch_node.node import free_port

    port = free_port()
    mark = marks.made(records.new_id(), is_weak=True)
    gunicorn = ["-m", "gunicorn", "portal.wsgi", "--preload", "--workers", str(WORKERS)]
    gunicorn += ["--threads", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    server = subprocess.Popen([sys.executable, *gunicorn], cwd=ROOT)  # noqa: S603
    try:
        _send(port, 200, mark, patience=120)
        at = time.perf_counter()
        _send(port, BEACONS // CLIENTS, mark)
        return BEACONS / (time.perf_counter() - at)
    finally:
        server.terminate()
        server.wait(30)


def _send(port: int, count: int, mark: str, patience: float = 0.0) -> None:
    deadline = time.monotonic() + patience
    while True:
        senders = [
            subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", SEND, str(port), str(count), str(seed), mark],
                stderr=subprocess.DEVNULL if patience else None,
            )
            for seed in range(CLIENTS)
        ]
        if not any(sender.wait() for sender in senders):
            return
        if time.monotonic() > deadline:
            raise SystemExit("the beacon does not answer")
        time.sleep(0.5)


def measure() -> int:
    """Print what was found; 1 when a limit is broken."""
    bare, extra = added_to_a_view()
    say(f"a view without capture: {bare:.2f} ms CPU")
    say(f"capture adds {extra:.3f} ms ({extra / bare:.1%})")
    slowest = append()
    say(f"append: {slowest * 1000:.0f} us in 95 of 100")
    speed = drained()
    say(f"drainer: {speed:,.0f} events for each second of CPU")
    rate = beacons()
    say(
        f"beacon: {rate:,.0f} a second with {WORKERS} workers and {CLIENTS} clients on this machine"
    )
    kept = {
        "added CPU": extra <= MOST_PER_VIEW,
        "append": slowest <= MOST_APPEND,
        "drainer": speed >= LEAST_DRAINED,
        "beacon": rate >= LEAST_BEACONS,
    }
    for name, is_kept in kept.items():
        say(f"  {'kept' if is_kept else 'BROKEN':8}{name}")
    return int(not all(kept.values()))


def main() -> int:
    """Set up, measure, clean up."""
    folder = tempfile.mkdtemp(prefix="bench-usage-")
    os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="portal.settings.dev", DEBUG="0")
    os.environ["PYTHONPATH"] = str(ROOT)
    try:
        prepare()
        return measure()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
