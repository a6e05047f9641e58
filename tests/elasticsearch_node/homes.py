"""Server homes, built once for each user from Maven's artifacts and then kept in a cache."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVERS = Path(__file__).parent / "servers"
BUILD_SECONDS = 300
# The one module that the server needs; its jars must not stand on the class path as well.
MODULE_JARS = ("transport-netty4-*.jar", "netty-*.jar")


class CannotBuildError(RuntimeError):
    """The home is not in the cache and could not be made on this machine."""


def home_of(flavour: str) -> Path:
    """Where a flavour's home is, or will be: other jars or another main make another home."""
    sources = [SERVERS / "Lifeline.java", *sorted((SERVERS / flavour).iterdir())]
    content = b"".join(path.read_bytes() for path in sources)
    digest = hashlib.sha256(content).hexdigest()[:10]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    product = flavour.rpartition("-")[0]
    return cache / "rianklai" / f"{product}-{server_version(flavour)}-{digest}"


def server_version(flavour: str) -> str:
    """The server's version as the flavour's pom names it."""
    pom = (SERVERS / flavour / "pom.xml").read_text()
    found = re.search(r"<server\.version>([^<]+)</server\.version>", pom)
    assert found, f"{flavour}/pom.xml names no server.version"
    return found[1]


def ready_home(flavour: str = "elasticsearch-8") -> Path:
    """The flavour's home, built now if no earlier run did; safe for several processes at once."""
    home = home_of(flavour)
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        with locked(home.with_name(f"{home.name}.lock")):
            if not home.exists():
                _build(flavour, home)
    return home


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time; the kernel lets go if the process dies."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(flavour: str, home: Path) -> None:
    """Make the home beside its place and move it there when it is whole."""
    part = home.with_name(f"{home.name}.part")
    shutil.rmtree(part, ignore_errors=True)  # of a build that was killed
    sources = SERVERS / flavour
    jars = part / "lib"
    _run(
        "mvn",
        "--batch-mode",
        "--quiet",
        "-Dstyle.color=never",
        "--strict-checksums",
        "--file",
        str(sources / "pom.xml"),
        "dependency:copy-dependencies",
        f"-DoutputDirectory={jars}",
    )
    _run(
        "javac",
        "--release",
        "17",
        "-cp",
        f"{jars}/*",
        "-d",
        str(part / "classes"),
        str(SERVERS / "Lifeline.java"),
        str(sources / "TestNode.java"),
    )
    (part / "plugins").mkdir()
    _make_module(sources / "plugin-descriptor.properties", part, server_version(flavour))
    part.rename(home)


def _make_module(descriptor: Path, part: Path, version: str) -> None:
    """Elasticsearch 8 takes its network layer from a module's folder, not from the class path."""
    if not descriptor.exists():
        return
    module = part / "modules" / "transport-netty4"
    module.mkdir(parents=True)
    for pattern in MODULE_JARS:
        for jar in (part / "lib").glob(pattern):
            jar.rename(module / jar.name)
    text = descriptor.read_text().replace("${server.version}", version)
    (module / descriptor.name).write_text(text)


def _run(*command: str) -> None:
    """Run one step of the build; what it printed is in the error."""
    try:
        subprocess.run(  # noqa: S603
            command, check=True, capture_output=True, text=True, timeout=BUILD_SECONDS
        )
    except FileNotFoundError as error:
        raise CannotBuildError(f"{command[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise CannotBuildError(f"{command[0]} took more than {BUILD_SECONDS} s") from error
    except subprocess.CalledProcessError as error:
        said = (error.stdout + error.stderr).strip()[:2000]
        raise CannotBuildError(f"{command[0]} failed: {said}") from error
