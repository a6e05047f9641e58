"""The real site with web workers and a drainer that die and come back all the time."""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import sqlite3
import subprocess
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from textwrap import indent
from typing import Any

from portal.usage.database import alias
from tests.database_copy import copy_database
from tests.search.drills.site import Site

PREPARE = """
import django; django.setup()
from catalog.models import Resource
for n in range(20):
    Resource(name_th=f"ใบงาน {n}", kind="worksheet", live=True).save()
"""
MARK = re.compile(rb'data-event="([0-9a-f-]{36})')


def coming_back(work: str) -> str:
    """A program whose child works with `Drainer` or `Service`: when killed, the next comes."""
    return f"""
import os, signal, sys, django
django.setup()
from portal.usage.draining import Drainer  # before the fork, so that each child begins at once
from portal.usage.serving import Service
def end(*_):
    os.kill(child, signal.SIGKILL)
    os._exit(0)
signal.signal(signal.SIGTERM, end)
while True:
    child = os.fork()
    if not child:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
{indent(work, " " * 8)}
    os.waitpid(child, 0)
"""


DRAINERS = coming_back("Service().run()")


def copy_databases(folder: Path) -> None:
    """Give a site the databases as the migrations made them."""
    copy_database("default", folder / "db.sqlite3")
    copy_database(alias(), folder / "usage.sqlite3")


class UsageSite(Site):
    """The site, whose workers and drainer can be killed one by one."""

    def serve_usage(self, workers: int = 4, *, drainer: bool = True) -> None:
        """Workers that are forked from one process, so that the next is there at once."""
        self.master = self.start(
            *("-m", "gunicorn", "tests.portal.usage.drills.warm", "--preload"),
            *("--bind", f"127.0.0.1:{self.port}", "--graceful-timeout", "2"),
            *("--workers", str(workers), "--log-level", "warning"),
            log="web.log",
        )
        if drainer:
            self.drainers = self.start("-c", DRAINERS, log="drainer.log")
        deadline = time.monotonic() + 180
        while not self._answers():
            if time.monotonic() > deadline:
                raise RuntimeError(self.said("web.log"))
            time.sleep(0.2)

    def kill_one(self, parent: subprocess.Popen[str], chance: random.Random) -> bool:
        """End one child of a process, as a power cut or the system would."""
        assert parent.poll() is None, "the process that starts the others has ended"
        pid = parent.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if not children:
            return False
        with suppress(ProcessLookupError):
            os.kill(int(chance.choice(children)), signal.SIGKILL)
        return True

    def open(self, path: str) -> tuple[int, bytes]:
        """A page as a browser gets it; an error of the connection is the caller's."""
        address = f"http://127.0.0.1:{self.port}{path}"
        headers = {"User-Agent": "Mozilla/5.0 (Linux; Android 13) Chrome/126.0 Safari/537.36"}
        with urllib.request.urlopen(
            urllib.request.Request(address, headers=headers), timeout=60
        ) as answer:
            return answer.status, answer.read()

    def events(self, columns: str = "eid") -> list[Any]:
        """Rows of the usage database."""
        base = sqlite3.connect(self.folder / "usage.sqlite3")
        rows = base.execute(f"SELECT {columns} FROM usage_event").fetchall()  # noqa: S608
        base.close()
        return rows

    def spool_lines(self) -> list[str]:
        """Every line that the spool of the site holds."""
        files = sorted((self.folder / "usage/spool").glob("*.jsonl"))
        return [line for file in files for line in file.read_text().splitlines() if line]


class Load:
    """Visitors who open resources until they are told to stop, and note what they were shown."""

    def __init__(self, site: UsageSite, visitors: int = 4) -> None:
        self.shown: list[str] = []
        self.statuses: list[int] = []
        self.slowest = 0.0
        self.cut_off = 0
        self._site, self._stop = site, threading.Event()
        self._threads = [
            threading.Thread(target=self._visit, args=(n,), daemon=True) for n in range(visitors)
        ]

    def wait_for(self, pages: int) -> None:
        """Let so many more pages be shown."""
        wanted = len(self.shown) + pages
        deadline = time.monotonic() + 120
        while len(self.shown) < wanted:
            assert time.monotonic() < deadline, self._site.said("web.log")[-2000:]
            time.sleep(0.005)

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *arguments: Any) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _visit(self, number: int) -> None:
        chance = random.Random(number)  # noqa: S311
        while not self._stop.is_set():
            at = time.monotonic()
            try:
                status, page = self._site.open(f"/resources/{chance.randint(1, 20)}/")
            except urllib.error.HTTPError as error:
                self.statuses.append(error.code)
            except (OSError, http.client.HTTPException):
                self.cut_off += 1  # its worker was killed: nothing was promised
                time.sleep(0.05)
            else:
                self.statuses.append(status)
                self.shown += [found[1].decode() for found in MARK.finditer(page)]
                self.slowest = max(self.slowest, time.monotonic() - at)
