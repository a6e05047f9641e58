from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.test.client import RequestFactory

from catalog.detail import platform_context
from catalog.models import Certainty, Grade, Platform, PlatformKind
from catalog.templatetags.catalog_tags import grade_span
from tests import factories
from tests.catalog.public_pages import full_platforms, full_resources, queries_of

pytestmark = pytest.mark.django_db


def _text(response: Any) -> str:
    return response.content.decode()


def _number_shown(response: Any) -> int:
    found = re.search(r"data-announce>\D*(\d+)", _text(response))
    assert found
    return int(found[1])


def test_directory_lists_published_platforms_in_thai_order(client: Client) -> None:
    for name in ("โรงเรียน", "กาว", "ไก่", "เกม"):
        factories.PlatformFactory(name_th=name)
    factories.PlatformFactory(name_th="ยังไม่เผยแพร่", draft=True)
    page = client.get("/platforms/")
    text = _text(page)
    places = [text.index(f">{name}</a>") for name in ("กาว", "เกม", "ไก่", "โรงเรียน")]
    assert places == sorted(places)
    assert "ยังไม่เผยแพร่" not in text
    assert _number_shown(page) == 4
    assert "แพลตฟอร์ม" in text


def test_filters_work_without_javascript_and_show_chips(client: Client) -> None:
    grade = factories.GradeFactory(code="p1", name_th="ป.1")
    factories.PlatformFactory(name_th="ได้", grades=[grade], login="none")
    factories.PlatformFactory(name_th="ไม่ได้", grades=[grade], login="required")
    page = client.get("/platforms/?grade=p1&login=none&utm_source=line")
    text = _text(page)
    assert _number_shown(page) == 1
    assert 'value="p1" checked' in text
    assert 'href="?login=none"' in text
    assert 'href="?grade=p1"' in text
    assert "utm_source" not in text.split("<main")[1]


def test_htmx_gets_results_numbers_and_a_clean_address(client: Client) -> None:
    factories.PlatformFactory(grades=[factories.GradeFactory(code="p1")])
    page = client.get("/platforms/?grade=p1&kind=", headers={"HX-Request": "true"})
    text = _text(page)
    assert "<html" not in text
    assert "data-announce" in text
    assert re.search(r'id="count-grade-p1" hx-swap-oob="true">1<', text)
    assert page["HX-Push-Url"] == "/platforms/?grade=p1"
    assert "HX-Request" in page["Vary"]
    assert "HX-Request" in client.get("/platforms/")["Vary"]


def test_going_back_in_history_gets_the_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in _text(client.get("/platforms/", headers=headers))


@pytest.mark.parametrize(
    ("query", "named", "offered"),
    [
        ("grade=p99&login=none", "grade", "login=none"),
        ("mode=<script>alert(1)</script>", "mode", ""),
        ("kind=' OR 1=1 --", "kind", ""),
        ("cost=free&cost=gratis", "cost", ""),
        ("login=%00", "login", ""),
        ("subject=" + "ก" * 10_000, "subject", ""),
    ],
)
def test_unknown_values_are_named_in_a_page_of_status_400(
    client: Client, query: str, named: str, offered: str
) -> None:
    factories.PlatformFactory(name_th="แพลตฟอร์มหนึ่ง")
    page = client.get(f"/platforms/?{query}")
    text = _text(page)
    assert page.status_code == 400
    assert f"“{named}”" in text
    assert "ไม่ใช่ตัวเลือก" in text
    assert f'href="?{offered}"' in text
    assert "<script>alert" not in text
    assert "แพลตฟอร์มหนึ่ง" not in text


@pytest.mark.parametrize("page", ["0", "-1", "2", "abc", "๒", "9" * 500, "1 OR 1", "%00"])
def test_a_page_that_is_not_there_is_a_thai_404(client: Client, page: str) -> None:
    answer = client.get(f"/platforms/?page={page}")
    assert answer.status_code == 404
    assert "ไม่มีหน้า" in _text(answer)


def test_only_safe_methods(client: Client) -> None:
    assert client.post("/platforms/").status_code == 405
    assert client.head("/platforms/").status_code == 200


def test_unknown_and_unpublished_platforms_are_thai_404s(client: Client) -> None:
    draft = factories.PlatformFactory(draft=True, name_th="ลับ")
    for address in (f"/platforms/{draft.slug}/", "/platforms/no-such/", "/en/platforms/no-such/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "ลับ" not in _text(answer)
    assert "ไม่มีแพลตฟอร์ม" in _text(client.get("/platforms/no-such/"))
    assert "no published platform" in _text(client.get("/en/platforms/no-such/"))


def test_page_gives_facts_link_and_doubts(client: Client) -> None:
    grade = factories.GradeFactory()
    platform = factories.PlatformFactory(
        name_th="คลังสื่อ", grades=[grade], url_certainty=Certainty.HIGH
    )
    text = _text(client.get(platform.get_absolute_url()))
    door = f"/go/p/{platform.slug}/"
    printed = f"http://testserver{door}?f=print"
    assert f'href="{door}" data-printed="{printed}" rel="noopener external"' in text
    assert client.get(door)["Location"] == "https://example.org/"
    assert "ยังไม่ได้ตรวจสอบ" in text
    assert "ไม่ผูกกับกลุ่มสาระ" in text
    assert f'href="/grades/{grade.code}/"' in text
    assert "ยังไม่ยืนยันที่อยู่เว็บ" not in text


def test_page_says_when_it_was_checked(client: Client) -> None:
    checked = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)  # three in the morning in Bangkok
    platform = factories.PlatformFactory(last_checked_at=checked)
    text = _text(client.get(platform.get_absolute_url()))
    assert "22 พฤศจิกายน 2569" in text


@pytest.mark.parametrize(
    ("url", "certainty", "linked"),
    [
        ("", Certainty.HIGH, False),
        ("https://example.org/", Certainty.LOW, True),
        ("javascript:alert(1)", Certainty.HIGH, False),
    ],
)
def test_page_says_that_an_address_is_not_confirmed(
    client: Client, url: str, certainty: str, linked: bool
) -> None:
    platform = factories.PlatformFactory(url=url, url_certainty=certainty)
    text = _text(client.get(platform.get_absolute_url()))
    assert "ยังไม่ยืนยันที่อยู่เว็บ" in text
    assert ('rel="noopener external"' in text) == linked
    assert "javascript:" not in text


def test_page_shows_its_published_resources_and_similar_platforms(client: Client) -> None:
    grade = factories.GradeFactory()
    platform = factories.PlatformFactory(grades=[grade], kind=PlatformKind.LMS)
    factories.PlatformFactory(name_th="คล้ายกัน", grades=[grade], kind=PlatformKind.LMS)
    factories.PlatformFactory(name_th="ร่างที่คล้าย", kind=PlatformKind.LMS, draft=True)
    factories.PlatformFactory(name_th="ต่างชนิด", grades=[grade], kind=PlatformKind.APP)
    factories.ResourceFactory(name_th="สื่อของระบบ", platform=platform)
    factories.ResourceFactory(name_th="สื่อร่าง", platform=platform, draft=True)
    text = _text(client.get(platform.get_absolute_url()))
    assert "คล้ายกัน" in text
    assert "สื่อของระบบ" in text
    assert not {"ร่างที่คล้าย", "ต่างชนิด", "สื่อร่าง"} & set(re.findall(r"[ก-๙]+", text))


def test_editor_notes_stay_inside(client: Client) -> None:
    platform = factories.PlatformFactory(editor_note="ห้ามเปิดเผย")
    assert "ห้ามเปิดเผย" not in _text(client.get(platform.get_absolute_url()))


def test_names_are_escaped(client: Client) -> None:
    platform = factories.PlatformFactory(
        name_th='<img src=x onerror="alert(1)">', description="</p><script>alert(2)</script>"
    )
    for address in ("/platforms/", platform.get_absolute_url()):
        text = _text(client.get(address))
        assert "<img src=x" not in text
        assert "<script>alert" not in text


def test_english_twin(client: Client) -> None:
    named = factories.PlatformFactory(name_th="ดีแอลทีวี", name_en="DLTV")
    factories.PlatformFactory(name_th="ชื่อไทยเท่านั้น")
    text = _text(client.get("/en/platforms/"))
    assert "2 platforms" in text
    assert ">DLTV</a>" in text
    assert 'lang="th">ชื่อไทยเท่านั้น</a>' in text
    assert 'lang="th"' not in _text(client.get("/platforms/")).split("<main")[1]
    assert "<h1>DLTV</h1>" in _text(client.get(f"/en/platforms/{named.slug}/"))


def test_directory_runs_the_same_queries_for_few_and_many(client: Client) -> None:
    full_platforms(3)
    few = queries_of(client, "/platforms/")
    full_platforms(27)
    assert queries_of(client, "/platforms/") == few


def test_page_runs_the_same_queries_for_few_and_many(client: Client) -> None:
    platform = full_platforms(3)[0]
    full_resources(3, platform=platform)
    few = queries_of(client, platform.get_absolute_url())
    full_platforms(10)
    full_resources(10, platform=platform)
    assert queries_of(client, platform.get_absolute_url()) == few


def test_context_of_a_draft_that_was_never_saved() -> None:
    grade = factories.GradeFactory()
    draft = Platform(name_th="ร่าง", slug="draft", kind=PlatformKind.LMS, description="")
    draft.grades = [grade]
    context = platform_context(draft)
    assert context["provider"] is None
    assert list(context["resources"]) == []
    assert list(context["platform"].grades.all()) == [grade]


def test_preview_of_a_draft_is_the_public_page(superuser: Any) -> None:
    platform = factories.PlatformFactory(draft=True)
    platform.name_th = "ชื่อในฉบับร่าง"
    platform.grades = [factories.GradeFactory(name_th="ป.4")]
    request = RequestFactory().get("/")
    request.user = superuser
    page = platform.save_revision().as_object().make_preview_request(request)
    assert "ชื่อในฉบับร่าง" in _text(page)
    assert 'href="/grades/p4/"' in _text(page)


def test_grades_are_written_shortly() -> None:
    codes = ["k3", "p1", "p2", "p3", "m1", "m3", "odd"]
    grades = [Grade(code=code, name_th=code) for code in codes]
    assert grade_span(grades) == "k3, p1–p3, m1, m3, odd"
    assert grade_span([]) == ""
