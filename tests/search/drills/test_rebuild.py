"""A rebuild while visitors search and twenty saves a second go on.

DRILL_DOCUMENTS=100000 does it with more.
"""

from __future__ import annotations

import math
import time

import pytest

from tests.search.drills.away import is_clean, when
from tests.search.drills.clients import PATHS, Clients, ask
from tests.search.drills.conftest import Serve
from tests.search.drills.saving import Saving

pytestmark = pytest.mark.elasticsearch

RATE = 20.0


def test_nobody_notices_a_rebuild(serve: Serve) -> None:
    with serve(local=False) as site:
        found = {path for path in PATHS if not ask(site.port, path).is_empty}
        assert len(found) > len(PATHS) / 2
        with Clients(site.port, 2) as visitors, Saving(site, RATE) as saving:
            time.sleep(2)
            begun = time.monotonic()
            site.manage("rebuild_search")
            ended = time.monotonic()
            time.sleep(2)
        clean_at = when(lambda: is_clean(site))
        lost = saving.lost()

    assert visitors.between(begun, ended)
    assert [page for page in visitors.pages if page.failed or page.is_reduced] == []
    assert [page for page in visitors.pages if page.is_empty and page.path in found] == []
    assert saving.saves > RATE
    assert clean_at < math.inf
    assert lost == 0
