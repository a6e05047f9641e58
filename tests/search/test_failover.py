"""The site's engine goes away and comes back: what visitors and programs get meanwhile."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from search import consumers, faults
from search.breaker import MOST_FAILURES, PAUSE
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.rebuilding import rebuild
from search.service import find
from tests.search import found_things
from tests.search.conftest import Clock
from tests.search.remote_engine import RemoteEngine
from tests.search.test_pages import count_of, text, titles

pytestmark = pytest.mark.django_db

SPARE = "ระบบค้นหาหลักไม่ตอบ"
PLAIN = "ระบบค้นหากำลังเตรียมข้อมูล"
FRACTIONS = f"/search/?q={quote('เศษส่วน')}"


def indexed() -> dict[str, Any]:
    rows = found_things.catalogue()
    for consumer in consumers.here():
        rebuild(consumer=consumer)
    return rows


@pytest.fixture
def rows(remote_and_local: RemoteEngine) -> dict[str, Any]:
    """A catalogue in both indexes."""
    return indexed()


def test_as_long_as_it_answers_nothing_is_said(client: Client, rows: Any) -> None:
    answer = client.get(FRACTIONS)
    assert titles(answer.content.decode()) == ["การบวกเศษส่วน"]
    assert SPARE not in answer.content.decode()
    assert "no-store" not in answer.get("Cache-Control", "")
    told = client.get("/api/v1/search", {"q": "เศษส่วน"}).json()
    assert (told["answered_by"], told["reduced"]) == ("main", False)
    assert "max-age=60" in client.get("/search/suggest/?q=เศษ")["Cache-Control"]


def test_the_local_index_answers_as_well_and_says_so(
    client: Client, rows: Any, remote_and_local: RemoteEngine
) -> None:
    before = text(client, FRACTIONS)
    remote_and_local.go_away()

    answer = client.get(FRACTIONS)

    page = answer.content.decode()
    assert titles(page) == titles(before)
    assert "<mark>เศษส่วน</mark>" in page  # ranked and marked as ever, no plain list
    assert SPARE in page
    assert PLAIN not in page
    assert "no-store" in answer["Cache-Control"]
    assert "spare index" in text(client, "/en/search/")
    suggested = client.get("/search/suggest/?q=สังเค")
    assert "การสังเคราะห์ด้วยแสง" in suggested.content.decode()
    assert "no-store" in suggested["Cache-Control"]


def test_programs_are_told_too(client: Client, rows: Any, remote_and_local: RemoteEngine) -> None:
    remote_and_local.go_away()

    answer = client.get("/api/v1/search", {"q": "เศษส่วน"})
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert (told["answered_by"], told["reduced"], told["stage"]) == ("local", True, "exact")
    answer = client.get("/api/v1/suggest", {"q": "สังเค"})
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["reduced"] is True
    assert answer.json()["suggestions"]


def test_without_a_local_index_the_database_answers(client: Client, remote: RemoteEngine) -> None:
    indexed()
    remote.go_away()

    answer = client.get(FRACTIONS)

    assert titles(answer.content.decode()) == ["การบวกเศษส่วน"]
    assert PLAIN in answer.content.decode()
    assert SPARE not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    told = client.get("/api/v1/search", {"q": "เศษส่วน"}).json()
    assert (told["answered_by"], told["reduced"]) == ("database", True)
    empty = client.get("/search/suggest/?q=เศษ")
    assert empty.content.strip() == b""
    assert "no-store" in empty["Cache-Control"]


def test_a_local_index_that_is_not_there_yet_leaves_the_database(
    client: Client, remote_and_local: RemoteEngine
) -> None:
    found_things.catalogue()
    rebuild(consumer="elasticsearch")
    remote_and_local.go_away()

    assert PLAIN in text(client, FRACTIONS)


def test_it_is_left_alone_and_found_again_by_itself(
    client: Client, rows: Any, remote_and_local: RemoteEngine, clock: Clock
) -> None:
    remote_and_local.go_away()
    for _ in range(MOST_FAILURES):
        text(client, FRACTIONS)
    asked = remote_and_local.asked

    for _ in range(20):
        assert SPARE in text(client, FRACTIONS)
    assert remote_and_local.asked == asked  # nobody waits for it

    clock.now += PAUSE
    text(client, FRACTIONS)  # tries once, in vain
    text(client, FRACTIONS)
    assert remote_and_local.asked == asked + 1

    remote_and_local.come_back()
    assert SPARE in text(client, FRACTIONS)
    clock.now += PAUSE
    assert SPARE not in text(client, FRACTIONS)
    assert SPARE not in text(client, FRACTIONS)


def test_an_answer_is_never_half_and_half(rows: Any, remote_and_local: RemoteEngine) -> None:
    """Away between the choice of the stage and the search: the other engine does both."""
    get_engine("tantivy").apply([], [f"resource:{rows['fractions'].pk}"])  # they differ
    remote_and_local.at_search = remote_and_local.go_away

    found = find("เศษส่วน", {})

    assert found.is_reduced
    assert found.total == len(found.answer.hits)
    assert "การบวกเศษส่วน" not in {hit.title for hit in found.answer.hits}


def test_the_help_of_an_empty_page_goes_the_same_way(
    client: Client, rows: Any, remote_and_local: RemoteEngine
) -> None:
    remote_and_local.go_away()

    page = text(client, f"{FRACTIONS}&grade=p5")

    assert titles(page) == []
    assert "ไม่กรองระดับชั้น: " in page
    assert SPARE in page


def test_the_page_of_a_resource_does_not_mind(
    client: Client, rows: Any, remote_and_local: RemoteEngine, settings: Any
) -> None:
    address = f"/resources/{rows['fractions'].pk}/"
    remote_and_local.go_away()
    text(client, address)
    settings.SEARCH_LOCAL_INDEX = False
    text(client, address)


def test_filters_and_numbers_are_those_of_the_local_index(
    client: Client, rows: Any, remote_and_local: RemoteEngine
) -> None:
    remote_and_local.go_away()
    page = text(client, "/search/?grade=p4")
    assert (count_of(page, "subject", "ma"), count_of(page, "subject", "sc")) == (1, 1)


# --- a bug of ours ----------------------------------------------------------------------


@pytest.mark.parametrize("spare", [True, False], ids=["local", "database"])
def test_a_fault_is_no_dead_page_and_not_hidden(
    client: Client,
    remote: RemoteEngine,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    spare: bool,
) -> None:
    settings.SEARCH_LOCAL_INDEX = spare
    indexed()
    remote.refuses = True

    with caplog.at_level(logging.ERROR, "search"):
        for _ in range(MOST_FAILURES + 2):
            answer = client.get(FRACTIONS)
            assert (SPARE if spare else PLAIN) in answer.content.decode()
            assert "no-store" in answer["Cache-Control"]

    assert "no field named colour" in caplog.text
    assert remote.asked > MOST_FAILURES + 2  # the breaker stays closed: it is there
    assert faults.recent("elasticsearch").count == MOST_FAILURES + 2
    assert len(faults.recent("elasticsearch").last) == 1
    remote.refuses = False
    assert PLAIN not in text(client, FRACTIONS)
    with pytest.raises(CommandError):
        call_command("search_check")
    call_command("search_check", repair=True)
    call_command("search_check")
    assert faults.recent("elasticsearch").count == 0


def test_bad_bounds_are_the_callers_own_fault(rows: Any) -> None:
    with pytest.raises(ValueError, match="colour"):
        find("", {"colour": frozenset({"red"})})


def test_a_caller_without_any_index_is_told(remote: RemoteEngine) -> None:
    remote.go_away()
    with pytest.raises(EngineUnavailable):
        find("เศษส่วน", {})
