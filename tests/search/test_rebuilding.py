from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from catalog.models import Resource, ResourceKind
from search import outbox, rebuilding, sources
from search.database import clock
from search.engines.base import GateRefused
from search.models import Outbox, RebuildRun
from tests.factories import ResourceFactory
from tests.search.memory_engine import MemoryEngine

pytestmark = pytest.mark.django_db


def add_silently(number: int) -> list[Resource]:
    """Rows that no signal tells of, as bulk loading makes them."""
    return Resource.objects.bulk_create(
        [Resource(name_th=f"สื่อ {n}", kind=ResourceKind.VIDEO) for n in range(number)]
    )


def test_everything_public_is_in_the_new_index(memory_engine: MemoryEngine) -> None:
    add_silently(3)
    ResourceFactory(draft=True)
    told: list[int] = []

    status = rebuilding.rebuild(told.append)

    assert status.documents == 3
    assert told == [3]


def test_what_is_written_meanwhile_is_replayed(memory_engine: MemoryEngine) -> None:
    stays, goes = ResourceFactory(name_th="เดิม"), ResourceFactory()
    goes_key = f"resource:{goes.pk}"
    outbox.drain()

    def write() -> None:
        stays.name_th = "ใหม่"
        stays.save()
        goes.delete()
        ResourceFactory(name_th="เพิ่ม")
        outbox.drain()  # into the old index, and marked as applied

    memory_engine.while_building = write
    rebuilding.rebuild()

    titles = {document.title for document in memory_engine.documents.values()}
    assert titles == {"ใหม่", "เพิ่ม"}
    assert goes_key not in memory_engine.documents


def test_what_is_written_after_the_replay_is_drained(memory_engine: MemoryEngine) -> None:
    rebuild = memory_engine.rebuild

    def late(documents: Any, replay: Any, *others: Any) -> Any:
        def replay_then_write() -> Any:
            changes = replay()
            ResourceFactory(name_th="หลัง")
            return changes

        return rebuild(documents, replay_then_write, *others)

    memory_engine.rebuild = late  # type: ignore[method-assign]
    rebuilding.rebuild()  # the gate compares with the moment of the replay

    assert [document.title for document in memory_engine.documents.values()] == ["หลัง"]


def test_a_refusal_leaves_the_live_index(
    memory_engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = ResourceFactory()
    rebuilding.rebuild()
    live = memory_engine.documents
    source = sources.sources()["resource"]
    monkeypatch.setattr(type(source), "keys", lambda self: {"resource:0"}, raising=False)

    with pytest.raises(GateRefused) as refusal:
        rebuilding.rebuild()
    with pytest.raises(CommandError, match="resource:0"):
        call_command("rebuild_search")

    assert refusal.value.missing == {"resource:0"}
    assert refusal.value.extra == {f"resource:{resource.pk}"}
    assert memory_engine.documents is live


def test_a_second_rebuild_at_once_is_refused(memory_engine: MemoryEngine) -> None:
    with outbox.lock("renew", "tantivy"), pytest.raises(rebuilding.AlreadyRebuilding):
        rebuilding.rebuild()


def test_documents_are_thai_whatever_language_is_active(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory()
    with translation.override("en"):
        rebuilding.rebuild()

    document = memory_engine.documents[f"resource:{resource.pk}"]
    assert not document.url.startswith("/en/")


def test_set_aside_rows_are_done_with_after_a_rebuild(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory()
    Outbox.objects.update(tries=Outbox.objects.all().MOST_TRIES)
    Outbox.objects.update(created="2026-01-01T00:00:00+07:00")

    rebuilding.rebuild()

    assert outbox.backlog("tantivy").set_aside == 0
    assert f"resource:{resource.pk}" in memory_engine.documents


def test_rebuilt_only_if_needed(
    memory_engine: MemoryEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    memory_engine.documents = None
    add_silently(2)
    call_command("rebuild_search", if_needed=True)
    assert len(memory_engine.documents or ()) == 2

    capsys.readouterr()
    live = memory_engine.documents
    ResourceFactory()  # told by a signal: draining is enough
    call_command("rebuild_search", if_needed=True)
    assert memory_engine.documents is live
    assert len(live) == 3
    assert "ครบถ้วน" in capsys.readouterr().out

    add_silently(1)
    call_command("rebuild_search", if_needed=True)
    assert len(memory_engine.documents) == 4


def test_a_folder_that_cannot_be_written(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.SEARCH_ROOT = tmp_path / "file" / "search"

    with pytest.raises(CommandError):
        call_command("rebuild_search")


@pytest.mark.django_db(databases="__all__")
def test_setup_ends_with_a_complete_index(memory_engine: MemoryEngine) -> None:
    memory_engine.documents = None

    call_command("setup", "--samples", verbosity=0)

    assert memory_engine.documents
    assert memory_engine.keys() == rebuilding.database_keys()
    assert outbox.backlog("tantivy").pending == 0


# --- documents that the engine refuses ----------------------------------------------------


def test_a_refused_document_is_set_aside_and_said(
    memory_engine: MemoryEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = ResourceFactory(), ResourceFactory()
    key = f"resource:{bad.pk}"
    memory_engine.refused = {key: "immense term"}

    for _ in range(2):  # the next rebuild tries it again, and gives it up again
        call_command("rebuild_search")
        assert "พักไว้เพราะระบบค้นหาไม่รับ: 1 รายการ" in capsys.readouterr().out
        row = Outbox.objects.set_aside().get()
        assert (row.key, row.error) == (key, "immense term")

    assert memory_engine.documents.keys() == {f"resource:{good.pk}"}
    assert rebuilding.reason_to_rebuild() == ""
    run = RebuildRun.objects.first()
    assert run is not None
    assert (run.outcome, run.message) == ("passed", f"refused 1: {key}")
    assert RebuildRun.objects.count() == 2  # each is the way back to its own index
    with pytest.raises(CommandError):
        call_command("search_check")
    assert f"{key}: immense term" in capsys.readouterr().out

    memory_engine.refused = {}
    bad.save()
    call_command("search_check")


def test_one_clock_gives_all_versions(
    memory_engine: MemoryEngine,
) -> None:
    """That of the database, whatever time this host believes it is."""
    ResourceFactory()
    began = clock()
    with time_machine.travel("2001-01-01"):
        rebuilding.rebuild()
        ResourceFactory()
        outbox.drain()

    versions = memory_engine.versions
    assert len(versions) == 2
    assert began <= versions[0] <= versions[1] <= clock()
