"""Real processes that are killed, locked out and raced: no event is lost, none is there twice.

USAGE_KILLS=100 is the whole drill; a few show the same in a minute.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from tests.portal.usage.drills.served import PREPARE, Load, UsageSite, coming_back, copy_databases

pytestmark = pytest.mark.django_db(databases="__all__")
KILLS = int(os.environ.get("USAGE_KILLS", "20"))
LINES = int(os.environ.get("USAGE_LINES", "60000"))
LOCKED_SECONDS = float(os.environ.get("USAGE_LOCKED_SECONDS", "6"))

FILL = """
import django, sys; django.setup()
from portal.usage.spool import folder, spool
from tests.portal.usage.site import event_line, open_file
lines = int(sys.argv[1])
for n in range(lines):
    if n == lines // 2:
        with open_file().open("ab") as file: file.write(b'\\n{"eid":"0193')
    spool.append(event_line(1 + n % 20, visitor=1 + n))
"""
# Drains to the end, and kills itself as often as it is told, between the rows and the offset.
DRAIN_AND_DIE = """
import os, signal, sys, django
django.setup()
from contextlib import nullcontext
from portal.usage import draining, storing
mode, kills = sys.argv[1], int(sys.argv[2])
advance = storing._advance
def dying(*arguments):
    number = len(os.listdir(sys.argv[3]))
    if number < kills:
        open(f"{sys.argv[3]}/{number}", "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    advance(*arguments)
storing._advance = dying
if mode == "control":
    # What the drainer must not do: rows and offset each for themselves, ids of its own.
    import types, uuid
    storing.transaction = types.SimpleNamespace(atomic=lambda using: nullcontext())
    understood = storing.lines.understood
    def renamed(*arguments):
        line = understood(*arguments)
        line.eid = uuid.uuid4()
        return line
    storing.lines.understood = renamed
while True:
    child = os.fork()
    if not child:
        draining.Drainer().drain()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status != signal.SIGKILL:
        sys.exit(os.waitstatus_to_exitcode(status))
"""
SALTS = """
import sys, datetime as dt, django
django.setup()
from portal.usage import salt
sys.stdout.write("ready\\n"); sys.stdout.flush()
for line in sys.stdin:
    day = dt.date.fromisoformat(line.strip())
    salt._today = None
    print(day, salt.salt_of(day).hex(), flush=True)
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[UsageSite]:
    """A site of its own with twenty resources, not yet served."""
    if connections["default"].vendor != "sqlite":
        pytest.skip("copies database files")
    copy_databases(tmp_path)
    with UsageSite(tmp_path, {"SEARCH_ENGINE": "tantivy"}) as served:
        served.python(PREPARE)
        yield served


def test_killed_workers_and_drainers_lose_nothing(site: UsageSite) -> None:
    chance, killed = random.Random(2569), 0  # noqa: S311
    site.serve_usage()
    with Load(site) as load:
        while killed < KILLS:
            load.wait_for(chance.randint(1, 8))
            parent = site.master if killed % 2 else site.drainers
            killed += site.kill_one(parent, chance)
    site.drainers.terminate()
    site.drainers.wait()
    site.manage("drain_usage")

    rows = [row[0] for row in site.events()]
    shown = {uuid.UUID(eid).hex for eid in load.shown}
    assert len(shown) > KILLS
    assert set(load.statuses) == {200}
    assert shown <= set(rows)
    assert set(rows) == _accepted(site)
    assert len(rows) == len(set(rows))


def test_a_drainer_killed_at_random_stores_every_line_once(site: UsageSite) -> None:
    site.python(FILL, str(LINES))
    chance, killed = random.Random(7), 0  # noqa: S311
    drainers = site.start("-c", DRAINERS_OF_THE_DRILL, log="drainer.log")
    while killed < KILLS:
        time.sleep(chance.uniform(0.02, 0.25))
        killed += site.kill_one(drainers, chance)
    drainers.terminate()
    drainers.wait()
    site.manage("drain_usage")

    visitors = [row[0] for row in site.events("visitor")]
    assert sorted(visitors) == list(range(1, LINES + 1))
    assert _bad(site) == 1


DRAINERS_OF_THE_DRILL = coming_back("""
import time
while True:
    Drainer(lines=500).drain()
    time.sleep(0.01)
""")


@pytest.mark.parametrize(("mode", "duplicates"), [("real", 0), ("control", 5 * 2_000)])
def test_a_drainer_killed_between_rows_and_offset(
    site: UsageSite, tmp_path: Path, mode: str, duplicates: int
) -> None:
    (tmp_path / "kills").mkdir()
    site.python(FILL, "20000")

    site.python(DRAIN_AND_DIE, mode, "5", str(tmp_path / "kills"))

    visitors = [row[0] for row in site.events("visitor")]
    assert set(visitors) == set(range(1, 20_001))
    assert len(visitors) - len(set(visitors)) == duplicates


def test_two_drainers_at_once_share_the_work(site: UsageSite) -> None:
    site.python(FILL, "20000")
    both = [site.start("manage.py", "drain_usage", log=f"drainer{n}.log") for n in (1, 2)]

    assert [process.wait(timeout=300) for process in both] == [0, 0]

    visitors = [row[0] for row in site.events("visitor")]
    assert sorted(visitors) == list(range(1, 20_001))


def test_a_locked_database_is_nobodys_business(site: UsageSite) -> None:
    site.serve_usage()
    base = sqlite3.connect(site.folder / "usage.sqlite3", isolation_level=None)
    base.execute("BEGIN IMMEDIATE")
    with Load(site, visitors=3) as load:
        time.sleep(LOCKED_SECONDS)
        base.execute("ROLLBACK")
        base.close()
        time.sleep(1)
    site.drainers.terminate()
    site.drainers.wait()
    site.manage("drain_usage")

    assert set(load.statuses) == {200}
    assert load.cut_off == 0
    assert load.slowest < LOCKED_SECONDS / 2  # nobody waited for the lock
    rows = {row[0] for row in site.events()}
    assert {uuid.UUID(eid).hex for eid in load.shown} <= rows
    assert rows == _accepted(site)
    assert "lost" not in site.said("web.log")


def test_twenty_processes_make_one_salt(site: UsageSite) -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 21)]
    processes = [site.start("-c", SALTS, log=f"salt{n}.log") for n in range(20)]
    for process, n in zip(processes, range(20), strict=True):
        deadline = time.monotonic() + 180
        while "ready" not in site.said(f"salt{n}.log"):
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.05)
    for day in days:
        for process in processes:
            assert process.stdin
            process.stdin.write(day + "\n")
            process.stdin.flush()
    for process in processes:
        assert process.stdin
        process.stdin.close()
        process.stdin = None  # so that the site does not write to it at its end
        assert process.wait(timeout=60) == 0
    said = {line for n in range(20) for line in site.said(f"salt{n}.log").splitlines()[1:]}

    assert len(said) == len(days)
    assert len(list((site.folder / "usage/salt").iterdir())) == len(days)


def _accepted(site: UsageSite) -> set[str]:
    """The ids of all lines in the spool: the visitors' and that of warming up."""
    return {uuid.UUID(json.loads(line)["eid"]).hex for line in site.spool_lines()}


def _bad(site: UsageSite) -> int:
    base = sqlite3.connect(site.folder / "usage.sqlite3")
    (count,) = base.execute("SELECT count(*) FROM usage_spoolbad").fetchone()
    base.close()
    return int(count)
