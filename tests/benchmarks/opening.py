"""Engines by name, each with an index below BENCH_ROOT or on a node of the benchmark's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from search.engines.base import Engine
from tests.benchmarks.catalogue import analyse
from tests.benchmarks.measuring import folder_size

VERSION = "bench"


@dataclass(frozen=True)
class Opened:
    """An engine, the process that serves it if that is another one, and the size of its index.

    `forget` drops answers that the server keeps, so that each query is worked out.
    """

    engine: Engine
    size: Callable[[], float]
    server: int | None = None
    forget: Callable[[], None] = lambda: None


@contextmanager
def opened(name: str) -> Iterator[Opened]:
    """The engine with the documents of this run, or still empty."""
    folder = Path(os.environ["BENCH_ROOT"]) / name
    folder.mkdir(parents=True, exist_ok=True)
    with {"tantivy": _tantivy}[name](folder) as found:
        yield found


@contextmanager
def _tantivy(folder: Path) -> Iterator[Opened]:
    from search.engines.tantivy.engine import TantivyEngine

    yield Opened(TantivyEngine(folder, analyse, VERSION), lambda: folder_size(folder))
