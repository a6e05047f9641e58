"""Fixtures of the room: an office that makes plans."""

from __future__ import annotations

import pytest

from tests.portal.plans.factories import Office


@pytest.fixture
def office(db: None) -> Office:
    """The site, its people and the approval."""
    return Office()
