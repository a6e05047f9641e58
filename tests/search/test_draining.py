from __future__ import annotations

import threading

import pytest

from search import draining, faults
from search.draining import Drainer, Drainers
from search.engines.base import EngineUnavailable
from search.outbox import Drained
from tests.factories import ResourceFactory
from tests.search.memory_engine import MemoryEngine


@pytest.mark.django_db
def test_an_index_that_is_gone_is_made_anew_by_itself(
    memory_engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "close_old_connections", lambda: None)
    resource = ResourceFactory()
    memory_engine.documents = None
    drainer = Drainer("tantivy")

    drainer._heal()

    assert set(memory_engine.documents or ()) == {f"resource:{resource.pk}"}


def test_the_pause_grows_while_nothing_works_and_ends_on_stop(
    memory_engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    drainer = Drainer("tantivy")

    def fail(consumer: str) -> Drained:
        raise EngineUnavailable("full disk")

    class Awake(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            if len(pauses) == 4:
                monkeypatch.setattr(draining, "drain_consumer", lambda consumer: Drained())
            if len(pauses) == 5:
                drainer.stop.set()
            return True

    monkeypatch.setattr(draining, "drain_consumer", fail)
    monkeypatch.setattr(draining, "close_old_connections", lambda: None)
    monkeypatch.setattr(drainer, "_needs_a_look", lambda: False)
    drainer.awake = Awake()

    drainer.run()

    assert pauses == [1.0, 2.0, 4.0, 8.0, 0.5]


def test_no_thread_without_runserver() -> None:
    draining.start_beside_runserver()

    assert "search-drainer" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize("bidden", [True, False])
def test_a_drainer_that_dies_ends_the_others_and_is_told(
    two_in_memory: dict[str, MemoryEngine], monkeypatch: pytest.MonkeyPatch, bidden: bool
) -> None:
    """So that whoever started the process starts it anew."""

    def run(self: Drainer) -> None:
        if bidden or self.consumer == "tantivy":
            self.stop.wait()

    monkeypatch.setattr(Drainer, "run", run)
    drainers = Drainers()
    drainers.start()
    if bidden:
        drainers.end()

    assert drainers.wait() is bidden
    assert all(one.stop.is_set() for one in drainers.each)


@pytest.mark.django_db
def test_a_mapping_that_does_not_fit_is_told_and_mended(
    memory_engine: MemoryEngine,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(draining, "close_old_connections", lambda: None)
    drainer = Drainer("tantivy")
    assert drainer._drained()
    memory_engine.mapping_error = True
    row = ResourceFactory()

    assert not drainer._drained()
    assert "no such field" in faults.recent("tantivy").last[0].message
    assert "no such field" in caplog.text

    assert drainer._drained()  # by a new index
    assert set(memory_engine.documents or ()) == {f"resource:{row.pk}"}
    assert faults.recent("tantivy").count == 0


@pytest.mark.django_db
def test_a_rebuild_that_does_not_help_is_made_less_and_less_often(
    memory_engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "close_old_connections", lambda: None)
    seconds = [0.0]
    monkeypatch.setattr(draining.time, "monotonic", lambda: seconds[0])
    drainer = Drainer("tantivy")
    at = []
    while seconds[0] < 1000:
        memory_engine.mapping_error, built = True, memory_engine.built
        ResourceFactory()
        drainer._drained()
        if memory_engine.built > built:
            at.append(seconds[0])
        seconds[0] += 10.0

    assert at == [0.0, 60.0, 180.0, 420.0, 900.0]
