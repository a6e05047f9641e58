"""A site and a node for each drill; the database is made once for all of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.database_copy import copy_database
from tests.elasticsearch_node.node import Node
from tests.search.drills.site import Site, prepare, served_copy

# Seconds for which the engine is away, and documents: more for the full drills.
SECONDS = float(os.environ.get("DRILL_SECONDS", "8"))
DOCUMENTS = int(os.environ.get("DRILL_DOCUMENTS", "2000"))

Serve = Callable[..., AbstractContextManager[Site]]


@pytest.fixture(scope="package")
def drill_database(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database to be copied; that of the tests saves it the migrations."""
    folder = tmp_path_factory.mktemp("drill")
    if connection.vendor == "sqlite":
        copy_database("default", folder / "db.sqlite3")
    prepare(folder, DOCUMENTS)
    return folder


@pytest.fixture
def serve(drill_database: Path, elasticsearch_node: Node, tmp_path: Path) -> Serve:
    """Serves a copy of the site on the drill's own node, with or without an index of the host."""

    @contextmanager
    def serving(*, local: bool) -> Iterator[Site]:
        with served_copy(
            drill_database, tmp_path / "site", elasticsearch_node, local=local
        ) as site:
            yield site

    return serving
