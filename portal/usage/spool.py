r"""The spool: one line for each accepted event, in a file of the hour.

A record is `\n{…}\n` in one write to a file opened for appending. The leading newline keeps a
record whole behind a torn one. Accepted means that the write took all of it: it then survives the
end of any process. The folder must lie on a local disk; appending is not atomic on network disks.
"""

from __future__ import annotations

import atexit
import datetime as dt
import json
import logging
import os
import threading
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from . import days

LONGEST_LINE = 2048
SUFFIX = ".jsonl"
_FOLDER_MODE, _FILE_MODE = 0o750, 0o640
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_log = logging.getLogger(__name__)


class LostError(Exception):
    """A record was not accepted; the reason is a class of error, never the record."""


def folder() -> Path:
    """Where the spool of this host lies."""
    return Path(settings.USAGE_ROOT) / "spool"


def name_of(moment: dt.datetime) -> str:
    """The file of an hour in Bangkok; the host's name keeps several hosts apart."""
    host = f"{settings.USAGE_NODE}-" if settings.USAGE_NODE else ""
    return f"{host}{moment:%Y%m%dT%H}{SUFFIX}"


def hour_of(name: str) -> dt.datetime:
    """The hour that a file's name speaks of.

    Raises:
        ValueError: when it is not the name of a file of the spool.
    """
    stamp = name.split(".")[0].rpartition("-")[2]
    return dt.datetime.strptime(stamp, "%Y%m%dT%H").replace(tzinfo=days.BANGKOK)


class Spool:
    """Appends records for one process, and counts what it could not write."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin with nothing open and nothing lost, as every process does for itself."""
        self._lock = threading.Lock()
        self._place: tuple[Any, str, int] | None = None
        self._handle = -1
        self._dropped = 0

    def append(self, record: dict[str, Any]) -> bool:
        """Write a record; False when it was lost, which the next good line then tells."""
        with self._lock:
            try:
                self._write(record)
            except Exception as error:
                self._lose(error)
                return False
            self._dropped = 0
            return True

    def lose(self, error: Exception) -> None:
        """Count an event that never became a record."""
        with self._lock:
            self._lose(error)

    def _lose(self, error: Exception) -> None:
        self._dropped += 1
        self._close()
        if not self._dropped & (self._dropped - 1):  # 1, 2, 4, 8 …: a full disk is not flooded
            self._say(reason(error))

    def tell(self) -> None:
        """Say at the end of a process what no line will tell any more."""
        if self._dropped:
            self._say("the process ends")

    def _say(self, why: str) -> None:
        # Only the class: what was to be written is nobody's business.
        _log.error("usage: events were lost (%s); since the last good one: %d", why, self._dropped)

    def _write(self, record: dict[str, Any]) -> None:
        told = {**record, "dropped": self._dropped} if self._dropped else record
        line = _encoded(told).encode()
        if len(line) > LONGEST_LINE:
            raise LostError("too long")
        written = os.write(self._open(), b"\n" + line + b"\n")
        # Whole without its last newline too: the next record begins with one.
        if written < len(line) + 1:
            raise LostError("torn")

    def _open(self) -> int:
        place = (settings.USAGE_ROOT, settings.USAGE_NODE, int(time.time()) // 3600)
        # After a clock was set back, the file of this hour may have been put away meanwhile.
        if place != self._place or not os.fstat(self._handle).st_nlink:
            self._close()
            path = f"{folder()}/{name_of(days.now())}"
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
            try:
                self._handle = os.open(path, flags, _FILE_MODE)
            except FileNotFoundError:
                Path(path).parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
                self._handle = os.open(path, flags, _FILE_MODE)
            self._place = place
        return self._handle

    def _close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
        self._place, self._handle = None, -1


def reason(error: Exception) -> str:
    """An error's class, and its number where the system gave one."""
    name = type(error).__name__
    number = getattr(error, "errno", None)
    return f"{name} {os.strerror(number)}" if number else name


spool = Spool()
atexit.register(spool.tell)
os.register_at_fork(after_in_child=spool.begin)
