"""A process that rebuilds an index in the cluster, to be killed.

`python -m tests.search.engines.cluster_worker URL PREFIX DOCUMENTS`
"""

from __future__ import annotations

import sys

from search.engines.elasticsearch.engine import ElasticsearchEngine

from .cluster import configuration
from .conftest import fill
from .material import analyse, document

if __name__ == "__main__":
    url, prefix, number = sys.argv[1:]
    engine = ElasticsearchEngine(configuration(url, prefix), analyse, "test")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        fill(engine, [document(n) for n in range(int(number))])
