"""The lock that hosts share: a session of PostgreSQL holds it, and no longer than it lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.elasticsearch_node.availability import DEMANDED
from tests.postgresql_server import binaries, server

pytestmark = pytest.mark.skipif(
    binaries() is None and os.environ.get(DEMANDED) != "1", reason="no PostgreSQL server here"
)
ROOT = Path(__file__).resolve().parents[2]

HOLD = """
import django, sys; django.setup()
from search.locking import lock
with lock(sys.argv[1], "elasticsearch") as held:
    print("held" if held else "busy", flush=True)
    sys.stdin.read()
"""
ROW = """
import django; django.setup()
from search.models import Outbox
Outbox.objects.create(key="nothing:1", consumer="elasticsearch")
"""
BUSY = "มีกระบวนการอื่น"
AWAY = "ELASTICSEARCH_URL"

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """An address of an empty database."""
    with server() as url:
        yield url


@pytest.fixture
def host(database: str, tmp_path: Path) -> Iterator[Start]:
    """Starts Python as on another host: the folder is its own, the database is shared."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": database,
                "DATA_DIR": str(tmp_path / str(len(started))),
                "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
                "SEARCH_ENGINE": "elasticsearch",
                "ELASTICSEARCH_URL": "http://127.0.0.1:9",
                "PYTHONPATH": str(ROOT),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def first_word(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def said(process: subprocess.Popen[str]) -> str:
    return process.communicate(timeout=120)[0]


def test_two_hosts_exclude_each_other_and_the_lock_dies_with_its_holder(host: Start) -> None:
    holder = host("-c", HOLD, "drain")
    assert first_word(holder) == "held"
    assert first_word(host("-c", HOLD, "drain")) == "busy"
    assert first_word(host("-c", HOLD, "renew")) == "held"  # another lock

    holder.send_signal(signal.SIGKILL)
    holder.wait()

    later = host("-c", HOLD, "drain")
    assert first_word(later) == "held"
    later.communicate("")  # ends in good order
    assert first_word(host("-c", HOLD, "drain")) == "held"


def test_a_drainer_leaves_the_work_to_the_host_that_is_at_it(host: Start) -> None:
    assert "OK" in said(host("manage.py", "migrate", "search"))
    assert said(host("-c", ROW)) == ""
    holder = host("-c", HOLD, "drain")
    assert first_word(holder) == "held"

    assert BUSY in said(host("manage.py", "drain_search"))

    holder.kill()
    holder.wait()
    assert AWAY in said(host("manage.py", "drain_search"))  # it is at the work itself now
