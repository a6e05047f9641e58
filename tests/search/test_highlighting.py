"""What was searched for is marked where it stands, and the result says why it is there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.contract import Group, Hit
from search.highlighting import LENGTH, Highlighter
from search.text.analyser import default_synonyms, query_groups

COMBINING = re.compile("^[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def groups(text: str) -> tuple[Group, ...]:
    return query_groups(text, default_synonyms())


def snippet(text: str, groups: tuple[Group, ...], length: int = LENGTH) -> str:
    """A text as a result shows it."""
    return Highlighter(groups).snippet(text, length)


def why(hit: Hit, groups: tuple[Group, ...]) -> str:
    """What a result says of itself."""
    return Highlighter(groups).why(hit)


def marked(text: str, query: str) -> list[str]:
    """What is marked in a text for a query."""
    return re.findall("<mark>(.*?)</mark>", snippet(text, groups(query)))


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("เศษส่วนน่ารู้ ป.4", "เศษส่วน", ["เศษส่วน"]),
        ("บทเรียนเศษส่วนและทศนิยม", "ทศนิยม เศษส่วน", ["เศษส่วน", "ทศนิยม"]),
        ("คณิตศาสตร์ ประถมศึกษาปีที่ ๔", "คณิต ป.4", ["คณิตศาสตร์", "ประถมศึกษาปีที่ ๔"]),
        ("คณิต ป.๔ เรื่องเงิน", "คณิตศาสตร์ ประถม 4", ["คณิต", "ป.๔"]),
        ("คณิตศาสตร์ ม.1-ม.3", "ม.2", ["ม.1-ม.3"]),
        ("ตัวชี้วัด ค ๑.๑ ป.๑/๑ จำนวน", "ค 1.1 ป.1/1", ["ค ๑.๑ ป.๑/๑"]),
        ("รายวิชา ค21101 พื้นฐาน", "ค 21101", ["ค21101"]),
        ("DLTV Math Lessons", "lesson math", ["Math", "Lessons"]),
        ("วีดิทัศน์การสอน", "วิดีโอ", ["วีดิทัศน์"]),
        ("ระบบหมุนเวียนโลหิต", "เลือด", ["โลหิต"]),
        ("รูป 1 กลุ่ม 1", "ป.1", []),
        ("ผู้เรียนสามารถทำได้", "รถ", []),
        ("O-NET ภาษาไทย", "o-net", ["O-NET"]),
    ],
)
def test_words_are_marked_as_they_are_written(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


@pytest.mark.parametrize(
    "damaged",
    ["กา\u0e23น\u0e4d\u0e32เสนอ", "เศษ\u200bส่วน การนำเสนอ"],
)
def test_damaged_text_is_marked_in_its_own_letters(damaged: str) -> None:
    (found,) = marked(damaged, "การนำเสนอ")

    assert found in damaged


def test_everything_but_the_mark_is_escaped() -> None:
    text = "<script>alert('เศษส่วน')</script> & more"

    assert snippet(text, groups("เศษส่วน script")) == (
        "&lt;<mark>script</mark>&gt;alert(&#x27;<mark>เศษส่วน</mark>&#x27;)"
        "&lt;/<mark>script</mark>&gt; &amp; more"
    )


def test_a_long_text_is_cut_around_the_first_mark_and_never_on_a_combining_mark() -> None:
    text = "ที่นี่มีน้ำใสไหลเย็นเห็นตัวปลา" * 20 + "เศษส่วน" + "กุ้งก้ามกรามตัวใหญ่" * 20

    shown = snippet(text, groups("เศษส่วน"))
    inside = re.sub("<.*?>", "", shown).strip("…")

    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "<mark>เศษส่วน</mark>" in shown
    assert 180 <= len(inside) <= 230
    assert inside in text
    assert not COMBINING.match(inside)
    assert not COMBINING.match(text.partition(inside)[2])


def test_a_short_text_is_shown_whole_and_a_browse_marks_nothing() -> None:
    assert snippet("เศษส่วน & ทศนิยม", ()) == "เศษส่วน &amp; ทศนิยม"
    assert snippet("", groups("เศษส่วน")) == ""


@given(st.text(alphabet="ก ะัาำเแโ้์่๑1a<&ํ\u200b", max_size=400), st.integers(1, 60))
def test_nothing_is_lost_or_invented(text: str, length: int) -> None:
    whole = snippet(text, groups("กา ก1 a"), length=1_000)
    part = snippet(text, groups("กา ก1 a"), length=length)

    def plain(html: str) -> str:
        return re.sub("</?mark>", "", html).replace("&lt;", "<").replace("&amp;", "&")

    assert plain(whole) == text
    assert plain(part).strip("…") in text


def hit(**fields: Any) -> Hit:
    values: dict[str, Any] = {
        "key": "resource:1",
        "title": "เศษส่วนน่ารู้",
        "url": "/resources/1/",
        "summary": "อธิบายการคูณด้วยภาพ",
        "title_en": "Fractions made easy",
        "labels": ("วีดิทัศน์", "ป.4", "คณิตศาสตร์"),
        "thumbnail": "",
        "is_sample": False,
        "facets": {"grade": ("p4",), "subject": ("ma",)},
    }
    return Hit(**{**values, **fields})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("เศษส่วน", "พบใน: ชื่อเรื่อง"),
        ("เศษส่วน การคูณ", "พบใน: ชื่อเรื่อง, คำอธิบายย่อ"),
        ("made easy", "พบใน: ชื่อเรื่องภาษาอังกฤษ"),
        ("fractions", "พบใน: ชื่อเรื่อง (“เศษส่วน” ความหมายเดียวกับ “fractions”)"),
        ("ประถม 4", "พบใน: ระดับชั้น"),
        ("คณิต", "พบใน: “คณิตศาสตร์”"),
        ("วิดีโอ", "พบใน: “วีดิทัศน์”"),
        ("ค 1.1 ป.4/1", "พบใน: รหัส “ค 1.1 ป.4/1”"),
        ("ระบายสี", "พบใน: คำสำคัญหรือเอกสารแนบ"),
    ],
)
def test_a_result_says_where_the_words_were_found(query: str, expected: str) -> None:
    assert why(hit(), groups(query)) == expected


def test_a_synonym_is_named() -> None:
    said = why(hit(title="ระบบหมุนเวียนโลหิต"), groups("เลือด"))

    assert said == "พบใน: ชื่อเรื่อง (“โลหิต” ความหมายเดียวกับ “เลือด”)"


def test_a_browse_has_nothing_to_explain() -> None:
    assert why(hit(), ()) == ""
