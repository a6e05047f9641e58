"""Engines, and which of them this site uses."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from .base import Engine


def get_engine() -> Engine:
    """The engine that the settings name, one object per process and folder."""
    root = getattr(settings, "SEARCH_ROOT", None) or settings.DATA_DIR / "search"
    return _engine(getattr(settings, "SEARCH_ENGINE", "tantivy"), Path(root))


def forget_engine() -> None:
    """Open everything anew at the next search, as tests with their own folders need."""
    _engine.cache_clear()


@cache
def _engine(name: str, root: Path) -> Engine:
    if name == "tantivy":
        from .tantivy.engine import TantivyEngine

        return TantivyEngine(root)
    if name == "elasticsearch":
        from .elasticsearch.engine import ElasticsearchEngine

        return ElasticsearchEngine()
    raise ValueError(f"no search engine is called {name!r}")
