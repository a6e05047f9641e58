"""Engines by name, each with its index below BENCH_ROOT.

Elasticsearch runs as a node of the benchmark's own, or where ELASTICSEARCH_URL says.
"""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.engines.base import Engine
from tests.benchmarks.catalogue import analyse
from tests.benchmarks.measuring import folder_size

VERSION = "bench"
PREFIX = "rianklai-bench"
HEAP_MB = 1024


@dataclass(frozen=True)
class Opened:
    """An engine, the process that serves it if that is another one, and the size of its index.

    `forget` drops answers that the server keeps, so that each query is worked out.
    """

    engine: Engine
    size: Callable[[], float]
    server: int | None = None
    is_remote: bool = False
    forget: Callable[[], None] = lambda: None


@contextmanager
def opened(name: str) -> Iterator[Opened]:
    """The engine with the documents of this run, or still empty."""
    folder = Path(os.environ["BENCH_ROOT"]) / name
    folder.mkdir(parents=True, exist_ok=True)
    with {"tantivy": _tantivy, "elasticsearch": _elasticsearch}[name](folder) as found:
        yield found


@contextmanager
def _tantivy(folder: Path) -> Iterator[Opened]:
    from search.engines.tantivy.engine import TantivyEngine

    yield Opened(TantivyEngine(folder, analyse, VERSION), lambda: folder_size(folder))


@contextmanager
def _elasticsearch(folder: Path) -> Iterator[Opened]:
    if given := os.environ.get("ELASTICSEARCH_URL"):
        yield _cluster(given.rstrip("/"))
        return
    from tests.elasticsearch_node.node import Node

    # The tests' node is made to start soon; one that is measured may compile as a real one does.
    os.environ["_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=4"
    node = Node(folder, heap_mb=HEAP_MB).start()
    try:
        yield _cluster(node.url, node.pid)
    finally:
        node.stop()


def _cluster(url: str, server: int | None = None) -> Opened:
    from search.engines.elasticsearch.configuration import Configuration
    from search.engines.elasticsearch.engine import ElasticsearchEngine

    def ask(path: str, method: str = "GET") -> Any:
        request = urllib.request.Request(f"{url}/{PREFIX}*/{path}", method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)

    def size() -> float:
        stored: int = ask("_stats/store")["_all"]["total"]["store"]["size_in_bytes"]
        return stored / 1024**2

    engine = ElasticsearchEngine(
        Configuration(urls=(url,), prefix=PREFIX, wait_for_refresh=True),
        analyse=analyse,
        analyser_version=VERSION,
    )
    return Opened(engine, size, server, True, lambda: ask("_cache/clear?request=true", "POST"))
