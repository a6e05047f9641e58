"""How the search is: the page in the admin, its buttons, and what programs read."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from search import faults, outbox
from search.engines.base import EngineFault, EngineUnavailable
from search.models import Outbox, OutboxQuerySet
from search.rebuilding import rebuild
from tests.factories import ResourceFactory
from tests.search.conftest import Clock
from tests.search.memory_engine import MemoryEngine
from tests.search.remote_engine import RemoteEngine
from tests.search.test_search_admin import of_role

pytestmark = pytest.mark.django_db

PAGE = "/admin/search/health/"
Both = dict[str, MemoryEngine]


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    call_command("search_status", json=True)
    return json.loads(capsys.readouterr().out)


def make_set_aside(engine: MemoryEngine) -> str:
    """A document that the engine refuses, tried too often."""
    key = f"resource:{ResourceFactory().pk}"
    engine.refused = {key: "mapper_parsing_exception: <script>"}
    outbox.drain()
    Outbox.objects.filter(key=key, applied_at=None).update(tries=OutboxQuerySet.MOST_TRIES)
    return key


@pytest.mark.parametrize("role", ["editor", "director", "reporting_staff"])
def test_others_see_neither_the_page_nor_its_place_in_the_menu(role: str) -> None:
    client = of_role(role)
    assert client.get(PAGE).status_code == 302
    assert client.get(PAGE, {"format": "json"}).status_code == 302
    assert PAGE not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert "login" in client.get(PAGE, {"format": "json"})["Location"]


def test_all_is_well(two_in_memory: Both) -> None:
    ResourceFactory()
    call_command("rebuild_search", verbosity=0)
    staff = of_role("working_group")

    page = staff.get(PAGE).content.decode()

    assert page.count("ทำงานปกติ") == 2
    assert "memory-1" in page
    assert "ผ่านการตรวจ" in page
    assert "ตอบตามปกติ" in page
    home = staff.get(reverse("wagtailadmin_home")).content.decode()
    assert home.count(PAGE) >= 2  # in the menu, and in the line on the front page


def test_everything_that_is_wrong_is_on_the_page(
    two_in_memory: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    main, spare = two_in_memory["elasticsearch"], two_in_memory["tantivy"]
    call_command("rebuild_search", verbosity=0)
    key = make_set_aside(main)
    spare.is_outdated = True
    faults.record("elasticsearch", EngineFault("no field named colour"))
    old = timezone.now() - timedelta(hours=3)
    Outbox.objects.create(key="resource:1", consumer="tantivy", created=old)
    main.is_away = True
    with pytest.raises(EngineUnavailable):
        rebuild(consumer="elasticsearch")

    staff = of_role("group_head")
    page = staff.get(PAGE).content.decode()

    assert f"<code>{key}</code>" in page
    assert "mapper_parsing_exception: &lt;script&gt;" in page
    assert "10 ครั้ง" in page
    assert "พักไว้" in page
    assert "3\xa0ชั่วโมง" in page
    assert "กฎรุ่นเก่า" in page
    assert "no field named colour" in page
    assert "ไม่สำเร็จ" in page
    assert "connection refused" in page
    assert "ใช้ดัชนีสำรองของเครื่องนี้" in page
    line = staff.get(reverse("wagtailadmin_home")).content.decode()
    for said in ("ใช้ดัชนีสำรองของเครื่องนี้", "กฎรุ่นเก่า", "นานกว่าสิบนาที", "ปฏิเสธคำสั่ง 1 ครั้ง"):
        assert said in line


def test_a_button_tries_one_document_again(two_in_memory: Both) -> None:
    engine = two_in_memory["elasticsearch"]
    first, second = make_set_aside(engine), make_set_aside(engine)
    engine.refused = {}
    staff = of_role("working_group")

    answer = staff.post(PAGE, {"consumer": "elasticsearch", "key": first}, follow=True)

    assert "จะลองปรับปรุงใหม่ทันที 1 รายการ" in answer.content.decode()
    outbox.drain()
    assert first in engine.documents
    assert second not in engine.documents
    staff.post(PAGE, {"consumer": "elasticsearch"})
    outbox.drain()
    assert second in engine.documents
    assert staff.post(PAGE, {"consumer": "solr"}).status_code == 404
    assert of_role("editor").post(PAGE, {"consumer": "elasticsearch"}).status_code == 302


def test_an_open_breaker_is_shown_and_nobody_waits(
    client: Client, remote_and_local: RemoteEngine, clock: Clock
) -> None:
    call_command("rebuild_search", verbosity=0)
    remote_and_local.go_away()
    for _ in range(3):
        client.get("/search/")
    asked = remote_and_local.asked

    page = of_role("working_group").get(PAGE).content.decode()

    assert "ลองติดต่อใหม่ทุก 15 วินาที" in page
    assert remote_and_local.asked == asked


def test_the_page_asks_as_often_however_many_rows_failed(two_in_memory: Both) -> None:
    staff = of_role("working_group")
    staff.get(PAGE)
    counts = []
    for number in (2, 40):
        Outbox.objects.bulk_create(
            Outbox(key=f"resource:{n}", consumer="elasticsearch", tries=3, error="no")
            for n in range(number)
        )
        with CaptureQueriesContext(connection) as captured:
            staff.get(PAGE)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_other_servers_are_shown_by_what_waits_for_them(
    settings: Any, two_in_memory: Both, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SEARCH_NODE, settings.SEARCH_NODES = "a", ["a", "b"]
    call_command("rebuild_search", verbosity=0)
    Outbox.objects.create(key="resource:1", consumer="tantivy@b")
    Outbox.objects.create(key="resource:1", consumer="tantivy@gone")

    page = of_role("working_group").get(PAGE).content.decode()

    assert "tantivy@b" in page
    assert page.count("ไม่มีในการตั้งค่าแล้ว") == 1
    others = {one["consumer"]: one for one in told(capsys)["elsewhere"]}
    assert others["tantivy@b"]["pending"] == 1
    assert others["tantivy@gone"]["configured"] is False


def test_programs_read_the_same(two_in_memory: Both, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rebuild_search", verbosity=0)
    data = told(capsys)
    assert (data["well"], data["answering"]) == (True, "elasticsearch")
    key = make_set_aside(two_in_memory["elasticsearch"])
    two_in_memory["elasticsearch"].is_away = True

    data = told(capsys)

    assert (data["well"], data["answering"]) == (False, "tantivy")
    main, spare = data["consumers"]
    assert (main["away"], main["usable"], main["set_aside"]) == (True, False, 1)
    assert main["failing"][0]["key"] == key
    assert (spare["well"], spare["documents"], spare["pending"]) == (True, 1, 0)
    assert spare["last_rebuild"]["outcome"] == "passed"
    answer = of_role("working_group").get(PAGE, {"format": "json"})
    assert "no-store" in answer["Cache-Control"]
    assert [one["consumer"] for one in answer.json()["consumers"]] == ["elasticsearch", "tantivy"]

    call_command("search_status")
    lines = capsys.readouterr().out
    assert key in lines
    assert "connection refused" in lines


def test_without_any_index_the_database_answers(
    memory_engine: MemoryEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    memory_engine.documents = None
    assert told(capsys)["answering"] == "database"
