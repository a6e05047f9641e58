"""Whether this machine can run the node, and what is said where it cannot."""

from __future__ import annotations

import os
import shutil

from tests.elasticsearch_node.homes import home_of

# With this variable at 1 a missing system part is a failure (continuous integration).
DEMANDED = "RIANKLAI_REQUIRE_SYSTEM_PARTS"
# The address of an Elasticsearch that runs already; drills start nodes of their own all the same.
GIVEN = "ELASTICSEARCH_URL"


def missing(flavour: str = "elasticsearch-8") -> str:
    """What this machine lacks to run a node; empty if nothing."""
    tools = ["java"] if home_of(flavour).exists() else ["java", "javac", "mvn"]
    return ", ".join(tool for tool in tools if shutil.which(tool) is None)


def left_out() -> str:
    """What of these tests cannot run here and how to get it; empty if all can."""
    lacking = missing()
    if not lacking:
        return ""
    which = "the drills of Elasticsearch" if os.environ.get(GIVEN) else "the Elasticsearch tests"
    get = "apt-get install openjdk-17-jdk-headless maven"
    return f"{which}; they need {lacking} (Debian: {get})"
