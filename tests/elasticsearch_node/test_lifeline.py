"""No node outlives those who use it, however they end."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.elasticsearch_node.node import STOP_SECONDS
from tests.elasticsearch_node.shared import shared_node

pytestmark = pytest.mark.usefixtures("elasticsearch_home")

STARTS_A_NODE = """
import sys, time
from pathlib import Path
from tests.elasticsearch_node.node import Node

node = Node(Path(sys.argv[1]), heap_mb=256).start()
if sys.argv[2] == "frozen":
    node.freeze()
print(node.url, flush=True)
time.sleep(600)
"""


def answers(url: str) -> bool:
    """Whether a node answers there."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=5):  # noqa: S310
            return True
    except OSError:
        return False


def is_running(node_folder: Path) -> bool:
    """Whether a process has this node's configuration."""
    wanted = str(node_folder / "config").encode()
    return any(wanted in command for command in _commands())


def is_gone(node_folder: Path) -> bool:
    """Whether, after some patience, there is no such process any more."""
    deadline = time.monotonic() + STOP_SECONDS
    while is_running(node_folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not is_running(node_folder)


def _commands() -> list[bytes]:
    """The command line of every Java process."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes()
        except OSError:  # it ended meanwhile
            continue
        if command.startswith(b"java\0"):
            found.append(command)
    return found


@pytest.mark.parametrize("state", ["running", "frozen"])
def test_a_node_ends_with_killed_tests(tmp_path: Path, state: str) -> None:
    folder = tmp_path / "orphan"
    tests = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", STARTS_A_NODE, str(folder), state],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert tests.stdout is not None
    with tests.stdout:
        assert tests.stdout.readline().startswith(b"http://127.0.0.1:")
        assert is_running(folder)

        tests.kill()
        tests.wait()

    assert is_gone(folder)


def test_the_last_to_leave_ends_a_shared_node(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with shared_node(folder) as first:
        with shared_node(folder) as second:
            assert second == first
        assert answers(first)

    assert not answers(first)
    assert not (folder / "node").exists()
