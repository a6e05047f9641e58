"""SQLite and PostgreSQL count the same events into identical rows, by the same text of SQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.elasticsearch_node.availability import DEMANDED
from tests.postgresql_server import binaries, server

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(
    binaries() is None and os.environ.get(DEMANDED) != "1", reason="no PostgreSQL server here"
)


def rows_by(folder: Path, **environment: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.portal.usage.engine_rows"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PYTHONPATH": str(ROOT),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_both_engines_have_the_same_rows(tmp_path: Path) -> None:
    for name in ("sqlite", "postgresql"):
        (tmp_path / name).mkdir()
    on_sqlite = rows_by(tmp_path / "sqlite")
    with server() as url:
        on_postgresql = rows_by(tmp_path / "postgresql", DATABASE_URL=url)

    cubes = on_sqlite[0]
    assert all(cubes.values()), "a cube without rows compares nothing"
    quality = cubes["UsageDayQuality"]
    assert any(row[4] for row in quality), "nobody was too busy"
    assert on_sqlite == on_postgresql
