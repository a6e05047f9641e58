"""What every engine must do; nothing here knows which one it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from search.contract import FACETS, MAX_LIMIT, MAX_WINDOW, Alternative, Group, QueryTree, Term
from search.engines.base import Engine, EngineUnavailable, GateRefused
from search.text.collation import thai_sort_key

from .conftest import fill
from .material import document, group, keys, words

BROWSE = QueryTree()


def find(engine: Engine, query: QueryTree, sort: Any = "relevance", **filters: str) -> list[str]:
    chosen = {name: frozenset(values.split(",")) for name, values in filters.items()}
    return keys(engine.search(query, chosen, sort, 0, 20).hits)


# --- storing ----------------------------------------------------------------------------


def test_an_empty_index_answers(engine: Engine) -> None:
    answer = engine.search(BROWSE, {}, "relevance", 0, 20)

    assert (answer.total, list(answer.hits)) == (0, [])
    assert answer.facets == {name: {} for name in FACETS}
    assert engine.keys() == set()
    assert engine.count(words("คณิต")) == 0
    assert engine.complete(["คณ"], 8) == []
    assert engine.similar("resource:1", {}, 5) == []


def test_a_hit_carries_all_that_its_card_shows(engine: Engine) -> None:
    stored = document(
        7,
        "เศษส่วน <b>",
        summary="สรุป 😀",
        title_en="Fractions",
        labels=("ป.4", "คณิตศาสตร์"),
        thumbnail="/media/7.webp",
        is_sample=True,
        facets={"grade": ("p5", "p4"), "kind": ("video",)},
    )
    engine.apply([stored], [])

    (hit,) = engine.search(words("เศษส่วน"), {}, "relevance", 0, 20).hits

    for name in ("key", "title", "url", "summary", "title_en", "labels", "thumbnail", "is_sample"):
        assert getattr(hit, name) == getattr(stored, name)
    assert hit.facets == {"grade": ("p4", "p5"), "kind": ("video",)}
    assert hit.score > 0


def test_changes_replace_and_remove_by_key(engine: Engine) -> None:
    engine.apply([document(n) for n in (1, 2, 3)], [])

    engine.apply([document(2, "ใหม่")], ["resource:3", "resource:99"])

    assert engine.keys() == {"resource:1", "resource:2"}
    assert find(engine, words("ใหม่")) == ["2"]
    assert find(engine, words("ทดสอบ")) == ["1"]
    assert engine.search(BROWSE, {}, "newest", 0, 20).total == 2


def test_the_same_changes_twice_change_nothing_more(engine: Engine) -> None:
    for _ in range(2):
        engine.apply([document(1), document(1, "ใหม่")], ["resource:2"])

    assert engine.count(BROWSE) == 1
    assert find(engine, words("ใหม่")) == ["1"]


@pytest.mark.parametrize(
    "facets", [{"grade": ("p1,p2",)}, {"grade": ("",)}, {"colour": ("red",)}, {"kind": ("a", "b")}]
)
def test_facets_that_cannot_be_are_refused(engine: Engine, facets: Any) -> None:
    with pytest.raises(ValueError, match="resource:1"):
        engine.apply([document(1, facets=facets)], [])

    assert engine.keys() == set()


# --- finding ----------------------------------------------------------------------------


def test_every_group_must_match_in_one_of_its_ways(engine: Engine) -> None:
    engine.apply(
        [
            document(1, "แผน คณิต"),
            document(2, "แผน", summary="คณิตศาสตร์"),
            document(3, "แผน วิทย์"),
        ],
        [],
    )
    query = QueryTree((group("แผน"), group("คณิต", "คณิตศาสตร์")), ((0, 1),))

    assert find(engine, query) == ["1", "2"]
    assert engine.count(query) == 2


def test_an_alternative_of_several_words_needs_them_all(engine: Engine) -> None:
    engine.apply([document(1, "วิทยาการ คำนวณ"), document(2, "คำนวณ")], [])
    both = Group((Alternative((Term("วิทยาการ"), Term("คำนวณ", 0.9))),), "คอม")

    assert find(engine, QueryTree((both,), ((0,),))) == ["1"]


def test_words_beside_a_code_only_raise_the_score(engine: Engine) -> None:
    engine.apply([document(1, "indma1x1 บวก"), document(2, "indma1x1 ลบ"), document(3, "ลบ")], [])
    query = QueryTree((group("indma1x1"), group("ลบ", required=False)), ((0,),))

    assert find(engine, query) == ["2", "1"]


def test_one_subset_of_groups_is_enough_and_the_others_add(engine: Engine) -> None:
    engine.apply(
        [document(1, "ก1 ข1"), document(2, "ก1 ข1 ค1"), document(3, "ค1"), document(4, "ก1")], []
    )
    query = QueryTree((group("ก1"), group("ข1"), group("ค1")), ((0, 1), (1, 2)))

    assert find(engine, query) == ["2", "1"]


def test_titles_count_more_than_summaries_parts_and_attached_text(engine: Engine) -> None:
    engine.apply(
        [
            document(1, "อื่น", body="เศษส่วน"),
            document(2, "อื่น", summary="เศษส่วน"),
            document(3, "เศษส่วน"),
            document(4, "เรื่องอื่น", summary="อื่น ไม่เกี่ยว"),
        ],
        [],
    )

    assert find(engine, words("เศษส่วน")) == ["3", "2", "1"]
    assert engine.count(words("เศษส่วน")) == 3
    assert find(engine, words("เศษส")) == ["3", "2"]


def test_grams_need_the_least_number(engine: Engine) -> None:
    engine.apply([document(1, "abcdef"), document(2, "abcxyz"), document(3, "xyz")], [])

    assert find(engine, QueryTree(grams=("abc", "bcd", "cde"), least_grams=2)) == ["1"]
    assert sorted(find(engine, QueryTree(grams=("abc", "bcd"), least_grams=1))) == ["1", "2"]


@pytest.mark.parametrize(
    "text", ["*", "a:b", '"', "((", "\\", "key:resource", "a" * 20_000, "\x00"]
)
def test_nothing_in_a_word_is_syntax(engine: Engine, text: str) -> None:
    engine.apply([document(1)], [])

    assert engine.count(words(text)) == 0
    assert engine.search(words(text), {}, "relevance", 0, 5).total == 0
    assert engine.complete([text], 8) == []


def test_filters_never_touch_the_score(engine: Engine) -> None:
    engine.apply([document(n, facets={"grade": ("p1", "p2")}) for n in range(3)], [])
    filters = {"grade": frozenset(["p1", "p2"])}

    free = engine.search(words("ทดสอบ"), {}, "relevance", 0, 5).hits
    kept = engine.search(words("ทดสอบ"), filters, "relevance", 0, 5).hits

    assert [hit.score for hit in kept] == [hit.score for hit in free]


# --- order and pages --------------------------------------------------------------------


def test_orders(engine: Engine) -> None:
    titles = {1: "ไก่", 2: "ขา", 3: "กา", 4: "ก้าว"}
    engine.apply(
        [
            document(
                n,
                f"{title} ทดสอบ",
                title_order=thai_sort_key(title),
                popularity=n % 3,
                published_at=datetime(2020 + n, 1, 1, tzinfo=UTC) if n < 4 else None,
            )
            for n, title in titles.items()
        ],
        [],
    )

    for query in (BROWSE, words("ทดสอบ")):
        assert find(engine, query, "newest") == ["3", "2", "1", "4"]
        assert find(engine, query, "popular")[:1] == ["2"]
        assert find(engine, query, "title") == ["3", "4", "1", "2"]
    assert find(engine, BROWSE) == ["3", "2", "1", "4"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "popular", "title"])
@pytest.mark.parametrize("query", [BROWSE, words("ทดสอบ")])
def test_pages_meet_every_document_once(engine: Engine, sort: Any, query: QueryTree) -> None:
    fill(engine, [document(n, popularity=n % 2) for n in range(57)])

    pages = [engine.search(query, {}, sort, start, 10) for start in range(0, 70, 10)]

    assert {page.total for page in pages} == {57}
    assert sorted(keys(hit for page in pages for hit in page.hits), key=int) == [
        str(n) for n in range(57)
    ]


@pytest.mark.parametrize(
    ("offset", "limit"), [(0, 0), (-1, 5), (0, MAX_LIMIT + 1), (MAX_WINDOW, 1), (0, -1)]
)
def test_pages_out_of_bounds_are_refused(engine: Engine, offset: int, limit: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        engine.search(BROWSE, {}, "relevance", offset, limit)


def test_unknown_orders_and_facets_are_refused(engine: Engine) -> None:
    sort: Any = "colour"
    with pytest.raises(ValueError, match="colour"):
        engine.search(BROWSE, {}, sort, 0, 5)
    with pytest.raises(ValueError, match="colour"):
        engine.search(BROWSE, {"colour": frozenset(["red"])}, "newest", 0, 5)


# --- suggestions, likeness, vocabulary --------------------------------------------------


def test_suggestions_take_earlier_words_and_shorter_titles_first(engine: Engine) -> None:
    titles = ["เรื่อง คณิตศาสตร์", "คณิตศาสตร์ เบื้องต้น ป.4", "คณิตศาสตร์", "วิทย์"]
    engine.apply([document(n, title) for n, title in enumerate(titles)], [])

    suggested = [url for _, url in engine.complete(["คณิตศา"], 8)]

    assert suggested == ["/resources/2/", "/resources/1/", "/resources/0/"]
    assert engine.complete(["คณิตศา"], 1) == [("คณิตศาสตร์", "/resources/2/")]
    assert engine.complete(["เบื้อง", "คณิต"], 8) == [("คณิตศาสตร์ เบื้องต้น ป.4", "/resources/1/")]
    assert engine.complete(["คณิตศาสตร์เบื้องต้นป"], 8) == [("คณิตศาสตร์ เบื้องต้น ป.4", "/resources/1/")]
    assert engine.complete(["ณิต"], 8) == []
    assert engine.complete([], 8) == []
    assert engine.complete(["ว"], 8) == [("วิทย์", "/resources/3/")]


def test_every_beginning_of_a_long_title_suggests_it(engine: Engine) -> None:
    title = "วิทยาศาสตร์ และ เทคโนโลยี เรื่อง แรง และ การเคลื่อนที่ ตอนที่ 2"
    engine.apply([document(1, title), document(2, "วิทยาศาสตร์ โลก"), document(3, "เทคโนโลยี")], [])
    whole = title.replace(" ", "")

    for start in (0, len("วิทยาศาสตร์และ")):
        rest = whole[start:]
        for length in range(1, len(rest) + 1):
            assert (title, "/resources/1/") in engine.complete([rest[:length]], 8)
        alone = len("วิทยาศาสตร์และ") if not start else len("เทคโนโลยีเรื่อง")
        for length in range(alone, len(rest) + 1):
            assert len(engine.complete([rest[:length]], 8)) == 1


def test_a_title_that_is_gone_is_not_suggested(engine: Engine) -> None:
    engine.apply([document(1, "คณิต")], [])

    engine.apply([], ["resource:1"])

    assert engine.complete(["คณ"], 8) == []


def test_likeness_goes_by_rare_words_and_leaves_out_the_document_itself(engine: Engine) -> None:
    filling = [document(n, f"เรื่อง อื่น{n}") for n in range(10, 40)]
    engine.apply(
        [
            document(1, "เรื่อง เศษส่วน", facets={"subject": ("math",)}),
            document(2, "เรื่อง เศษส่วน แท้", facets={"subject": ("math",)}),
            document(3, "เรื่อง เศษส่วน เกิน", facets={"subject": ("art",)}),
            *filling,
        ],
        [],
    )

    assert keys(engine.similar("resource:1", {}, 5)) == ["2", "3"]
    assert keys(engine.similar("resource:1", {"subject": frozenset(["art"])}, 5)) == ["3"]
    assert engine.similar("resource:404", {}, 5) == []


def test_the_vocabulary_knows_in_how_many_documents_a_word_occurs(engine: Engine) -> None:
    fill(engine, [document(1, "ก1 ก1", summary="ก1"), document(2, "ก1 ข1"), document(3, "ค1")])
    vocabulary = engine.vocabulary()

    assert vocabulary.documents == 3
    assert [vocabulary.frequency(word) for word in ("ก1", "ข1", "ฮ1")] == [2, 1, 0]
    assert dict(vocabulary.items()) == {"ก1": 2, "ข1": 1, "ค1": 1}
    assert engine.vocabulary() is vocabulary


# --- rebuilding -------------------------------------------------------------------------


def test_a_rebuild_replays_what_changed_meanwhile(engine: Engine) -> None:
    seen: list[int] = []
    before = engine.status().generation

    refused = engine.rebuild(
        [document(1), document(2), document(1, "ซ้ำ")],
        replay=lambda: ([document(3)], ["resource:2"]),
        expected_keys=lambda: {"resource:1", "resource:3"},
        progress=seen.append,
    )

    assert refused == {}
    status = engine.status()
    assert status.usable
    assert status.documents == 2
    assert status.generation != before
    assert engine.keys() == {"resource:1", "resource:3"}
    assert find(engine, words("ซ้ำ")) == ["1"]
    assert seen


def test_the_gate_keeps_the_live_index(engine: Engine) -> None:
    fill(engine, [document(1)])
    before = engine.status()

    with pytest.raises(GateRefused) as refused:
        engine.rebuild(
            [document(2), document(3)],
            replay=lambda: ([], []),
            expected_keys=lambda: {"resource:2", "resource:4"},
            progress=lambda number: None,
        )

    assert (refused.value.missing, refused.value.extra) == ({"resource:4"}, {"resource:3"})
    assert engine.status() == before
    assert engine.keys() == {"resource:1"}


def test_the_gate_refuses_a_document_that_is_not_as_last_told(
    engine: Engine,
) -> None:
    fill(engine, [document(1)])
    found = engine.fingerprints()
    later = document(1, "ใหม่")

    assert found == {"resource:1": document(1).fingerprint}
    assert GateRefused.check(found, {"resource:1": document(1).fingerprint}, {"resource:1"}) is None
    refusal = GateRefused.check(found, {"resource:1": later.fingerprint}, {"resource:1"})
    assert refusal is not None
    assert refusal.stale == {"resource:1"}


def test_a_rollback_returns_to_the_index_before(engine: Engine) -> None:
    fill(engine, [document(1)])
    before = engine.status()
    fill(engine, [document(2)])
    assert engine.status().previous == before.generation

    engine.rollback()

    assert engine.keys() == {"resource:1"}
    assert engine.status().generation == before.generation


def test_without_an_earlier_index_there_is_no_rollback(engine: Engine) -> None:
    while engine.status().previous:
        engine.rollback()

    with pytest.raises(EngineUnavailable):
        engine.rollback()


def test_the_fingerprint_of_a_document_tells_every_change(engine: Engine) -> None:
    same = document(1, facets={"grade": ("p4", "p5"), "kind": ()})
    assert same.fingerprint == document(1, facets={"grade": ("p5", "p4")}).fingerprint
    for changes in ({"summary": "ก"}, {"popularity": 2}, {"facets": {"grade": ("p4",)}}):
        assert document(1, **changes).fingerprint != document(1).fingerprint


def test_a_rebuild_that_breaks_off_leaves_the_live_index(engine: Engine) -> None:
    fill(engine, [document(1)])

    def broken() -> Any:
        yield document(2)
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        engine.rebuild(broken(), lambda: ([], []), set, lambda number: None)

    assert engine.keys() == {"resource:1"}
    fill(engine, [document(5)])
    assert engine.keys() == {"resource:5"}


def test_many_documents_are_analysed_in_helper_processes(engine: Engine) -> None:
    many = [document(n, f"คำ{n} ทดสอบ") for n in range(1, 1_500)]

    fill(engine, many)

    assert engine.keys() == {each.key for each in many}
    assert find(engine, words("คำ1400")) == ["1400"]
