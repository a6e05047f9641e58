from __future__ import annotations

import pytest

from tests.portal.approvals.factories import Office


@pytest.fixture
def office(db: None) -> Office:
    return Office()
