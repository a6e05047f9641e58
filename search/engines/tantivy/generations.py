"""Generations of the index on disk: one folder each, a pointer to the live one, and two locks.

    <root>/CURRENT            name of the live generation
    <root>/v<hash>-<time>/    a generation; the hash is that of schema and analyser
    <root>/write.lock         whoever changes the live generation or the pointer
    <root>/rebuild.lock       whoever builds a new one

A folder is never changed but by the writer, and switching is one rename of the pointer.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..base import EngineUnavailable
from .schema import SCHEMA_VERSION

POINTER = "CURRENT"
MANIFEST = "generation.json"
LOCK_PATIENCE = 60.0  # seconds


def version_hash(analyser_version: str) -> str:
    """Short name of the schema and analyser with which an index is written and asked."""
    return hashlib.sha256(f"{SCHEMA_VERSION}:{analyser_version}".encode()).hexdigest()[:12]


def is_of_version(generation: str, analyser_version: str) -> bool:
    """Whether a generation was written with the schema and analyser of this process."""
    return generation.startswith(f"v{version_hash(analyser_version)}-")


class Generations:
    """The folders below one root."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def pointer(self) -> Path:
        """The file that names the live generation."""
        return self.root / POINTER

    def current(self) -> str:
        """Name of the live generation.

        Raises:
            EngineUnavailable: when there is none.
        """
        try:
            name = self.pointer.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise EngineUnavailable("no index has been built") from error
        if not name or Path(name).name != name:
            raise EngineUnavailable("the pointer to the index is damaged")
        return name

    def create(self, analyser_version: str) -> Path:
        """Make the folder of a new generation."""
        folder = self.root / f"v{version_hash(analyser_version)}-{time.time_ns()}"
        folder.mkdir(parents=True)
        return folder

    def describe(self, folder: Path, facts: dict[str, Any]) -> None:
        """Write beside the index what it was made with."""
        _write_durably(folder / MANIFEST, json.dumps(facts))

    def facts(self, name: str) -> dict[str, Any]:
        """What `describe` wrote."""
        try:
            facts: dict[str, Any] = json.loads((self.root / name / MANIFEST).read_text())
        except (OSError, ValueError):
            return {}
        return facts

    def switch(self, folder: Path) -> None:
        """Make a generation the live one, in one step that survives a power cut."""
        _write_durably(self.pointer, folder.name)

    def before(self, name: str) -> str:
        """Name of the newest finished generation that is older than this one, or nothing."""
        made = sorted(path.parent.name for path in self.root.glob(f"v*-*/{MANIFEST}"))
        older = [each for each in made if _time_of(each) < _time_of(name)]
        return max(older, key=_time_of, default="")

    def remove_all_but(self, *names: str) -> None:
        """Remove generations that nobody needs; readers that hold one keep their open files."""
        for folder in self.root.glob("v*-*"):
            if folder.is_dir() and folder.name not in names:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def locked(self, name: str, patience: float = LOCK_PATIENCE) -> Iterator[None]:
        """Hold a lock of this root against other threads and processes.

        Raises:
            EngineUnavailable: when somebody else keeps it longer than `patience` seconds, or when
                the folder cannot be written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.root / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise EngineUnavailable(f"the index folder cannot be written: {error}") from error
        _held.add(handle)
        try:
            _acquire(handle, patience)
            yield
        finally:
            _held.discard(handle)
            os.close(handle)


def _time_of(name: str) -> int:
    """When a generation was begun, in nanoseconds."""
    number = name.rpartition("-")[2]
    return int(number) if number.isdigit() else 0


# A forked child shares the locks of its parent and would keep them after its parent's death.
_held: set[int] = set()


def _let_go() -> None:
    for handle in list(_held):
        os.close(handle)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)


def _acquire(handle: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise EngineUnavailable("another process is writing the index") from error
            time.sleep(0.02)
        else:
            return


def _write_durably(path: Path, text: str) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
