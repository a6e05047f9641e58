"""The five procedures, seeded once for a whole test module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from portal.procedures.models import Procedure
from portal.procedures.seeding import seed
from tests.search.conftest import memory_engine  # noqa: F401  shared with the tests of search
from tests.seeded_site import seeded_once


@pytest.fixture(scope="module")
def _seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield from seeded_once(django_db_blocker, lambda: seed(lambda _line: None))


@pytest.fixture
def five(_seeded: None, db: None) -> dict[str, Procedure]:
    """The procedures by code."""
    return {row.code: row for row in Procedure.objects.all()}
