"""The real commands as processes of their own, on a copy of the database, some of them killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.database_copy import copy_database

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("SEARCH_KILLS", "6"))

WRITE = """
import django, sys; django.setup()
from catalog.models import Resource, Subject
first, rounds = int(sys.argv[1]), int(sys.argv[2])
for n in range(first, first + rounds):
    row = Resource(name_th=f"ใบงานเศษส่วน ชุดที่ {n}", kind="worksheet")
    row.save()
    if n % 5 == 1: Resource.objects.get(pk=row.pk).delete()
    if n % 5 == 2: row.live = False; row.save()
    if n % 5 == 3: row.name_th += " ปรับปรุง"; row.save()
"""


@pytest.fixture
def site(tmp_path: Path, db: None) -> Iterator[Any]:
    """A function that starts Python or `manage.py` on a database and index of its own."""
    if connection.vendor != "sqlite":
        pytest.skip("copies a database file")
    copy_database("default", tmp_path / "db.sqlite3")
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PYTHONPATH": str(ROOT),
    }
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def finish(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    return output


def test_killed_drainers_writers_and_a_rebuild_at_once(site: Any) -> None:
    finish(site("manage.py", "rebuild_search"))
    writers = [site("-c", WRITE, str(n * 1000), "60") for n in range(2)]
    steady = site("manage.py", "drain_search", "--loop")
    rebuilding = site("manage.py", "rebuild_search")
    chance = random.Random(4)  # noqa: S311

    for _ in range(KILLS):
        victim = site("manage.py", "drain_search", "--loop")
        time.sleep(chance.uniform(0.3, 2.0))
        victim.kill()
        victim.wait()
    steady.kill()
    steady.wait()
    for process in (*writers, rebuilding):
        finish(process)

    loop = site("manage.py", "drain_search", "--loop")
    assert loop.stdout
    assert "tantivy" in loop.stdout.readline()
    loop.send_signal(signal.SIGTERM)
    finish(loop)
    report = finish(site("manage.py", "search_check"))
    assert str(2 * 60 * 3 // 5) in report  # two of five are deleted or withdrawn


# --- rebuilds ---------------------------------------------------------------------------

FILL = """
import django; django.setup()
from catalog.models import Resource
rows = (Resource(name_th=f"ใบงานเศษส่วน ชุดที่ {n}", kind="worksheet", live=True) for n in range(1600))
Resource.objects.bulk_create(rows)
"""
COMPARE = """
import django; django.setup()
from search.engines import get_engine
from search.database import database_fingerprints
assert get_engine().fingerprints() == database_fingerprints()
print(len(get_engine().keys()))
"""


def helpers_of(process: subprocess.Popen[str]) -> list[Path]:
    """Where the system tells of the helper processes, once there are any."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None:
        if found := children.read_text().split():
            return [Path(f"/proc/{each}/stat") for each in found]
        time.sleep(0.01)
    raise AssertionError(process.communicate()[0])


def is_running(helper: Path) -> bool:
    return helper.exists() and helper.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_rebuild_by_helpers_says_what_the_database_says(site: Any) -> None:
    finish(site("-c", FILL))

    finish(site("manage.py", "rebuild_search"))

    assert int(finish(site("-c", COMPARE)).split()[-1]) >= 1_600


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for helpers in /proc")
def test_a_killed_rebuild_leaves_no_helpers(site: Any) -> None:
    finish(site("-c", FILL))
    rebuilding = site("manage.py", "rebuild_search")
    helpers = helpers_of(rebuilding)

    rebuilding.kill()
    rebuilding.wait()

    until = time.monotonic() + 30
    while any(map(is_running, helpers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(is_running, helpers))
    finish(site("manage.py", "rebuild_search"))
