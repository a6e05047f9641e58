"""Codes, grades and abbreviations: every row of the rules and its guards."""

from __future__ import annotations

import pytest

from search.text.analyser import default_synonyms, query_groups, tokens

P456 = ["gradep4", "gradep5", "gradep6"]
ROWS = [
    ("ค 1.1 ป.1/1", ["indma1x1p1x1"], ["indma1x1", "gradep1", "levelp"]),
    ("ค๑.๑ป.๑/๑", ["indma1x1p1x1"], ["indma1x1", "gradep1", "levelp"]),
    ("ต 1.2 ม.3/4", ["indfl1x2m3x4"], ["indfl1x2", "gradem3", "levelm"]),
    ("ท 1.1 ม.4-6/1", ["indth1x1m4x1", "indth1x1m5x1", "indth1x1m6x1"], None),
    ("ค 1.1", ["indma1x1"], []),
    ("ค 21101", ["crsma21101"], ["21101"]),
    ("จ31201", ["crszh31201"], ["31201"]),
    ("วPA", ["วpa"], ["pa"]),
    ("ปพ.5", ["ปพ5"], ["ปพ"]),
    ("ป.พ. 5", ["ปพ5"], ["ปพ"]),
    ("ม.ต้น", ["gradem1", "gradem2", "gradem3"], ["levelm"]),
    ("มัธยมศึกษาตอนปลาย", ["gradem4", "gradem5", "gradem6"], ["levelm"]),
    ("ประถมปลาย", P456, ["levelp"]),
    ("ชั้นประถมศึกษาปีที่ ๔", ["gradep4"], ["levelp"]),
    ("ป 4", ["gradep4"], ["levelp"]),
    ("ป.๔", ["gradep4"], ["levelp"]),
    ("ชั้น ป.4", ["gradep4"], ["levelp"]),
    ("ป.4-6", P456, ["levelp"]),
    ("ป.4 ถึง ป.6", P456, ["levelp"]),
    ("ป.1-ป.3", ["gradep1", "gradep2", "gradep3"], ["levelp"]),
    ("ม.4 - ม.6", ["gradem4", "gradem5", "gradem6"], ["levelm"]),
    ("อนุบาลปีที่ 3", ["gradek3"], ["levelk"]),
    ("อ.3", ["gradek3"], ["levelk"]),
    ("ป.5/2", ["gradep5"], ["levelp"]),
    ("ห.ร.ม.", ["หรม"], []),
    ("ห.ร.ม", ["หรม"], []),
    ("หรม", ["หรม"], []),
    ("คณิตป1", ["คณิตศาสตร์", "gradep1"], ["levelp"]),
    ("คณิตศาสตร์ป.4", ["คณิตศาสตร์", "gradep4"], ["levelp"]),
    ("แผนการสอนม4", ["แผน", "การสอน", "gradem4"], ["levelm"]),
    ("นิทานอ2", ["นิทาน", "gradek2"], ["levelk"]),
    ("maths grade 4", ["คณิตศาสตร์", "gradep4"], ["levelp"]),
    ("Grade 9-10", ["gradem3", "gradem4"], ["levelm"]),
    ("Primary 4", ["gradep4"], ["levelp"]),
    ("Secondary 1", ["gradem1"], ["levelm"]),
]


@pytest.mark.parametrize(("text", "main", "extra"), ROWS)
def test_row(text: str, main: list[str], extra: list[str] | None) -> None:
    assert tokens(text) == main
    if extra is not None:
        assert sorted(tokens(text, "index")) == sorted(main + extra)


@pytest.mark.parametrize(
    "text",
    [
        "รูป 1",
        "กลุ่ม 1",
        "เล่ม 2",
        "เทอม 1",
        "คลิป 3",
        "ฝูงโคนม2",
        "ตัวละครหมอ2",
        "คู่มือคอม1",
        "ตอนพระราม2",
        "กิจกรรม4",
        "upgrade 4",
        "เล่ม.4",
        "รูป.4",
        "ป 4.5",
        "ป.45",
        "อ.4",
        "PM 2.5",
    ],
)
def test_no_grade_is_read_where_none_is(text: str) -> None:
    assert not [token for token in tokens(text, "index") if token.startswith(("grade", "level"))]


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("รค 1.1", "ind"),
        ("xค 1.1", "ind"),
        ("5ค 1.1", "ind"),
        ("ค 1.123", "ind"),
        ("ค 41101", "crs"),
        ("ค 211011", "crs"),
        ("กค21101", "crs"),
        ("กวpa", "วpa"),
        ("วpage", "วpa"),
        ("กปพ.5", "ปพ5"),
        ("ปพ.512", "ปพ5"),
        ("ม.ต้นไม้", "grade"),
        ("ประถมต้นแบบ", "grade"),
        ("กห.ร.ม.", "หรม"),
        ("grade 4.5", "gradep"),
        ("grade 13", "gradep"),
    ],
)
def test_guards(text: str, absent: str) -> None:
    assert not [token for token in tokens(text, "index") if token.startswith(absent)]


def test_beside_a_code_other_words_are_optional() -> None:
    groups = query_groups("ค 1.1 ป.1/1 เศษส่วน ป.2", default_synonyms())

    assert [(group.typed, group.required) for group in groups] == [
        ("ค 1.1 ป.1/1", True),
        ("เศษส่วน", False),
        ("ป.2", True),
    ]


def test_a_range_is_one_group_with_alternatives() -> None:
    (group,) = query_groups("ป.4-6", default_synonyms())

    assert [way.terms[0].text for way in group.alternatives] == P456
    assert {way.terms[0].boost for way in group.alternatives} == {1.0}
