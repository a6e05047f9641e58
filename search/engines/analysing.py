"""Many documents made ready for an index, by helper processes when it pays.

The segmenter and all else that a document needs hold the interpreter's lock, so only processes use
more than one core. What is read from the database (`Batches`) is also read by the helpers, so that
nothing but keys goes to them and nothing but finished work comes back.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, TypeVar

from django.db import connections

from search.contract import Document, IndexText

CHUNK = 200

Analyse = Callable[[Document], IndexText]
Analysed = tuple[Document, IndexText]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Batches(Iterable[Document]):
    """Documents that can be read from the database a batch at a time, by any process.

    `batches` are plain data; `describe` reads and describes one. It may also be read as any other
    iterable of documents.
    """

    batches: Sequence[Any]
    describe: Callable[[Any], Iterable[Document]]

    def __iter__(self) -> Iterator[Document]:
        for batch in self.batches:
            yield from self.describe(batch)


def made_of(
    documents: Iterable[Document], make: Callable[[Document], Made], processes: int | None = None
) -> Iterator[Made]:
    """What `make` makes of each document, in their order.

    In helper processes as soon as there are enough documents. `make` reaches the helpers by fork
    and so may be anything; what it returns is pickled.
    """
    processes = processes if processes is not None else min(4, os.cpu_count() or 1)
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return map(make, documents)
    if isinstance(documents, Batches) and _is_read_by_any_process():
        return _from_batches(documents, make, processes)
    return _from_documents(iter(documents), make, processes)


def _is_read_by_any_process() -> bool:
    """Whether a forked process sees the same rows, and can be forked safely from this one.

    It does not see what an open transaction wrote. Another thread may hold a lock of the database's
    library at the moment of the fork, which its copy would wait for for ever.
    """
    return threading.active_count() == 1 and not any(
        each.in_atomic_block or (each.vendor == "sqlite" and each.is_in_memory_db())  # type: ignore[attr-defined]
        for each in connections.all(initialized_only=True)
    )


def _from_batches(
    documents: Batches, make: Callable[[Document], Made], processes: int
) -> Iterator[Made]:
    first, *rest = documents.batches or [()]
    if not rest:
        yield from map(make, documents)
        return
    # In this process, which so loads once for all helpers what is loaded when first needed.
    yield from map(make, documents.describe(first))
    connections.close_all()  # a connection must not be carried into another process
    yield from _in_processes(rest, documents.describe, make, processes)


def _from_documents(
    documents: Iterator[Document], make: Callable[[Document], Made], processes: int
) -> Iterator[Made]:
    first = list(islice(documents, 2 * CHUNK))
    if len(first) < 2 * CHUNK:
        yield from map(make, first)
        return
    make(first[0])  # loads the dictionary once, for all helpers
    chunks = _chunks(chain(first, documents))
    del first
    yield from _in_processes(chunks, iter, make, processes)


def _chunks(documents: Iterator[Document]) -> Iterator[list[Document]]:
    while chunk := list(islice(documents, CHUNK)):
        yield chunk


def _in_processes(
    batches: Iterable[Any],
    describe: Callable[[Any], Iterable[Document]],
    make: Callable[[Document], Made],
    processes: int,
) -> Iterator[Made]:
    global _work
    _work = lambda batch: [*map(make, describe(batch))]  # noqa: E731  reaches the helpers by fork
    context = multiprocessing.get_context("fork")
    # Not multiprocessing.Pool, which waits for ever when a helper is killed.
    with ProcessPoolExecutor(processes, context, _begin, (os.getpid(),)) as pool:
        _widen(pool)
        waiting: deque[Future[list[Made]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(_do, batch))
            if len(waiting) > 2 * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _widen(pool: ProcessPoolExecutor) -> None:
    """Let a helper hand over its work in few steps: each of 64 kB waits for this process's turn."""
    with suppress(AttributeError, OSError, ImportError):  # not on every system
        import fcntl

        results = pool._result_queue._reader.fileno()  # type: ignore[attr-defined]
        fcntl.fcntl(results, fcntl.F_SETPIPE_SZ, 1_048_576)


def _begin(parent: int) -> None:
    """Prepare a helper: see that it ends, and leave what it inherited out of its tidying."""
    gc.freeze()
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()


def _end_with_parent(parent: int) -> None:
    """A helper whose parent was killed would wait for work, and keep its files open, for ever."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


_work: Callable[[Any], list[Any]] | None = None


def _do(batch: Any) -> list[Any]:
    if _work is None:
        raise RuntimeError("a helper process was not forked from the one that builds")
    return _work(batch)
