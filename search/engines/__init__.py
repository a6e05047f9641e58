"""Engines, and which of them this site uses."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

from django.conf import settings

from search import consumers
from search.breaker import Breaker

from .base import Engine


def get_engine(consumer: str | None = None) -> Engine:
    """The engine of a consumer of this host, or the site's; one object per process and folder.

    Raises:
        ValueError: for a consumer of another host, or one that the settings do not know.
    """
    here = consumers.here()
    name = consumers.main() if consumer is None else consumer
    if name not in here:
        raise ValueError(f"no search index {name!r} is kept on this host, only {', '.join(here)}")
    return _engine(here[name], Path(settings.SEARCH_ROOT))


@cache
def main_breaker() -> Breaker:
    """What this process has seen of the site's engine lately."""
    return Breaker(time.monotonic)


def forget_engine() -> None:
    """Open everything anew at the next search, as tests with their own folders need."""
    _engine.cache_clear()
    main_breaker.cache_clear()


@cache
def _engine(name: str, root: Path) -> Engine:
    if name == consumers.EMBEDDED:
        from .tantivy.engine import TantivyEngine

        return TantivyEngine(root)
    if name == "elasticsearch":
        from .elasticsearch.engine import ElasticsearchEngine

        return ElasticsearchEngine()
    raise ValueError(f"no search engine is called {name!r}")
