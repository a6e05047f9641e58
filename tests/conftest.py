"""Fixtures for every test: no network, Thai as the language, people of each role."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation

from tests import factories

# With this variable at 1 a missing system part is a failure (continuous integration).
DEMANDED = "RIANKLAI_REQUIRE_SYSTEM_PARTS"


def chromium() -> str | None:
    """The path of the browser that the tests drive."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_report_header() -> str:
    """Say in one line what is left out on this machine, and how to get it."""
    if chromium() is None:
        return "left out: the browser tests; they need Chromium (Debian: apt-get install chromium)"
    return "nothing is left out for want of a system part"


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


@pytest.fixture
def superuser(db: None) -> Any:
    """Somebody who may do everything."""
    return factories.UserFactory(is_superuser=True, is_staff=True)
