"""Rebuilds of each index, the way back, what is kept of it, and an index made by older rules."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from catalog.models import Resource
from search import checking, draining, outbox, sources
from search.draining import Drainer
from search.engines.base import EngineUnavailable, GateRefused
from search.locking import lock
from search.models import Outbox, RebuildRun
from search.rebuilding import reason_to_rebuild, rebuild, rollback
from tests.factories import ResourceFactory
from tests.search.memory_engine import MemoryEngine
from tests.search.remote_engine import RemoteEngine

pytestmark = pytest.mark.django_db

Both = dict[str, MemoryEngine]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_PAUSE", 0)
    monkeypatch.setattr(draining, "close_old_connections", lambda: None)


def outcomes(consumer: str = "tantivy") -> list[str]:
    return list(RebuildRun.objects.filter(consumer=consumer).values_list("outcome", flat=True))


def silently(row: Resource, title: str) -> None:
    """A change of which no signal tells."""
    Resource.objects.filter(pk=row.pk).update(name_th=title)


# --- each index by itself -----------------------------------------------------------------


def test_the_command_makes_all_or_the_named_one(two_in_memory: Both) -> None:
    ResourceFactory()
    call_command("rebuild_search", verbosity=0)
    assert [engine.built for engine in two_in_memory.values()] == [1, 1]
    call_command("rebuild_search", engine="tantivy", verbosity=0)
    assert [engine.built for engine in two_in_memory.values()] == [1, 2]
    with pytest.raises(CommandError, match="elasticsearch, tantivy"):
        call_command("rebuild_search", engine="solr")


def test_one_that_is_away_keeps_no_other_from_its_turn(
    two_in_memory: Both, capsys: pytest.CaptureFixture[str]
) -> None:
    ResourceFactory()
    two_in_memory["elasticsearch"].is_away = True
    two_in_memory["tantivy"].documents = None

    with pytest.raises(CommandError, match=r"elasticsearch: .*connection refused"):
        call_command("rebuild_search", if_needed=True, verbosity=0)
    assert two_in_memory["tantivy"].built == 1
    with pytest.raises(CommandError, match="elasticsearch: "):
        call_command("search_check", repair=True)

    assert two_in_memory["elasticsearch"].built == 0
    two_in_memory["elasticsearch"].is_away = False
    call_command("search_check")


def test_check_and_repair_mind_every_index(two_in_memory: Both) -> None:
    row = ResourceFactory()
    call_command("search_check")
    del two_in_memory["tantivy"].documents[f"resource:{row.pk}"]

    with pytest.raises(CommandError, match=r"^tantivy: "):
        call_command("search_check")
    call_command("search_check", repair=True)

    assert two_in_memory["tantivy"].documents == two_in_memory["elasticsearch"].documents
    assert not Outbox.objects.unapplied().exists()


def test_drainers_of_a_shared_engine_wait_until_the_switch(two_in_memory: Both) -> None:
    ResourceFactory()
    seen = []
    engine = two_in_memory["elasticsearch"]
    build = engine.rebuild

    def watched(documents: Any, replay: Any, *others: Any) -> Any:
        def looked() -> Any:
            changes = replay()
            with lock("drain", "elasticsearch") as free:
                seen.append(free)
            return changes

        return build(documents, looked, *others)

    engine.rebuild = watched  # type: ignore[method-assign]
    rebuild(consumer="elasticsearch")

    assert seen == [False]
    with lock("drain", "elasticsearch") as free:
        assert free


def test_a_rebuild_settles_what_waits(two_in_memory: Both) -> None:
    engine = two_in_memory["elasticsearch"]
    before, meanwhile = ResourceFactory(), []
    engine.while_building = lambda: meanwhile.append(ResourceFactory())

    rebuild(consumer="elasticsearch")

    assert engine.commits == []
    assert set(engine.documents) == {f"resource:{row.pk}" for row in (before, *meanwhile)}
    assert not Outbox.objects.of("elasticsearch").unapplied().exists()
    assert Outbox.objects.of("tantivy").unapplied().count() == 2


# --- what is kept of it -------------------------------------------------------------------


def test_every_end_is_kept(memory_engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    ResourceFactory()
    rebuild()
    with monkeypatch.context() as patch:
        patch.setattr(
            type(sources.sources()["resource"]), "keys", lambda self: {"resource:0"}, raising=False
        )
        with pytest.raises(GateRefused):
            rebuild()
    memory_engine.is_away = True
    for _ in range(3):  # as a drainer tries it again and again
        with pytest.raises(EngineUnavailable):
            rebuild()

    assert outcomes() == ["failed", "refused", "passed"]
    refused = RebuildRun.objects.get(outcome="refused")
    assert "missing 1: resource:0" in refused.message
    passed = RebuildRun.objects.get(outcome="passed")
    assert (passed.documents, passed.generation) == (1, "memory-1")


def test_the_history_is_short(memory_engine: MemoryEngine) -> None:
    for _ in range(RebuildRun.KEPT + 3):
        rebuild()
    assert len(outcomes()) == RebuildRun.KEPT
    latest = RebuildRun.objects.first()
    assert latest
    assert latest.generation == f"memory-{RebuildRun.KEPT + 3}"


def test_a_refusal_names_what_is_out_of_date(
    memory_engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> Any:
        raise GateRefused(set(), set(), {"resource:7"})

    monkeypatch.setattr(memory_engine, "rebuild", refused)
    with pytest.raises(CommandError, match=r"1 \(resource:7\)"):
        call_command("rebuild_search")


# --- the way back -------------------------------------------------------------------------


def test_after_a_rollback_what_came_since_is_brought_in_again(
    memory_engine: MemoryEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, goes = ResourceFactory(name_th="เดิม"), ResourceFactory()
    goes_key = f"resource:{goes.pk}"
    rebuild()
    kept.name_th = "ใหม่"
    kept.save()
    goes.delete()
    outbox.drain()
    memory_engine.previous = None
    rebuild()
    memory_engine.previous = dict(memory_engine.documents)
    added = ResourceFactory()
    outbox.drain()

    call_command("rebuild_search", rollback=True)

    assert "memory-1" in capsys.readouterr().out
    titles = {key: document.title for key, document in memory_engine.documents.items()}
    assert titles[f"resource:{kept.pk}"] == "ใหม่"
    assert f"resource:{added.pk}" in titles
    assert goes_key not in titles
    assert outcomes()[0] == "rolled_back"
    call_command("search_check")


def test_on_the_real_engine_as_well(remote_and_local: RemoteEngine) -> None:
    row = ResourceFactory(name_th="เศษส่วน")
    first = rebuild(consumer="tantivy")
    second = rebuild(consumer="tantivy")
    row.name_th = "ทศนิยม"
    row.save()
    outbox.drain_consumer("tantivy")
    assert second.previous == first.generation

    status = rollback("tantivy")

    assert status.generation == first.generation
    assert checking.check("tantivy").clean


def test_what_cannot_be_replayed_is_said(
    memory_engine: MemoryEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    row = ResourceFactory(name_th="เดิม")
    rebuild()
    silently(row, "ใหม่")
    rebuild()
    Outbox.objects.all().delete()  # as after a day

    call_command("rebuild_search", rollback=True)

    with pytest.raises(CommandError):
        call_command("search_check")
    assert f"resource:{row.pk}" in capsys.readouterr().out


def test_with_nothing_before_there_is_no_way_back(memory_engine: MemoryEngine) -> None:
    with pytest.raises(CommandError, match="no index before"):
        call_command("rebuild_search", rollback=True)
    assert outcomes() == []  # what the last gate said stays the last word


# --- other rules --------------------------------------------------------------------------


def test_an_index_by_older_rules_serves_until_the_drainer_made_it_anew(
    memory_engine: MemoryEngine,
) -> None:
    row = ResourceFactory()
    rebuild()
    memory_engine.is_outdated = True
    row.name_th = "ใหม่"
    row.save()
    outbox.drain()
    assert memory_engine.documents[f"resource:{row.pk}"].title == "ใหม่"
    assert "other rules" in reason_to_rebuild()
    with pytest.raises(CommandError):
        call_command("search_check")

    assert Drainer("tantivy")._drained()

    assert memory_engine.built == 2
    assert reason_to_rebuild() == ""


def test_an_engine_that_is_away_is_not_made_anew(memory_engine: MemoryEngine) -> None:
    memory_engine.is_away = True
    drainer = Drainer("tantivy")
    ResourceFactory()
    for _ in range(3):
        assert not drainer._drained()
    assert outcomes() == []

    memory_engine.is_away = False
    assert drainer._drained()
    assert checking.check().clean
    assert memory_engine.built == 0 or outcomes() == ["passed"]
