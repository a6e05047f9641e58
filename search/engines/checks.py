"""What Django's own check says of the engine that the settings choose, before anything runs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

ENGINES = ("tantivy", "elasticsearch")
# What the cluster takes as the beginning of a name, and what leaves room for the rest of ours.
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


@register()
def engine_settings(**_kwargs: Any) -> list[CheckMessage]:
    """Whether the engine is one that we have, and whether all that it needs is there."""
    if settings.SEARCH_ENGINE not in ENGINES:
        told = f"no search engine is called {settings.SEARCH_ENGINE!r}"
        return [
            Error(told, hint=f"SEARCH_ENGINE is one of {', '.join(ENGINES)}.", id="search.E002")
        ]
    return list(_of_elasticsearch()) if settings.SEARCH_ENGINE == "elasticsearch" else []


def _of_elasticsearch() -> Iterator[CheckMessage]:
    yield from _of_addresses()
    yield from _of_credentials()
    if not _PREFIX.fullmatch(settings.ELASTICSEARCH_INDEX_PREFIX):
        yield Error(
            f"{settings.ELASTICSEARCH_INDEX_PREFIX!r} cannot begin the name of an index",
            hint="ELASTICSEARCH_INDEX_PREFIX has small Latin letters, digits, - and _ only.",
            id="search.E007",
        )
    if settings.ELASTICSEARCH_SHARDS < 1 or settings.ELASTICSEARCH_REPLICAS < 0:
        yield Error(
            "an index has at least one shard, and no less than no replica",
            hint="Set ELASTICSEARCH_SHARDS to 1 or more, ELASTICSEARCH_REPLICAS to 0 or more.",
            id="search.E008",
        )


def _of_addresses() -> Iterator[CheckMessage]:
    if not settings.ELASTICSEARCH_URL:
        yield Error(
            "Elasticsearch is chosen, but nothing says where it is",
            hint="Set ELASTICSEARCH_URL, as in https://search.example:9200.",
            id="search.E003",
        )
    if wrong := [each for each in settings.ELASTICSEARCH_URL if not _is_address(each)]:
        yield Error(
            f"this is no address of Elasticsearch: {', '.join(wrong)}",
            hint="ELASTICSEARCH_URL needs http:// or https://, a host and a port.",
            id="search.E004",
        )


def _of_credentials() -> Iterator[CheckMessage]:
    user, password = settings.ELASTICSEARCH_USER, settings.ELASTICSEARCH_PASSWORD
    if (settings.ELASTICSEARCH_API_KEY and (user or password)) or bool(user) != bool(password):
        yield Error(
            "it is not clear who we are in Elasticsearch",
            hint="Set ELASTICSEARCH_API_KEY, or else both ELASTICSEARCH_USER and"
            " ELASTICSEARCH_PASSWORD.",
            id="search.E005",
        )
    path = settings.ELASTICSEARCH_CA_CERTS
    if path and not os.access(path, os.R_OK):
        yield Error(
            f"the certificates of Elasticsearch cannot be read: {path}",
            hint="ELASTICSEARCH_CA_CERTS is the path of a PEM file.",
            id="search.E006",
        )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname and parts.port)
    except ValueError:
        return False
