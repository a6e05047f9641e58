from __future__ import annotations

import threading

import pytest

from search import draining
from search.draining import Drainer
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
