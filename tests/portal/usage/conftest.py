"""A spool of its own for every test, both databases, and the ways to look into them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from portal.schools.addresses import forget_ranges
from portal.usage.spool import spool
from tests.portal.usage.site import Devices


@pytest.fixture(autouse=True)
def _own_spool(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Nothing of another test lies in the spool, in the counters or in memory."""
    settings.USAGE_ROOT = tmp_path / "usage"
    spool.begin()
    caches["usage"].clear()
    forget_ranges()
    yield
    spool.begin()
    forget_ranges()


@pytest.fixture
def devices() -> Devices:
    """Browsers that confirm what they show."""
    return Devices(Client)
