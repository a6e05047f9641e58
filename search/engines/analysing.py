"""Many documents analysed at once, for whichever engine is being filled."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice

from search.contract import Document, IndexText

CHUNK = 200

Analyse = Callable[[Document], IndexText]
Analysed = tuple[Document, IndexText]
Pending = tuple[list[Document], Future[list[IndexText]]]


def analysed(
    documents: Iterable[Document], analyse: Analyse, processes: int | None = None
) -> Iterator[Analysed]:
    """Analyse many documents, in helper processes as soon as there are enough of them.

    The segmenter holds the interpreter's lock, so only processes use more than one core.
    """
    rest = iter(documents)
    first = list(islice(rest, 2 * CHUNK))
    processes = processes if processes is not None else min(4, os.cpu_count() or 1)
    many = len(first) == 2 * CHUNK
    if not many or processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from ((document, analyse(document)) for document in chain(first, rest))
        return
    analyse(first[0])  # loads the dictionary once, for all helpers
    yield from _in_processes(chain(first, rest), analyse, processes)


def _in_processes(
    documents: Iterator[Document], analyse: Analyse, processes: int
) -> Iterator[Analysed]:
    global _analyse
    _analyse = analyse  # reaches the helpers by fork, so it need not be picklable
    context = multiprocessing.get_context("fork")
    # Not multiprocessing.Pool, which waits for ever when a helper is killed.
    with ProcessPoolExecutor(processes, context, _end_with_parent, (os.getpid(),)) as pool:
        waiting: deque[Pending] = deque()
        while chunk := list(islice(documents, CHUNK)):
            waiting.append((chunk, pool.submit(_analyse_chunk, chunk)))
            if len(waiting) > 3 * processes:
                yield from _results(waiting.popleft())
        while waiting:
            yield from _results(waiting.popleft())


def _end_with_parent(parent: int) -> None:
    """A helper whose parent was killed would wait for work, and keep its files open, for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _results(pair: Pending) -> Iterator[Analysed]:
    chunk, texts = pair
    return zip(chunk, texts.result(), strict=True)


_analyse: Analyse | None = None


def _analyse_chunk(chunk: Sequence[Document]) -> list[IndexText]:
    if _analyse is None:
        raise RuntimeError("a helper process was not forked from the one that builds")
    return [_analyse(document) for document in chunk]
