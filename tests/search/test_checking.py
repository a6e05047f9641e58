from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from catalog.models import Resource, ResourceKind
from search import checking
from search.models import Outbox
from tests.factories import ResourceFactory
from tests.search.memory_engine import MemoryEngine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_PAUSE", 0)


def add_silently() -> Resource:
    rows = [Resource(name_th="สื่อ", kind=ResourceKind.VIDEO)]
    return Resource.objects.bulk_create(rows)[0]


def test_what_is_pending_is_applied_before_comparing(memory_engine: MemoryEngine) -> None:
    ResourceFactory()

    found = checking.check()

    assert found.clean
    assert len(memory_engine.documents) == 1


def test_missing_and_extra_documents_are_named_and_mended(
    memory_engine: MemoryEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    there = ResourceFactory()
    checking.check()
    missing = add_silently()
    memory_engine.documents["resource:0"] = memory_engine.documents[f"resource:{there.pk}"]

    found = checking.check()
    assert (found.missing, found.extra) == ({f"resource:{missing.pk}"}, {"resource:0"})
    with pytest.raises(CommandError):
        call_command("search_check")
    assert f"resource:{missing.pk}" in capsys.readouterr().out

    call_command("search_check", repair=True)

    assert set(memory_engine.documents) == {f"resource:{there.pk}", f"resource:{missing.pk}"}
    call_command("search_check")


def test_a_change_that_no_signal_told_of_is_found_and_mended(
    memory_engine: MemoryEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    row = ResourceFactory()
    checking.check()
    Resource.objects.filter(pk=row.pk).update(name_th="ชื่อใหม่")

    assert checking.check().stale == {f"resource:{row.pk}"}
    with pytest.raises(CommandError):
        call_command("search_check")
    assert f"resource:{row.pk}" in capsys.readouterr().out

    call_command("search_check", repair=True)

    assert memory_engine.documents[f"resource:{row.pk}"].title == "ชื่อใหม่"
    call_command("search_check")


def test_an_index_that_is_gone_is_rebuilt(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory()
    memory_engine.documents = None
    with pytest.raises(CommandError):
        call_command("search_check")

    call_command("search_check", repair=True)

    assert set(memory_engine.documents) == {f"resource:{resource.pk}"}


def test_a_document_of_no_source_is_taken_out(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory()
    checking.check()
    memory_engine.documents["gone:7"] = memory_engine.documents[f"resource:{resource.pk}"]

    assert checking.check().extra == {"gone:7"}
    assert checking.repair().clean


def test_set_aside_documents_are_reported_and_tried_again(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory()
    Outbox.objects.update(tries=Outbox.objects.all().MOST_TRIES)

    found = checking.check()
    assert not found.clean
    assert found.backlog.set_aside

    assert checking.repair().clean
    assert set(memory_engine.documents) == {f"resource:{resource.pk}"}


def test_a_poisonous_document_keeps_the_check_red(memory_engine: MemoryEngine) -> None:
    resource = ResourceFactory()
    memory_engine.poison = {f"resource:{resource.pk}"}

    found = checking.check()

    assert found.missing == {f"resource:{resource.pk}"}
    assert not found.clean
