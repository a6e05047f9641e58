"""The page of results: what it shows, refuses and survives."""

from __future__ import annotations

import gzip
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search.models import Pin
from tests import factories
from tests.search import found_things

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> dict[str, Any]:
    return found_things.indexed()


def text(client: Client, address: str, status: int = 200, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == status, address
    return answer.content.decode()


def titles(page: str) -> list[str]:
    found = re.findall(r'class="card__title"><a [^>]*>(.*?)</a>', page)
    return [re.sub(r"</?mark>", "", title) for title in found]


def count_of(page: str, facet: str, value: str) -> int:
    box = re.search(rf'id="{facet}-{value}".*?facet__count[^>]*>(\d+)<', page)
    assert box, (facet, value)
    return int(box[1])


def test_without_words_one_browses_the_newest_first(client: Client, rows: Any) -> None:
    page = text(client, "/search/")
    assert set(titles(page)) == {row.name_th for row in rows.values()}
    assert "ฉบับร่าง-ลับ" not in page
    assert "พบ 4 รายการ" in page
    assert "ตรงที่สุด" not in page


def test_words_find_and_are_marked(client: Client, rows: Any) -> None:
    page = text(client, "/search/?q=เศษส่วน")
    assert "การบวกเศษส่วน" in titles(page)[0]
    assert "<mark>เศษส่วน</mark>" in page
    assert 'class="hit__why"' in page
    assert 'value="เศษส่วน"' in page
    assert "ตรงที่สุด" in page


def test_filters_narrow_count_and_can_be_taken_away(client: Client, rows: Any) -> None:
    page = text(client, "/search/?subject=sc&grade=p4&grade=p3&sort=title")
    assert titles(page) == ["การสังเคราะห์ด้วยแสง", "วัฏจักรของน้ำ"]
    assert (count_of(page, "subject", "ma"), count_of(page, "subject", "sc")) == (1, 2)
    assert (count_of(page, "grade", "p5"), count_of(page, "grade", "p4")) == (0, 1)
    assert 'href="/search/?grade=p4&amp;subject=sc&amp;sort=title"' in page  # without p3
    assert 'href="/search/?sort=title"' in page  # clear all
    assert re.search(r'id="grade-p4"[^>]* checked', page)


def test_every_number_is_what_clicking_gives(client: Client, rows: Any) -> None:
    page = text(client, "/search/?grade=p4")
    for facet, value in (("subject", "ma"), ("kind", "worksheet"), ("mode", "onair")):
        clicked = text(client, f"/search/?grade=p4&{facet}={value}")
        assert len(titles(clicked)) == count_of(page, facet, value) == 1


def test_htmx_gets_the_results_and_the_boxes_only(client: Client, rows: Any) -> None:
    answer = client.get("/search/?subject=sc&utm_source=line", headers={"HX-Request": "true"})
    part = answer.content.decode()
    assert "<html" not in part
    assert len(titles(part)) == 2
    assert 'id="facet-grade" hx-swap-oob="true"' in part
    assert answer["HX-Push-Url"] == "/search/?subject=sc"
    assert "HX-Request" in answer["Vary"]
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in text(client, "/search/?subject=sc", **back)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("sort=random", "sort"),
        ("platform=no-such", "platform"),
        ("kind=worksheet&kind=nonsense", "kind"),
        ("audience=%ED%A0%80", "audience"),
        ("page=x", "page"),
        ("page=0", "page"),
        ("page=๑", "page"),
    ],
)
def test_bad_values_are_named_in_a_page_of_status_400(
    client: Client, rows: Any, query: str, named: str
) -> None:
    page = text(client, f"/search/?{query}", 400)
    assert f"“{named}”" in page
    assert "แสดงรายการโดยไม่ใช้ค่านี้" in page


def test_unknown_names_are_ignored(client: Client, rows: Any) -> None:
    assert len(titles(text(client, "/search/?fbclid=x&room=&q="))) == 4


def test_pages_keep_the_search_and_end(client: Client) -> None:
    for _ in range(21):
        factories.ResourceFactory()
    found_things.rebuild()
    assert 'href="?kind=video&amp;page=2"' in text(client, "/search/?kind=video")
    assert len(titles(text(client, "/search/?kind=video&page=2"))) == 1
    assert "ไม่มีหน้า" in text(client, "/search/?page=3", 404)
    text(client, "/search/?page=99999", 404)


def test_another_spelling_is_said_and_can_be_refused(client: Client, rows: Any) -> None:
    page = text(client, f"/search/?q={quote('สังเคราห์ด้วยแสง')}")
    assert "การสังเคราะห์ด้วยแสง" in titles(page)
    assert "ผลใกล้เคียง" in page
    typed = re.search(r'href="(/search/\?[^"]*exact=1)"', page)
    if typed:  # the spelling stage answered, not a looser one
        assert "แสดงผลสำหรับ" in page
        again = text(client, typed[1].replace("&amp;", "&"))
        assert "แสดงผลสำหรับ" not in again


def test_an_empty_page_helps(client: Client, rows: Any) -> None:
    page = text(client, "/search/?q=เศษส่วน&grade=p5")
    assert titles(page) == []
    assert (
        'href="/search/?q=%E0%B9%80%E0%B8%A8%E0%B8%A9%E0%B8%AA%E0%B9%88%E0%B8%A7%E0%B8%99"' in page
    )
    assert "ไม่กรองระดับชั้น: " in page
    assert re.search(r'grade=p4"><span>ป.4</span> <span>\(1\)', page)
    assert "ไม่พบผลสำหรับ “เศษส่วน”" in page


def test_nothing_at_all_is_no_error(client: Client, rows: Any) -> None:
    assert "ไม่พบผลสำหรับ" in text(client, "/search/?q=qqqxzzzv")


def test_a_proposal_goes_to_the_office(client: Client, rows: Any) -> None:
    from wagtail.models import Site

    from portal.core.models import SiteSettings

    site = Site.objects.get(is_default_site=True)
    office = SiteSettings.for_site(site)
    office.email = "office@example.test"
    office.save()
    assert 'href="mailto:office@example.test?subject=' in text(client, "/search/?q=qqqxzzzv")


def test_picks_stand_above_the_results(client: Client, rows: Any) -> None:
    Pin.objects.create(query="เศษส่วน", title="ชุดสื่อเศษส่วน <b>", url="/about/")
    Pin.objects.create(query="เศษส่วน", key=f"resource:{rows['plants'].pk}")
    page = text(client, "/search/?q=เศษส่วน")
    assert '<a href="/about/">ชุดสื่อเศษส่วน &lt;b&gt;</a>' in page
    assert page.index("ชุดสื่อเศษส่วน") < page.index('class="hits"')
    assert 'id="picks"' not in text(client, "/search/?q=ทศนิยม")


HOSTILE = [
    "%00",
    "\x1b\x07",
    "ก" * 10_000,
    "่" * 5_000,
    "%ED%A0%80",
    "ที่และของ",
    "!?.,;:()[]{}",
    'title:"x" AND (NOT *)~2^3 \\',
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "🐘" * 300,
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("usable", [True, False], ids=["index", "database"])
def test_hostile_words_get_an_answer(
    client: Client, rows: Any, settings: Any, tmp_path: Any, words: str, usable: bool
) -> None:
    if not usable:
        settings.SEARCH_ROOT = tmp_path / "nowhere"
    asked = words if words.startswith("%") else quote(words)
    page = text(client, f"/search/?q={asked}&grade=p4")
    assert "<script>alert" not in page
    assert client.get(f"/search/suggest/?q={asked}").status_code == 200


def test_without_an_index_one_browses_the_database(
    client: Client, settings: Any, tmp_path: Any
) -> None:
    found_things.catalogue()
    settings.SEARCH_ROOT = tmp_path / "nowhere"
    answer = client.get("/search/?q=เศษส่วน")
    page = answer.content.decode()
    assert titles(page) == ["การบวกเศษส่วน"]
    assert "ระบบค้นหากำลังเตรียมข้อมูล" in page
    assert "no-store" in answer["Cache-Control"]
    page = text(client, "/search/?grade=p4")
    assert set(titles(page)) == {"การบวกเศษส่วน", "การสังเคราะห์ด้วยแสง"}
    assert count_of(page, "grade", "p5") == 1
    assert "ฉบับร่าง-ลับ" not in page
    assert len(titles(text(client, "/search/"))) == 4
    assert text(client, "/search/suggest/?q=เศษ").strip() == ""


def test_english_twin(client: Client, rows: Any) -> None:
    page = text(client, "/en/search/?q=photosynthesis")
    assert f'href="/en/resources/{rows["plants"].pk}/"' in page
    assert titles(page) == ["Photosynthesis"]
    assert "1 result<" in page
    assert "Primary 4" in page
    assert '<p class="card__body" lang="th">' in page


def test_suggestions_go_on_from_what_was_typed(client: Client, rows: Any) -> None:
    part = text(client, "/search/suggest/?q=สังเค")
    pk = rows["plants"].pk
    assert 'role="option"' in part
    assert f'data-url="/resources/{pk}/">การสังเคราะห์ด้วยแสง</li>' in part
    assert f'data-url="/en/resources/{pk}/"' in text(client, "/en/search/suggest/?q=สังเค")
    assert text(client, "/search/suggest/?q=ส").strip() == ""
    assert text(client, "/search/suggest/").strip() == ""


def test_old_addresses_of_the_directory_lead_here(client: Client) -> None:
    answer = client.get("/resources/?q=น้ำ&grade=p4&grade=p5&cost=free&sort=title&login=none&x=1")
    assert answer.status_code == 301
    assert answer["Location"] == (
        "/search/?room=resource&q=%E0%B8%99%E0%B9%89%E0%B8%B3&grade=p4&grade=p5&free=free&sort=title"
    )
    assert client.get("/en/resources/")["Location"] == "/en/search/?room=resource"


def test_a_page_reads_no_row_per_result_and_is_small(client: Client, rows: Any) -> None:
    def measured() -> tuple[int, int]:
        text(client, "/search/")
        with CaptureQueriesContext(connection) as captured:
            page = text(client, "/search/")
        return len(captured), len(gzip.compress(page.encode()))

    few, _size = measured()
    for number in range(20):
        factories.ResourceFactory(
            name_th=f"สื่อเรื่องที่ {number} ของหน่วยการเรียนรู้", points=["ondemand", "onair"]
        )
    found_things.rebuild()
    cache.clear()
    many, size = measured()
    assert many == few
    assert size <= 15_000
