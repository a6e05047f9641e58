"""Several indexes side by side: each has its own rows, and none waits for another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from search import consumers, draining, outbox
from search.draining import Drainer
from search.engines import get_engine
from search.engines.base import EngineFault, EngineUnavailable
from search.locking import lock
from search.models import Outbox, OutboxQuerySet
from tests.factories import ResourceFactory, SubjectFactory
from tests.search.memory_engine import MemoryEngine

pytestmark = pytest.mark.django_db

Both = dict[str, MemoryEngine]


def waiting(consumer: str) -> int:
    return Outbox.objects.of(consumer).pending().count()


def faults_of_settings() -> list[str | None]:
    return [each.id for each in run_checks() if str(each.id).startswith("search.")]


# --- who there is -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("engine", "local", "node", "nodes", "everywhere", "here", "spare"),
    [
        ("tantivy", False, "", [], ["tantivy"], ["tantivy"], None),
        ("tantivy", True, "", [], ["tantivy"], ["tantivy"], None),
        ("tantivy", False, "b", ["a", "b"], ["tantivy@a", "tantivy@b"], ["tantivy@b"], None),
        ("elasticsearch", False, "", [], ["elasticsearch"], ["elasticsearch"], None),
        ("elasticsearch", False, "a", ["a", "b"], ["elasticsearch"], ["elasticsearch"], None),
        ("elasticsearch", True, "", [], ["elasticsearch", "tantivy"], None, "tantivy"),
        (
            *("elasticsearch", True, "a", ["a", "b"]),
            ["elasticsearch", "tantivy@a", "tantivy@b"],
            ["elasticsearch", "tantivy@a"],
            "tantivy@a",
        ),
    ],
)
def test_who_hears_of_changes(
    settings: Any,
    engine: str,
    local: bool,
    node: str,
    nodes: list[str],
    everywhere: list[str],
    here: list[str] | None,
    spare: str | None,
) -> None:
    settings.SEARCH_ENGINE, settings.SEARCH_LOCAL_INDEX = engine, local
    settings.SEARCH_NODE, settings.SEARCH_NODES = node, nodes
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9200"]

    assert list(consumers.everywhere()) == everywhere
    assert list(consumers.here()) == (here or everywhere)
    assert consumers.main() == (here or everywhere)[0]
    assert consumers.spare() == spare
    assert faults_of_settings() == []


@pytest.mark.parametrize(
    ("node", "nodes"), [("a", []), ("", ["a"]), ("c", ["a", "b"]), ("x" * 40, ["x" * 40])]
)
def test_nodes_that_do_not_fit_are_refused(settings: Any, node: str, nodes: list[str]) -> None:
    settings.SEARCH_NODE, settings.SEARCH_NODES = node, nodes
    assert faults_of_settings() == ["search.E001"]


def test_only_what_lies_here_is_opened(settings: Any) -> None:
    settings.SEARCH_NODE, settings.SEARCH_NODES = "a", ["a", "b"]
    assert list(consumers.here()) == ["tantivy@a"]
    with pytest.raises(ValueError, match="tantivy@a"):
        get_engine("tantivy@b")


# --- rows -------------------------------------------------------------------------------


def test_every_consumer_has_its_row(settings: Any, two_in_memory: Both) -> None:
    settings.SEARCH_NODE, settings.SEARCH_NODES = "a", ["a", "b"]
    subject = SubjectFactory()
    Outbox.objects.all().delete()
    row = ResourceFactory(subjects=[subject])
    key = f"resource:{row.pk}"
    names = Outbox.objects.filter(key=key).values_list("consumer", flat=True)
    assert sorted(names) == ["elasticsearch", "tantivy@a", "tantivy@b"]

    subject.save()  # as one statement for each consumer
    assert {waiting(name) for name in consumers.everywhere()} == {2}

    outbox.drain()

    assert [waiting(name) for name in consumers.everywhere()] == [0, 0, 2]
    assert key in two_in_memory["tantivy"].documents


@pytest.mark.parametrize("dead", ["elasticsearch", "tantivy"])
@pytest.mark.parametrize("fault", ["away", "no index", "mapping", "disk"])
def test_one_that_is_dead_holds_up_nobody(two_in_memory: Both, dead: str, fault: str) -> None:
    other = {"elasticsearch": "tantivy", "tantivy": "elasticsearch"}[dead]
    engine = two_in_memory[dead]
    row = ResourceFactory()
    engine.is_away = fault == "away"
    engine.mapping_error, engine.full_disk = fault == "mapping", fault == "disk"
    if fault == "no index":
        engine.documents = None

    for number in range(4):
        row.name_th = f"รุ่น {number}"
        row.save()
        with pytest.raises((EngineUnavailable, EngineFault)):
            outbox.drain()
        assert two_in_memory[other].documents[f"resource:{row.pk}"].title == row.name_th

    assert waiting(other) == 0
    rows = Outbox.objects.of(dead)
    assert waiting(dead) == rows.count()
    assert set(rows.values_list("tries", flat=True)) == {0}  # nobody's fault is counted

    engine.is_away = engine.mapping_error = engine.full_disk = False
    engine.documents = engine.documents or {}
    outbox.drain()
    assert engine.documents == two_in_memory[other].documents
    assert waiting(dead) == 0


def test_each_drainer_minds_its_own(two_in_memory: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "close_old_connections", lambda: None)
    main, spare = Drainer("elasticsearch"), Drainer("tantivy")
    two_in_memory["elasticsearch"].is_away = True
    row = ResourceFactory()

    assert not main._drained()
    assert spare._drained()
    assert f"resource:{row.pk}" in two_in_memory["tantivy"].documents

    two_in_memory["elasticsearch"].is_away = False
    assert main._drained()
    assert f"resource:{row.pk}" in two_in_memory["elasticsearch"].documents


def test_the_lock_is_each_ones_own(two_in_memory: Both) -> None:
    ResourceFactory()
    with lock("drain", "elasticsearch") as held:
        assert held
        outbox.drain()
    assert [waiting(name) for name in ("elasticsearch", "tantivy")] == [1, 0]


# --- rows that fail ---------------------------------------------------------------------


def test_a_refused_document_keeps_its_row_with_the_reason_and_backs_off(
    memory_engine: MemoryEngine,
) -> None:
    good, bad = ResourceFactory(), ResourceFactory()
    key = f"resource:{bad.pk}"
    memory_engine.refused = {key: "mapper_parsing_exception"}
    pauses = []

    for _ in range(OutboxQuerySet.MOST_TRIES):
        before = timezone.now()
        outbox.drain()
        row = Outbox.objects.get(applied_at=None)
        assert (row.key, row.error) == (key, "mapper_parsing_exception")
        assert row.retry_at
        pauses.append(round((row.retry_at - before).total_seconds()))
        assert outbox.drain().failed == 0  # not due yet
        Outbox.objects.update(retry_at=timezone.now() - timedelta(seconds=1))

    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600]
    assert f"resource:{good.pk}" in memory_engine.documents
    assert Outbox.objects.set_aside().get().key == key
    commits = len(memory_engine.commits)
    outbox.drain()
    assert len(memory_engine.commits) == commits  # tried no more


def test_a_document_that_was_mended_settles_what_failed_before(
    memory_engine: MemoryEngine,
) -> None:
    row = ResourceFactory()
    memory_engine.refused = {f"resource:{row.pk}": "no"}
    outbox.drain()
    Outbox.objects.update(tries=OutboxQuerySet.MOST_TRIES)
    memory_engine.refused = {}

    row.save()
    outbox.drain()

    assert not Outbox.objects.unapplied().exists()


def test_dead_for_days_loses_nothing(two_in_memory: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    two_in_memory["elasticsearch"].is_away = True
    row = ResourceFactory()
    with pytest.raises(EngineUnavailable):
        outbox.drain()
    long_ago = timezone.now() - timedelta(days=30)
    Outbox.objects.update(created=long_ago)
    Outbox.objects.exclude(applied_at=None).update(applied_at=long_ago)
    aside = Outbox.objects.create(key="resource:1", consumer="elasticsearch", tries=10)
    monkeypatch.setattr(outbox, "_purged_at", 0.0)

    outbox.drain_consumer("tantivy")  # which purges

    assert waiting("elasticsearch") == 1
    assert Outbox.objects.set_aside().get() == aside
    assert not Outbox.objects.of("tantivy").exists()
    two_in_memory["elasticsearch"].is_away = False
    outbox.drain()
    assert f"resource:{row.pk}" in two_in_memory["elasticsearch"].documents


def test_a_backlog_as_large_as_the_catalogue_is_built_instead(
    memory_engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.rebuilding.LARGE_BACKLOG", 5)
    monkeypatch.setattr(draining, "close_old_connections", lambda: None)
    drainer = Drainer("tantivy")
    assert drainer._drained()
    rows = [ResourceFactory() for _ in range(5)]
    drainer._looked_at = None

    assert drainer._drained()

    assert memory_engine.built == 1
    assert len(memory_engine.documents) == len(rows)
    assert memory_engine.commits == []  # nothing was brought in one by one
    assert waiting("tantivy") == 0


def test_the_drain_command_works_for_all_and_tells_of_the_one(
    two_in_memory: Both, capsys: pytest.CaptureFixture[str]
) -> None:
    two_in_memory["elasticsearch"].is_away = True
    row = ResourceFactory()
    with pytest.raises(CommandError, match="connection refused"):
        call_command("drain_search")
    assert f"resource:{row.pk}" in two_in_memory["tantivy"].documents
