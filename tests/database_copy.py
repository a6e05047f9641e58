"""A copy of a database of the tests, for processes that are started beside them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connections


def copy_database(alias: str, target: Path) -> None:
    """Write what a database of the tests holds, committed, to a file.

    The file alone would not do: what was written last lies in the log beside it for as long as
    another connection is open. Nor would the connection of the tests: an own reader sees no row
    that is not committed.
    """
    with (
        closing(sqlite3.connect(connections[alias].settings_dict["NAME"])) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
