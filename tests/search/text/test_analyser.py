"""Words, synonyms, sub-words, grams and the version, through the pipeline's door."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.contract import Document, Group
from search.text import analyser, segmenting
from search.text.analyser import (
    QuerySynonyms,
    default_synonyms,
    index_text,
    part_groups,
    query_grams,
    query_groups,
    split_groups,
    tokens,
)
from search.text.segmenting import word_data
from search.text.subwords import cluster_ends, sub_words
from search.text.words import stem

NONE = QuerySynonyms.from_rows([])


def said(group: Group) -> list[tuple[str, ...]]:
    """The alternatives of a group as words."""
    return [tuple(term.text for term in way.terms) for way in group.alternatives]


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("studies", "study"),
        ("maps", "map"),
        ("class", "class"),
        ("bus", "bus"),
        ("ics", "ics"),
        ("analysis", "analysis"),
        ("gas", "gas"),
        ("ties", "tie"),
        ("o2s", "o2s"),
    ],
)
def test_only_plurals_are_stemmed(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@pytest.mark.parametrize(
    ("text", "query", "index"),
    [
        ("เด็กๆ ฯลฯ", ["เด็ก"], ["เด็ก"]),
        ("O-NET", ["onet"], ["onet", "o", "net"]),
        ("โอเน็ต", ["onet"], ["onet"]),
        ("Q&A", ["qa"], ["qa", "q", "a"]),
        ("1-3", ["1", "3"], ["1", "3"]),
        ("คณิต", ["คณิตศาสตร์"], ["คณิตศาสตร์"]),
        ("Math", ["คณิตศาสตร์"], ["คณิตศาสตร์"]),
        ("เรขาคณิต", ["เรขาคณิต"], ["เรขาคณิต"]),
    ],
)
def test_words(text: str, query: list[str], index: list[str]) -> None:
    assert (tokens(text), tokens(text, "index")) == (query, index)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(word_data().words)))
def test_index_and_query_give_the_same_main_tokens(word: str) -> None:
    assert set(tokens(word)) <= set(tokens(word, "index"))


def test_stop_words_leave_queries_only_and_only_if_something_remains() -> None:
    assert [group.typed for group in query_groups("การ และ เศษส่วน", NONE)] == ["เศษส่วน"]
    assert [group.typed for group in query_groups("การ", NONE)] == ["การ"]
    assert "และ" in tokens("บวก และ ลบ", "index")


def test_joined_latin_words_may_also_be_found_by_their_parts() -> None:
    (group,) = query_groups("o-net", NONE)

    assert said(group) == [("onet",), ("o", "net")]
    assert [way.terms[0].boost for way in group.alternatives] == [1.0, 0.9]


def test_a_name_with_a_number_is_also_found_by_the_name() -> None:
    (group,) = query_groups("DLTV5", NONE)

    assert said(group) == [("dltv5",), ("dltv", "5")]
    assert tokens("ช่อง DLTV5", "index") == ["ช่อง", "dltv5", "dltv"]


def test_synonym_keys_match_as_sequences_one_way_and_longest_first() -> None:
    table = QuerySynonyms.from_rows([("แผน", ("ผัง",)), ("แผนการสอน", ("แผนการจัดการเรียนรู้",))])

    (group,) = query_groups("แผนการสอน", table)

    assert said(group) == [("แผน", "การสอน"), ("แผนการ", "จัด", "การเรียนรู้")]
    assert group.typed == "แผนการสอน"
    assert {term.boost for term in group.alternatives[1].terms} == {0.9}
    assert said(query_groups("แผนการจัดการเรียนรู้", table)[0]) == [("แผนการ",)]


def test_stop_words_of_a_synonym_need_not_occur() -> None:
    table = QuerySynonyms.from_rows([("การหาร", ("division",)), ("division", ("การหาร",))])

    assert said(query_groups("การหาร", table)[0]) == [("หาร",), ("division",)]
    assert said(query_groups("division", table)[0]) == [("division",), ("หาร",)]


def test_the_product_knows_topics_by_both_names() -> None:
    for typed, meant in (("fraction", "เศษส่วน"), ("เศษส่วน", "fraction"), ("ภาคอีสาน", "ตะวันออก")):
        (group,) = query_groups(typed, default_synonyms())
        assert any(meant in "".join(way) for way in said(group)), typed


def test_a_level_word_finds_every_grade_of_it() -> None:
    assert said(query_groups("มัธยม", default_synonyms())[0]) == [("มัธยม",), ("levelm",)]


def test_stage_one_never_splits_and_stage_two_does() -> None:
    assert said(query_groups("แผนที่", NONE)[0]) == [("แผนที่",)]
    assert said(split_groups("แผนที่", NONE)[0]) == [("แผนที่",), ("แผน", "ที่")]


def test_a_word_made_of_words_of_asking_is_one_of_them() -> None:
    groups = query_groups("สื่อการสอนเรื่องดาวเคราะห์", NONE)

    assert [(group.typed, group.required) for group in groups] == [
        ("สื่อการสอน", False),
        ("ดาวเคราะห์", True),
    ]


def test_stage_four_cuts_only_words_whose_parts_are_found_together() -> None:
    met = {("สังเคราะห์", "แสง")}

    def count(groups: tuple[Group, ...]) -> int:
        return int(tuple(group.typed for group in groups) in met)

    groups = part_groups("ต้นไม้สังเคราะห์แสง", NONE, count)

    assert [group.typed for group in groups] == ["ต้นไม้", "สังเคราะห์", "แสง"]
    assert part_groups("แรงงาน", NONE, count) == ()


def test_stage_two_reads_across_spaces_but_not_before_a_grade() -> None:
    word, grade = split_groups("คณิต ศาสตร์ ป. 4", NONE)

    assert ("คณิตศาสตร์",) in said(word)
    assert said(grade) == [("gradep4",)]
    assert ("ไมโครบิต",) in said(split_groups("micro bit", NONE)[0])


def test_sub_words_keep_to_clusters_and_to_words() -> None:
    assert sub_words("เรขาคณิต") == ("เรขา", "คณิต")
    assert sub_words("แผน") == ()
    assert cluster_ends("เรียน") == [5] or 5 in cluster_ends("เรียน")


def test_grams_run_inside_one_run_and_leave_codes_whole() -> None:
    assert query_grams("เศษ ส่วน ป.4 DLTV") == ("เศษ", "ส่ว", "่วน", "gradep4", "dltv")


def test_a_document_has_every_field() -> None:
    made = index_text(
        Document(
            key="resource:1",
            title="คณิตศาสตร์ ป.4",
            url="/",
            summary="เรขาคณิต",
            keywords=("คณิตศาสตร์",),
            codes=("ค 1.1 ป.4/1",),
            body="ข้อความยาว",
            facets={"grade": ("p4", "p5")},
        )
    )

    assert made.title == "คณิตศาสตร์ gradep4 levelp"
    assert {"เรขาคณิต", "indma1x1p4x1", "indma1x1", "gradep5"} <= set(made.body.split())
    assert set(made.title_parts.split()) == {"คณิต", "ศาสตร์"}
    assert "เรขา" in made.body_parts.split()
    assert made.attached == "ข้อความ ยาว"
    assert {"คณิ", "gradep4"} <= set(made.grams.split())
    assert made.suffixes


# --- hostile input ----------------------------------------------------------------------

HOSTILE = [
    "\u0e48", "\u0e48\u0e34", "\u0e4d\u0e32", "\u0e40", "ก", "ก ", "ป.1-", "ก1", "ค 1.", "ก.", "a-",
    "ชั้น ", "ประถม", "ตากลม", "\ud800", "\x00", "\ufdfa", "+(", "eng ",
]  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_hostile_text_gets_an_answer(part: str) -> None:
    text = (part * 50_000)[:50_000]

    for groups in (query_groups(text, default_synonyms()), split_groups(text, default_synonyms())):
        assert len(groups) <= 32
    index_text(Document(key="a:1", title=text[:5_000], url="/", summary=text[:5_000]))
    query_grams(text)


def calls_of(work: Any) -> int:
    """How many Python calls and C calls a piece of work makes."""
    counted = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("part", HOSTILE)
def test_steps_grow_no_faster_than_the_text(part: str) -> None:
    tokens("ก", "index")  # tables are loaded
    short, long = (part * 4_000)[:4_000], (part * 16_000)[:16_000]

    few = calls_of(lambda: tokens(short, "index"))
    many = calls_of(lambda: tokens(long, "index"))

    assert many <= 4.5 * few + 200


# --- version and dictionary -------------------------------------------------------------


@pytest.fixture
def fresh_words() -> Iterator[None]:
    """Words and version are read anew inside the test, and again after it."""
    caches = (word_data, analyser.analyser_version)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.usefixtures("fresh_words")
def test_a_changed_dictionary_changes_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = analyser.analyser_version()
    word_data.cache_clear()
    analyser.analyser_version.cache_clear()
    own = segmenting._own_words()
    monkeypatch.setattr(segmenting, "_own_words", lambda: [*own, "คำใหม่เอี่ยม"])

    assert analyser.analyser_version() != before


@pytest.mark.usefixtures("fresh_words")
@pytest.mark.parametrize("name", ["spelling.toml", "canonical.toml", "forms.txt"])
def test_changed_tables_change_the_version(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = analyser.analyser_version()
    for path in analyser.DATA.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / name).open("a") as table:
        table.write("\n# changed\n")
    monkeypatch.setattr(analyser, "DATA", tmp_path)
    analyser.analyser_version.cache_clear()

    assert analyser.analyser_version() != before


def test_the_dictionary_is_written_whole_and_once(tmp_path: Path) -> None:
    first = segmenting._write_dictionary(tmp_path, "words-x")
    written = first.stat().st_mtime_ns

    assert segmenting._write_dictionary(tmp_path, "words-x").stat().st_mtime_ns == written
    assert [path.name for path in tmp_path.iterdir()] == ["words-x.txt"]
    assert len(first.read_text("utf-8").splitlines()) == len(word_data().words)
