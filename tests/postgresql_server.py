"""A PostgreSQL of a test's own, from the server's binaries where this machine has them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.elasticsearch_node.node import free_port

PLACES = Path("/usr/lib/postgresql")  # Debian keeps a version's binaries off the path
OTHERS = ("postgres", "nobody")  # the server refuses to run as root


def binaries() -> Path | None:
    """The folder of the newest server here, or nothing."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = [path for path in PLACES.glob("*/bin") if (path / "initdb").exists()]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


def left_out() -> str:
    """What of the tests cannot run here and how to get it; empty if all can."""
    if binaries():
        return ""
    return "the tests of locks in PostgreSQL; they need it (Debian: apt-get install postgresql)"


@contextmanager
def server() -> Iterator[str]:
    """The address of an empty database, as in DATABASE_URL; all of it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))  # its owner must reach it
    tools, port = binaries(), free_port()
    assert tools is not None, "no PostgreSQL here"
    data, user = folder / "data", _owner(folder)
    try:
        _run(user, tools / "initdb", "-D", data, "-U", "portal", "-A", "trust", "-N")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
        _run(user, tools / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
        try:
            yield f"postgres://portal@127.0.0.1:{port}/postgres"
        finally:
            _run(user, tools / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """Somebody else than root, who then owns the folder."""
    if os.geteuid():
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    name = next(each for each in OTHERS if each in known)
    shutil.chown(folder, name)
    return name


def _run(user: str | None, *command: Path | str) -> None:
    done = subprocess.run(  # noqa: S603
        command,
        user=user,
        cwd="/",
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # The server that pg_ctl leaves behind writes to its log, not to our pipe.
        text=True,
        timeout=120,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout[-2000:]}")
