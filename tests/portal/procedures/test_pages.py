"""What the public reads: list, page, older versions, comparison, search engines' data."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from portal.procedures.models import Procedure, ProcedureStep
from portal.procedures.versions import new_draft, publish
from tests.portal.procedures.factories import make_draft, make_published

pytestmark = pytest.mark.django_db


def revised(procedure: Procedure, **fields: Any) -> Any:
    """Publish a second version that says something else."""
    draft = new_draft(procedure)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save()
    return publish(draft)


def test_the_list_names_the_five_with_steps_and_days(
    client: Client, five: dict[str, Procedure]
) -> None:
    page = client.get("/procedures/").content.decode()

    assert re.findall(r"DE-0\d", page) == ["DE-01", "DE-02", "DE-03", "DE-04", "DE-05"]
    for words in ("5 ขั้นตอน", "11 ขั้นตอน", "18–35 วัน", "18–30 วัน", "27–43 วัน", "35–51 วัน"):
        assert words in page
    assert "ประมาณ 22 วัน" in page
    assert "ไม่ใช่กำหนดแล้วเสร็จ" in page


def test_list_and_page_take_a_number_of_queries_that_does_not_grow(
    client: Client,
    five: dict[str, Procedure],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for address in ("/procedures/", "/procedures/digital-plan/"):
        client.get(address)  # fills what pages share
    # Two of them are the office's settings, which every page asks for.
    with django_assert_num_queries(4):
        client.get("/procedures/")
    make_published("DE-91")
    with django_assert_num_queries(4):
        client.get("/procedures/")
    for slug in ("digital-plan", "digital-platform"):
        with django_assert_num_queries(14):
            client.get(f"/procedures/{slug}/")


def test_the_page_marks_what_is_over_and_what_is_inferred(
    client: Client, five: dict[str, Procedure]
) -> None:
    plan = client.get("/procedures/digital-plan/").content.decode()
    platform = client.get("/procedures/digital-platform/").content.decode()

    assert plan.count(">สิ้นสุดแล้ว<") == 2
    assert "อนุมานจากลำดับขั้นตอน" not in plan
    # In the picture once, and beside each of the eleven ways.
    assert platform.count("อนุมานจากลำดับขั้นตอน") == 12
    assert "สำนักงานเขตพื้นที่การศึกษามุกดาหาร" in platform
    assert "ไม่รวมขั้นตอนที่ 5, 6, 7" in client.get("/procedures/dltv/").content.decode()


def test_the_page_has_no_inline_style_or_script_and_bears_strict_rules(
    client: Client, five: dict[str, Procedure]
) -> None:
    response = client.get("/procedures/digital-plan/")
    page = response.content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert set(re.findall(r"<script(?! src)([^>]*)>", page)) <= {' type="application/ld+json"'}
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_search_engines_are_told_the_steps(client: Client, five: dict[str, Procedure]) -> None:
    page = client.get("/procedures/dlit/").content.decode()
    facts = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])

    assert facts["@type"] == "HowTo"
    assert [step["position"] for step in facts["step"]] == list(range(1, 10))
    assert facts["url"] == "http://testserver/procedures/dlit/"
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "http://testserver/procedures/dlit/" in sitemap
    assert "http://testserver/en/procedures/" in sitemap


def test_words_of_staff_are_escaped(client: Client) -> None:
    make_published(name_th="<b>งาน</b>", scope_th="</script><img src=x>")
    page = client.get("/procedures/de-90/").content.decode()

    assert "<b>งาน</b>" not in page
    assert "<img src=x" not in page


# --- versions -----------------------------------------------------------------------------


def test_older_versions_stay_and_say_that_they_no_longer_hold(client: Client) -> None:
    old = make_published()
    revised(old.procedure, name_th="งานทดสอบใหม่", change_note="ปรับชื่อ")

    current = client.get("/procedures/de-90/").content.decode()
    first = client.get("/procedures/de-90/versions/1/").content.decode()
    second = client.get("/procedures/de-90/versions/2/").content.decode()

    assert "งานทดสอบใหม่" in current
    assert "ปรับชื่อ" in current
    assert "ซึ่งไม่ใช้แล้ว" not in current + second
    assert "ซึ่งไม่ใช้แล้ว" in first
    assert 'href="/procedures/de-90/"' in first
    compared = client.get("/procedures/de-90/compare/1/2/").content.decode()
    assert "<del>งานทดสอบ</del>" in compared
    assert "<ins>งานทดสอบใหม่</ins>" in compared


def test_drafts_are_nowhere(client: Client) -> None:
    make_draft("DE-91")
    old = make_published()
    draft = new_draft(old.procedure)
    ProcedureStep.objects.filter(version=draft, seq=1).update(detail_th="ความลับของร่าง")

    for address in ("/procedures/", "/procedures/de-90/", "/procedures/de-90/versions/1/"):
        page = client.get(address).content.decode()
        assert "ความลับ" not in page
        assert "DE-91" not in page
    for address in (
        "/procedures/de-91/",
        "/procedures/de-90/versions/2/",
        "/procedures/de-90/compare/1/2/",
        "/procedures/de-91/versions/1/",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/procedures/nothing/",
        "/procedures/de-90/versions/0/",
        "/procedures/de-90/versions/99999999999999999999999/",
        "/procedures/de-90/versions/-1/",
        "/procedures/de-90/versions/๑/",
        "/procedures/de-90/compare/1/1/",
        "/procedures/de-90/compare/1/99999999999999999999999/",
        "/procedures/nothing/versions/1/",
        "/procedures/%00/",
        "/procedures/%E0%B8%81/",
    ],
)
def test_addresses_of_nothing_are_not_found(client: Client, address: str) -> None:
    make_published()
    assert client.get(address).status_code == 404


def test_only_reading_is_allowed(client: Client) -> None:
    make_published()
    for address in ("/procedures/", "/procedures/de-90/", "/procedures/de-90/versions/1/"):
        assert client.post(address).status_code == 405
