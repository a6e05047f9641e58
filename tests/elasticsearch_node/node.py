"""One server process: started, frozen, killed and restarted as a drill needs it."""

from __future__ import annotations

import json
import random
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.elasticsearch_node.homes import ready_home

START_SECONDS = 180  # a patient upper limit for a busy machine; a start takes a few seconds
STOP_SECONDS = 30
# Class data sharing, one garbage collector thread and the quick compiler: made to start soon.
JAVA = ["-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
SETTINGS = """\
cluster.name: {cluster}
node.name: tests
path.data: {folder}/data
path.logs: {folder}/logs
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
transport.port: 0
cluster.routing.allocation.disk.threshold_enabled: false
"""


class NodeDiedError(RuntimeError):
    """The process ended before it answered; its last words are in the message."""


def free_port() -> int:
    """A port below the range from which the system gives ports to clients.

    A client that asks again and again for a dead server's port would, within that range, one day
    be given the same port for its own end and so be connected with itself.
    """
    picked = random.SystemRandom()
    while True:
        port = picked.randrange(15_000, 30_000)
        with socket.socket() as attempt:
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Node:
    """A real node on 127.0.0.1 that ends, at the latest, with the process that started it.

    Its standard input is the lifeline: the node ends when nobody holds the other end any more,
    and so also after `kill -9` of the tests. Without `lifeline` this object alone holds it.
    """

    def __init__(
        self,
        folder: Path,
        heap_mb: int = 512,
        flavour: str = "elasticsearch-8",
        lifeline: int | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder.resolve()
        self.heap_mb = heap_mb
        self.flavour = flavour
        self.port = free_port()
        self._lifeline = lifeline
        self._more_settings = dict(settings or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._thawing: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The same before and after a restart."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process as the system knows it."""
        assert self._process is not None, "the node was not started"
        return self._process.pid

    def start(self) -> Node:
        """Start the process and wait until it answers."""
        assert not self.running(), "the node is running"
        home = ready_home(self.flavour)
        config = self.folder / "config"
        for path in (config, self.folder / "data", self.folder / "logs"):
            path.mkdir(parents=True, exist_ok=True)
        product = self.flavour.rpartition("-")[0]
        (config / f"{product}.yml").write_text(self._settings())
        heap = [f"-Xms{self.heap_mb // 4}m", f"-Xmx{self.heap_mb}m"]
        command = ["java", *JAVA, *heap, "-cp", f"{home}/classes:{home}/lib/*"]
        with self._console().open("ab") as console:
            self._process = subprocess.Popen(  # noqa: S603
                [*command, "TestNode", str(home), str(config)],
                stdin=subprocess.PIPE if self._lifeline is None else self._lifeline,
                stdout=console,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,  # Ctrl+C is for the tests; they end the node
            )
        self._wait_until_healthy()
        return self

    def running(self) -> bool:
        """Whether there is a process, frozen or not."""
        return self._process is not None and self._process.poll() is None

    def ask(self, path: str, timeout: float = 10) -> Any:
        """The node's own answer to a GET, past any front or client."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=timeout) as answer:  # noqa: S310
            return json.load(answer)

    def stop(self) -> None:
        """Let it end in good order (SIGTERM)."""
        self.thaw()
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL)."""
        self._end(signal.SIGKILL)
        self.thaw()

    def freeze(self) -> None:
        """Stop its time: connections are accepted by the system, and nothing is answered."""
        assert self._thawing is None, "the node is frozen"
        self._process_signal(signal.SIGSTOP)
        # A frozen node cannot see its lifeline end: this shell wakes it when our end is closed.
        self._thawing = subprocess.Popen(  # noqa: S603
            ["/bin/sh", "-c", 'read -r _; kill -CONT "$1" 2>/dev/null', "thaw", str(self.pid)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def thaw(self) -> None:
        """Let its time go on; nothing happens to a node that is not frozen."""
        if self._thawing is not None:
            self._thawing.communicate()
            self._thawing = None

    def restart(self) -> None:
        """Stop if it runs, and start on the same port with the same data."""
        if self.running():
            self.stop()
        self.start()

    def remove_data(self) -> None:
        """Forget every index; the node must be down."""
        assert not self.running(), "the node is running"
        shutil.rmtree(self.folder / "data", ignore_errors=True)

    def resident_mb(self) -> float:
        """Memory that the process holds now."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def _settings(self) -> str:
        text = SETTINGS.format(cluster=self.flavour, folder=self.folder, port=self.port)
        return text + "".join(f"{key}: {value}\n" for key, value in self._more_settings.items())

    def _console(self) -> Path:
        return self.folder / "logs" / "console.log"

    def _process_signal(self, number: signal.Signals) -> None:
        assert self._process is not None, "the node was not started"
        self._process.send_signal(number)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(number)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _wait_until_healthy(self) -> None:
        """`GET /` is no sign of life here: this node lacks the module that answers it."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if not self.running():
                raise NodeDiedError(f"{self.flavour} ended at its start: {self._last_words()}")
            try:
                if self.ask("/_cluster/health")["status"] in ("yellow", "green"):
                    return
            except (OSError, ValueError):
                pass
            time.sleep(0.1)
        self.kill()
        raise NodeDiedError(f"{self.flavour} did not answer in time: {self._last_words()}")

    def _last_words(self) -> str:
        return self._console().read_text(errors="replace")[-3000:]
