"""How tests use the real node: names of their own there, and settings that suit a busy machine."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search import engines
from search.engines.elasticsearch.configuration import Configuration


def configuration(url: str, prefix: str, **changes: Any) -> Configuration:
    """Quick to show changes, and patient."""
    usual = Configuration(
        urls=(url,),
        prefix=prefix.rstrip("-"),
        connect_seconds=5,
        request_seconds=60,
        refresh_interval="20ms",
        wait_for_refresh=True,
    )
    return replace(usual, **changes)


@contextmanager
def own_prefix(url: str) -> Iterator[str]:
    """A beginning of names for more than one test; what has it is deleted afterwards."""
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    yield prefix
    with Elasticsearch(url) as client:
        if found := client.indices.get(index=f"{prefix}*", features="aliases"):
            client.indices.delete(index=list(found))  # by full names: a pattern is refused


@contextmanager
def chosen_engine(url: str, prefix: str) -> Iterator[None]:
    """The site's engine is this node."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "SEARCH_ENGINE": "elasticsearch",
            "ELASTICSEARCH_URL": [url],
            "ELASTICSEARCH_INDEX_PREFIX": prefix,
            "ELASTICSEARCH_CONNECT_SECONDS": 5,
            "ELASTICSEARCH_REQUEST_SECONDS": 60,
        }.items():
            patch.setattr(f"django.conf.settings.{name}", value)
        engines.forget_engine()
        yield
    engines.forget_engine()
