"""Fixtures for every test: no network, Thai as the language, people of each role."""

from __future__ import annotations

import shutil
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connections
from django.utils import translation
from pytest_django import DjangoDbBlocker

from search.engines import forget_engine
from tests import factories, postgresql_server
from tests.elasticsearch_node import availability as elasticsearch

pytest_plugins = ["tests.elasticsearch_node.fixtures"]

DEMANDED = elasticsearch.DEMANDED
FIRST_ROWS = pytest.StashKey[tuple[dict[str, sqlite3.Connection], DjangoDbBlocker]]()


def chromium() -> str | None:
    """The path of the browser that the tests drive."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_report_header() -> str:
    """Say in one line what is left out on this machine, and how to get it."""
    left_out = [elasticsearch.left_out(), postgresql_server.left_out()]
    if chromium() is None:
        left_out += ["the browser tests; they need Chromium (Debian: apt-get install chromium)"]
    told = "; ".join(filter(None, left_out))
    return f"left out: {told}" if told else "nothing is left out for want of a system part"


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> None:
    """Keep a copy of each database as the migrations made it."""
    copies = {}
    with django_db_blocker.unblock():
        for alias in connections:
            names = connections[alias].settings_dict
            if names["NAME"] != names["TEST"]["NAME"]:
                continue  # no test of this run asks for it, so it is the site's own
            copies[alias] = sqlite3.connect(":memory:", check_same_thread=False)
            connections[alias].ensure_connection()
            connections[alias].connection.backup(copies[alias])
            connections[alias].close()
    request.config.stash[FIRST_ROWS] = (copies, django_db_blocker)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Put the copy back after a test whose rows were committed.

    Django empties all tables behind such a test, those that migrations filled as well, and every
    other test of this run, and of the next one with `--reuse-db`, counts on these.
    """
    try:
        yield
    finally:  # also after a teardown that failed: one error shall not make a hundred
        marker = item.get_closest_marker("django_db")
        committed = marker is not None and marker.kwargs.get("transaction", False)
        if committed or "transactional_db" in getattr(item, "fixturenames", ()):
            _restore(item.config)


def _restore(config: pytest.Config) -> None:
    """Write the first rows back into each database."""
    copies, blocker = config.stash[FIRST_ROWS]
    with blocker.unblock():
        for alias, copy in copies.items():
            connections[alias].ensure_connection()
            copy.backup(connections[alias].connection)
            connections[alias].close()
        ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches beyond this machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0]
            if host not in ("127.0.0.1", "::1", "localhost"):
                raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _fresh_state() -> Iterator[None]:
    """Thai, and an empty cache, whatever an earlier test did."""
    cache.clear()
    with translation.override("th"):
        yield


@pytest.fixture(autouse=True)
def _own_search_index(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Each test has its own empty search folder, and none sees another's open engine."""
    settings.SEARCH_ROOT = tmp_path / "search"
    forget_engine()
    yield
    forget_engine()


@pytest.fixture
def superuser(db: None) -> Any:
    """Somebody who may do everything."""
    return factories.UserFactory(is_superuser=True, is_staff=True)
