"""The public API of procedures, and what search finds of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from portal.procedures.models import Procedure
from portal.procedures.versions import new_draft, publish
from search import outbox
from search.sources import sources
from tests.portal.procedures.factories import make_draft, make_published
from tests.search.memory_engine import MemoryEngine

pytestmark = pytest.mark.django_db


def get(client: Client, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_five_are_listed_with_stated_days(client: Client, five: dict[str, Procedure]) -> None:
    answer = get(client, "procedures")

    assert answer["total"] == 5
    first = answer["procedures"][0]
    assert (first["code"], first["version"], first["step_count"]) == ("DE-01", 1, 5)
    assert first["stated_days"] == {"minimum": 18, "maximum": 35, "steps_without_number": [5]}
    assert first["url"] == "http://testserver/procedures/digital-plan/"


def test_one_procedure_comes_with_steps_and_flow(
    client: Client, five: dict[str, Procedure]
) -> None:
    answer = get(client, "procedures/distance-education-plan")

    assert answer["steps"][3]["duration_as_written_th"] == "๑ - ๕ วัน"
    assert answer["steps"][3]["duration_unit"] == "day"
    assert {"key": "F", "step_seq": None}.items() <= answer["flow"]["nodes"][5].items()
    assert {edge["kind"] for edge in answer["flow"]["edges"]} == {
        "next",
        "approve",
        "reject",
        "return",
    }
    assert len(answer["notes"]) == 5
    platform = get(client, "procedures/digital-platform")
    assert platform["references"][0]["valid_until"] == "2001-12-31"


@pytest.mark.parametrize("address", ["procedures?page=1", "procedures/digital-plan?lang=en"])
def test_unknown_parameters_are_refused(
    client: Client, five: dict[str, Procedure], address: str
) -> None:
    assert client.get(f"/api/v1/{address}").status_code == 422


@pytest.mark.parametrize("slug", ["nothing", "1", "%00", "ก"])
def test_an_unknown_procedure_is_not_found(client: Client, slug: str) -> None:
    make_draft("DE-91")
    assert client.get(f"/api/v1/procedures/{slug}").status_code == 404
    assert client.get("/api/v1/procedures/de-91").status_code == 404


def test_too_long_a_name_is_refused(client: Client) -> None:
    assert client.get(f"/api/v1/procedures/{'a' * 500}").status_code == 422


# --- search -------------------------------------------------------------------------------


def test_a_procedure_is_found_by_name_steps_and_definitions(
    five: dict[str, Procedure],
) -> None:
    document = sources()["procedure"].document(five["DE-04"])

    assert document.title.startswith("ส่งเสริม สนับสนุน การพัฒนาคุณภาพ")
    assert document.codes == ("DE-04", "F4-1")
    assert "เทคโนโลยีสารสนเทศ" in document.keywords
    assert "กำกับ ติดตาม ประเมินผลการนำดิจิทัลแพลตฟอร์มของ DLIT ไปใช้" in document.keywords
    assert "การประยุกต์ความรู้ทางด้านวิทยาศาสตร์" in document.body
    assert document.facets == {"kind": ("procedure",), "room": ("procedure",)}
    assert document.url == "/procedures/dlit/"


def test_the_index_follows_publication(memory_engine: MemoryEngine) -> None:
    hidden, version = make_draft("DE-91"), make_published()
    outbox.drain()
    key = f"procedure:{version.procedure_id}"
    assert key in memory_engine.documents
    assert f"procedure:{hidden.procedure_id}" not in memory_engine.documents

    draft = new_draft(version.procedure)
    draft.name_th = "ชื่อใหม่"
    draft.save()
    outbox.drain()
    assert memory_engine.documents[key].title == "งานทดสอบ"

    publish(draft)
    outbox.drain()
    assert memory_engine.documents[key].title == "ชื่อใหม่"
