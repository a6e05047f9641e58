"""How much longer a page takes while Elasticsearch is away, and how soon all is well again.

`python tests/benchmarks/away.py`: frozen, killed, and killed with its data removed, each with the
index of the host and with the database alone as the one that answers meanwhile. DRILL_SECONDS (60)
is how long it is away, DRILL_DOCUMENTS (2000) how much there is to find. Exit code 1 when a page
fails or keeps silent, a save is lost, or a page takes more than three times as long.
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
from pathlib import Path

SECONDS = float(os.environ.get("DRILL_SECONDS", "60"))
DOCUMENTS = int(os.environ.get("DRILL_DOCUMENTS", "2000"))
MOST = 3.0  # times as long as usual
CLEAN = 60.0  # seconds after its return

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main() -> int:
    """Print a line for each drill."""
    from tests.elasticsearch_node.node import Node
    from tests.search.drills.away import Accident, drill
    from tests.search.drills.site import prepare, served_copy

    good = True
    with tempfile.TemporaryDirectory(prefix="drill-") as name:
        folder = Path(name)
        (folder / "database").mkdir()
        prepare(folder / "database", DOCUMENTS)
        for number, (accident, local) in enumerate(itertools.product(Accident, (True, False))):
            node = Node(folder / f"node-{number}")
            try:
                place = folder / f"site-{number}"
                with served_copy(folder / "database", place, node.start(), local=local) as site:
                    seen = drill(site, node, accident, SECONDS)
            finally:
                node.kill()
            sys.stdout.write(f"{accident}, {'own index' if local else 'database'}: {seen}\n")
            sys.stdout.flush()
            broken = seen.failed or seen.unsaid or seen.cached or seen.lost
            good = good and not broken and seen.ratio <= MOST and seen.clean_after <= CLEAN
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
