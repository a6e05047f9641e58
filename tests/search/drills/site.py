"""The real site on a database of its own: web workers, a drainer and commands as processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from tests.elasticsearch_node.node import Node, free_port

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 180  # patient: the machine may be busy
COMMAND_SECONDS = 900

PREPARE = """
import django, sys; django.setup()
from django.core.management import call_command
from search.models import Outbox
from tests.benchmarks.resources import fill
call_command("setup", without_samples=True, verbosity=0)
fill(int(sys.argv[1]))
Outbox.objects.all().delete()
"""


def prepare(folder: Path, documents: int) -> None:
    """A database with so many resources, seeded as a site is, and no index of it."""
    with Site(folder, {"SEARCH_ENGINE": "tantivy"}) as site:
        site.python(PREPARE, str(documents))


class CommandFailedError(RuntimeError):
    """A process ended with another exit code than 0; its words are in the message."""


class Site:
    """A folder with a database, and the processes that serve it until the block ends."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        self._environment = {
            **os.environ,
            "DATABASE_URL": "",
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        self._running: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Site:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self._running):
            process.terminate()
        for process in self._running:
            try:
                process.communicate(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()

    def start(self, *command: str, log: str = "log") -> subprocess.Popen[str]:
        """A process that goes on beside us; what it says is appended to a file of the folder."""
        with (self.folder / log).open("a") as said:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, *command],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
            )
        self._running.append(process)
        return process

    def said(self, log: str = "log") -> str:
        """What the processes with this log have said."""
        return (self.folder / log).read_text()

    def run(self, *command: str) -> tuple[int, str]:
        """The exit code of a process and what it said, after its end."""
        done = subprocess.run(  # noqa: S603
            [sys.executable, *command],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=COMMAND_SECONDS,
        )
        return done.returncode, done.stdout

    def manage(self, *arguments: str) -> str:
        """What a management command said; it must not fail."""
        return self._good("manage.py", *arguments)

    def python(self, script: str, *arguments: str) -> str:
        """What a script said; it must not fail."""
        return self._good("-c", script, *arguments)

    def serve(self, workers: int = 2, threads: int = 2) -> None:
        """Web workers as in production, and the drainer."""
        gunicorn = ["--bind", f"127.0.0.1:{self.port}", "--graceful-timeout", "5"]
        self.start(
            "-m",
            "gunicorn",
            "portal.wsgi",
            *gunicorn,
            "--workers",
            str(workers),
            "--threads",
            str(threads),
            log="web.log",
        )
        self.start("manage.py", "drain_search", "--loop", log="drainer.log")
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise RuntimeError(f"the site does not answer: {self.said('web.log')}")
            time.sleep(0.2)

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/search/", timeout=30).close()
        except (urllib.error.URLError, OSError):
            return False
        return True

    def _good(self, *command: str) -> str:
        code, said = self.run(*command)
        if code:
            raise CommandFailedError(f"{command[:2]} ended with {code}: {said[-3000:]}")
        return said


@contextmanager
def served_copy(database: Path, folder: Path, node: Node, *, local: bool) -> Iterator[Site]:
    """The site on a copy of a prepared database, indexed and serving."""
    shutil.copytree(database, folder, ignore=shutil.ignore_patterns("search", "cache", "log"))
    environment = {
        "SEARCH_ENGINE": "elasticsearch",
        "SEARCH_LOCAL_INDEX": "on" if local else "off",
        "ELASTICSEARCH_URL": node.url,
        "ELASTICSEARCH_INDEX_PREFIX": "drill",
    }
    with Site(folder, environment) as site:
        site.manage("rebuild_search")
        site.serve()
        yield site
