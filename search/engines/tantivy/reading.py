"""The reading side: one open index per process, renewed when the files say so.

Two `stat` calls per request tell whether the pointer moved (reopen) or a commit came (reload).
Nothing is opened before a fork, and a process that was forked opens its own.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

import tantivy

from ..base import EngineUnavailable
from .generations import Generations, is_of_version
from .writing import is_engine_error

TRIES = 5

Stamp = tuple[int, int]


@dataclass(frozen=True)
class Snapshot:
    """One unchanging state of one generation."""

    generation: str
    stamp: tuple[Stamp, Stamp]
    schema: tantivy.Schema
    searcher: tantivy.Searcher


class Reader:
    """Gives snapshots of the live generation."""

    def __init__(self, generations: Generations, analyser_version: str) -> None:
        self.generations = generations
        self.analyser_version = analyser_version
        self._lock = threading.Lock()
        self._process = 0
        self._index: tantivy.Index | None = None
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Return the newest state.

        Raises:
            EngineUnavailable: when there is no index, or none that this process can read.
        """
        known = self._snapshot
        if known and self._process == os.getpid() and known.stamp == self._stamp(known.generation):
            return known
        if self._process != os.getpid():
            # A lock that another thread held at the fork would stay closed for ever.
            self._lock, self._process, self._index = threading.Lock(), os.getpid(), None
        with self._lock:
            return self._renew()

    def _stamp(self, generation: str) -> tuple[Stamp, Stamp] | None:
        try:
            pointer = self.generations.pointer.stat()
            meta = (self.generations.root / generation / "meta.json").stat()
        except OSError:
            return None
        return (pointer.st_ino, pointer.st_mtime_ns), (meta.st_ino, meta.st_mtime_ns)

    def _renew(self) -> Snapshot:
        failure: BaseException | None = None
        for _ in range(TRIES):
            name = self.generations.current()
            if not is_of_version(name, self.analyser_version):
                raise EngineUnavailable("the index is of another version and must be rebuilt")
            # Taken before opening: a commit in between only means one more reload.
            stamp = self._stamp(name)
            if stamp is None:
                failure = FileNotFoundError(name)
                continue
            try:
                return self._open(name, stamp)
            except BaseException as error:
                if not is_engine_error(error):
                    raise
                failure, self._index, self._snapshot = error, None, None
        raise EngineUnavailable(f"the index cannot be opened: {failure}")

    def _open(self, name: str, stamp: tuple[Stamp, Stamp]) -> Snapshot:
        known = self._snapshot
        if self._index is None or known is None or known.generation != name:
            self._index = _open_index(self.generations.root / name)
        elif known.stamp != stamp:
            self._index.reload()
        else:
            return known
        index = self._index
        self._snapshot = Snapshot(name, stamp, index.schema, index.searcher())
        return self._snapshot


def _open_index(folder: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")
    index.reload()
    return index
