"""Reads the spool into the database: one drainer of a host at a time, file by file, in order.

A file whose hour is over is renamed before it is closed, so that a line which comes late (a clock
set back) begins a new file of the same name instead of being lost in one that nobody reads.
"""

from __future__ import annotations

import datetime as dt
import gzip
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.files import locks

from . import days, spool
from .items import KnownItems
from .models import SpoolOffset, UsageWaiting
from .storing import Raw, store

LINES = 2_000
_CHUNK = 1 << 20
_CLOSED_AFTER = dt.timedelta(minutes=70)  # of the beginning of its hour
_ARCHIVE_DAYS = 7
_WAITING_DAYS = 2
CLOSED, ARCHIVE = ".closed", ".gz"


@dataclass
class Drained:
    """What one pass brought in."""

    good: int = 0
    bad: int = 0


@contextmanager
def alone() -> Iterator[None]:
    """Be the only drainer of this host; whoever comes second waits."""
    folder = spool.folder()
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    with (folder / "drain.lock").open("ab") as file:  # closing it frees the lock
        locks.lock(file, locks.LOCK_EX)
        yield


class Drainer:
    """Brings in what is there, as often as it is asked to."""

    def __init__(self, lines: int = LINES) -> None:
        self._lines = lines
        self._items = KnownItems()

    def drain(self) -> Drained:
        """Bring in every whole line that is there now, and put files away that are over.

        Raises:
            DatabaseError: when the database is away; nothing is lost, and it can be tried again.
        """
        with alone():
            done = Drained()
            for path in _in_order():
                if path.name.endswith(CLOSED):
                    self._finish(path, done)
                else:
                    self._file(path, done)
            _delete_old()
            return done

    def _file(self, path: Path, done: Drained) -> None:
        """An hour's file as it grows; once its hour is over, it is put away."""
        self._bring_in(path, path.name, done)
        if days.now() - spool.hour_of(path.name) > _CLOSED_AFTER:
            closed = path.with_name(path.name + CLOSED)
            path.rename(closed)
            self._finish(closed, done)

    def _finish(self, path: Path, done: Drained) -> None:
        """The rest of a file that nobody finds by its name any more, then its archive."""
        name = path.name.removesuffix(CLOSED)
        row = SpoolOffset.objects.filter(name=name).first()
        if row is None or not row.done:
            self._bring_in(path, name, done)
            self._torn_end(path, name, done)
            SpoolOffset.objects.filter(name=name).update(done=True, offset=0)
        _archive(path, name)

    def _bring_in(self, path: Path, name: str, done: Drained) -> None:
        with path.open("rb") as file:
            os.fdatasync(file.fileno())
            offset = _offset(name)
            while True:
                file.seek(offset)
                raw, end = _split(file.read(_CHUNK), offset, self._lines)
                if end == offset:
                    return
                batch = store(name, raw, end, self._items)
                done.good += batch.good
                done.bad += len(batch.bad)
                offset = end

    def _torn_end(self, path: Path, name: str, done: Drained) -> None:
        """What is left without a newline will never be completed."""
        offset = _offset(name)
        with path.open("rb") as file:
            file.seek(offset)
            rest = file.read()
        if rest:
            batch = store(name, [(offset, rest)], offset + len(rest), self._items)
            done.bad += len(batch.bad)


def _offset(name: str) -> int:
    """Where to go on; a file that began anew after it was put away begins at 0."""
    row = SpoolOffset.objects.filter(name=name).first()
    return row.offset if row else 0


def _in_order() -> list[Path]:
    """The files of the spool by their hour, those that are being put away first."""
    found = []
    for path in spool.folder().glob(f"*{spool.SUFFIX}*"):
        if path.name.endswith((spool.SUFFIX, CLOSED)):
            try:
                hour = spool.hour_of(path.name)
            except ValueError:
                continue  # nobody's file
            found.append((hour, not path.name.endswith(CLOSED), path))
    return [path for _hour, _open, path in sorted(found)]


def _split(chunk: bytes, offset: int, most: int) -> tuple[list[Raw], int]:
    """At most so many whole lines of a chunk with their places, and where they end."""
    raw: list[Raw] = []
    start = 0
    while len(raw) < most and (end := chunk.find(b"\n", start)) >= 0:
        if end > start:
            raw.append((offset + start, chunk[start:end]))
        start = end + 1
    if not start and len(chunk) == _CHUNK:  # no line is so long: pass over it
        return [(offset, chunk)], offset + len(chunk)
    return raw, offset + start


def _archive(path: Path, name: str) -> None:
    """Compress a file behind what was archived under its name before, then delete it."""
    archive = path.with_name(name + ARCHIVE)
    draft = archive.with_name(archive.name + ".new")
    before = archive.read_bytes() if archive.exists() else b""
    draft.write_bytes(before + gzip.compress(path.read_bytes()))
    draft.chmod(0o640)
    draft.replace(archive)
    path.unlink()


def _delete_old() -> None:
    """Archives after a week; lines whose event never came."""
    eldest = time.time() - _ARCHIVE_DAYS * 86_400
    for path in spool.folder().glob(f"*{spool.SUFFIX}{ARCHIVE}"):
        if path.stat().st_mtime < eldest:
            path.unlink(missing_ok=True)
    late = days.now().date() - dt.timedelta(days=_WAITING_DAYS)
    UsageWaiting.objects.filter(day__lt=late).delete()
