"""No dead page, no lost save and nothing to do by hand when Elasticsearch goes away under load.

DRILL_SECONDS=60 lets it be away for longer; `tests/benchmarks/away.py` also compares times.
"""

from __future__ import annotations

import pytest

from tests.elasticsearch_node.node import Node
from tests.search.drills.away import CLEAN_SECONDS, Accident, drill
from tests.search.drills.conftest import SECONDS, Serve

pytestmark = pytest.mark.elasticsearch


@pytest.mark.parametrize(
    ("accident", "local"),
    [(Accident.FROZEN, True), (Accident.KILLED, False), (Accident.EMPTIED, True)],
    ids=["frozen", "killed", "emptied"],
)
def test_visitors_and_editors_do_not_mind(
    serve: Serve, elasticsearch_node: Node, accident: Accident, local: bool
) -> None:
    with serve(local=local) as site:
        seen = drill(site, elasticsearch_node, accident, SECONDS)
        logs = site.said("web.log") + site.said("drainer.log")

    assert seen.failed == []
    assert seen.reduced > 0
    assert seen.unsaid == []
    assert seen.cached == []
    assert seen.clean_after < CLEAN_SECONDS
    assert seen.saves > 0
    assert seen.lost == 0
    assert seen.is_normal_again
    assert "does not answer" in logs  # once each time that somebody tried
    assert "elastic_transport" not in logs
    assert "Traceback" not in logs
