"""One node for a whole run of tests, also when several worker processes share the work."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.elasticsearch_node.homes import locked
from tests.elasticsearch_node.node import STOP_SECONDS, Node


@contextmanager
def shared_node(folder: Path) -> Iterator[str]:
    """The address of the folder's node: who asks first starts it, who leaves last ends it.

    Everybody holds the writing end of a named pipe that is the node's standard input. So the
    kernel counts the users, and a worker that is killed does not leave the node running.
    """
    folder.mkdir(exist_ok=True)
    with locked(folder / "lock"):
        node, lifeline = _join(folder)
    try:
        yield (folder / "url").read_text()
    finally:
        with locked(folder / "lock"):
            _leave(folder, lifeline)
        if node is not None:
            node.running()  # collects the ended process


def _join(folder: Path) -> tuple[Node | None, int]:
    """Our end of the pipe, and the node if it had to be started."""
    pipe = folder / "lifeline"
    if pipe.exists() and (writer := _writing_end(pipe)) is not None:
        return None, writer
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # or it would wait for a writer
    os.set_blocking(reader, True)
    writer = os.open(pipe, os.O_WRONLY)
    try:
        node = Node(folder / "node", lifeline=reader).start()
    except BaseException:
        os.close(writer)
        raise
    finally:
        os.close(reader)
    (folder / "url").write_text(node.url)
    return node, writer


def _leave(folder: Path, writer: int) -> None:
    """Let go of the pipe; the last one also waits for the node's end and removes its data."""
    pipe = folder / "lifeline"
    os.close(writer)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        last = os.read(reader, 1) == b""
    except BlockingIOError:  # nothing to read, but somebody could still write
        last = False
    finally:
        os.close(reader)
    if last:
        _wait_for_end(pipe)
        shutil.rmtree(folder / "node", ignore_errors=True)


def _wait_for_end(pipe: Path) -> None:
    """Until nobody reads from the pipe."""
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline and (writer := _writing_end(pipe)) is not None:
        os.close(writer)
        time.sleep(0.05)


def _writing_end(pipe: Path) -> int | None:
    """The pipe opened for writing, or nothing if no node reads from it."""
    try:
        return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ENXIO:
            return None
        raise
