"""Which stage answers, what a page is told about it, and that nothing typed is an error."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from search.contract import Document, Group, Stage
from search.engines.base import Engine, EngineUnavailable, Vocabulary
from search.models import Pin, QuerySynonym
from search.service import find, similar, suggest
from search.signals import searched
from search.stages import most_of
from search.text.analyser import default_synonyms, query_groups
from tests import factories

pytestmark = pytest.mark.django_db

TITLES = [
    ("เศษส่วนน่ารู้ คณิตศาสตร์ ป.4", "p4", "ma"),
    ("การบวกเศษส่วน คณิตศาสตร์ ป.5", "p5", "ma"),
    ("การลบเศษส่วน คณิตศาสตร์ ป.5", "p5", "ma"),
    ("ทศนิยม คณิตศาสตร์ ป.6", "p6", "ma"),
    ("ระบบหมุนเวียนโลหิต วิทยาศาสตร์ ม.2", "m2", "sc"),
    ("ระบบสุริยะ วิทยาศาสตร์ ป.4", "p4", "sc"),
    ("แผนที่และภูมิประเทศ สังคมศึกษา ม.1", "m1", "so"),
    ("Python เบื้องต้น ม.1", "m1", "sc"),
]


@pytest.fixture
def index(search_index: Engine) -> Engine:
    """A few lessons."""
    search_index.apply(
        [
            Document(
                key=f"resource:{number}",
                title=title,
                url=f"/resources/{number}/",
                summary="บทเรียนพร้อมใบงาน",
                codes=("ค 1.1 ป.4/1",) if number == 1 else (),
                facets={"grade": (grade,), "subject": (subject,), "room": ("resource",)},
                published_at=datetime(2026, 1, number, tzinfo=UTC),
            )
            for number, (title, grade, subject) in enumerate(TITLES, 1)
        ],
        [],
    )
    return search_index


def keys(found: Any) -> set[str]:
    return {hit.key for hit in found.answer.hits}


# --- stages -----------------------------------------------------------------------------


def test_nothing_typed_browses_everything(index: Engine) -> None:
    found = find("  ", {}, "newest")

    assert (found.stage, found.total) == (Stage.BROWSE, len(TITLES))
    assert found.answer.hits[0].key == "resource:8"
    assert found.answer.facets["grade"]["p4"] == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("เศษส่วน ป.4", {"resource:1"}),
        ("เศษส่วน ประถมศึกษาปีที่ ๔", {"resource:1"}),
        ("คณิต ป.5", {"resource:2", "resource:3"}),
        ("เลือด", {"resource:5"}),
        ("ค 1.1 ป.4/1", {"resource:1"}),
        ("PYTHON", {"resource:8"}),
    ],
)
def test_exact_words_answer_first(index: Engine, text: str, expected: set[str]) -> None:
    found = find(text, {})

    assert found.stage == Stage.EXACT
    assert keys(found) == expected
    assert (found.shown_query, found.corrected_from) == (text, None)
    assert not found.is_approximate


def test_a_misspelt_word_is_mended_and_said(index: Engine) -> None:
    found = find("คณิตศาตร์ ป.6", {})

    assert found.stage == Stage.SPELLING
    assert keys(found) == {"resource:4"}
    assert found.corrected_from == "คณิตศาตร์ ป.6"
    assert found.shown_query == "คณิตศาสตร์ ป.6"
    assert found.is_approximate


def test_the_words_as_typed_can_be_insisted_on(index: Engine) -> None:
    found = find("คณิตศาตร์ ป.6", {}, literal=True)

    assert found.corrected_from is None
    assert found.stage not in (Stage.EXACT, Stage.SPELLING)


@pytest.mark.parametrize(
    ("typed", "meant", "key"),
    [("gLKlj;o", "เศษส่วน", "resource:1"), ("ยัะ้นื", "python", "resource:8")],
)
def test_the_other_keyboard_layout_is_understood(
    index: Engine, typed: str, meant: str, key: str
) -> None:
    found = find(typed, {})

    assert found.stage == Stage.SPELLING
    assert (found.shown_query, found.corrected_from) == (meant, typed)
    assert key in keys(found)


def test_most_of_the_words_are_better_than_none(index: Engine) -> None:
    found = find("แผนที่ ภูมิประเทศ สังคมศึกษา python", {})

    assert found.stage == Stage.PARTIAL
    assert "resource:7" in keys(found)
    assert found.is_approximate


def test_a_grade_in_english_is_the_grade_of_the_filter(index: Engine) -> None:
    found = find("maths grade 4", {"grade": ("p4",)})

    assert found.stage == Stage.EXACT
    assert keys(found) == {"resource:1"}


def test_words_found_only_in_parts_count_among_most_of_the_words(index: Engine) -> None:
    index.apply([Document(key="resource:9", title="การสังเคราะห์ด้วยแสง", url="/")], [])
    found = find("ต้นไม้สังเคราะห์แสง", {})

    assert found.stage == Stage.PARTIAL
    assert keys(found) == {"resource:9"}


def test_what_nobody_has_finds_nothing(index: Engine) -> None:
    found = find("กระทะทองแดงลายคราม", {})

    assert (found.stage, found.total, found.total_pages) == (Stage.NONE, 0, 1)
    assert found.answer.hits == []


def test_a_filter_never_loosens_the_query(index: Engine) -> None:
    found = find("เศษส่วน", {"grade": frozenset({"m1"})})

    assert (found.stage, found.total) == (Stage.EXACT, 0)
    assert found.answer.facets["grade"] == {"p4": 1, "p5": 2}


def test_a_spelling_that_finds_more_is_offered_beside_few_hits(index: Engine) -> None:
    index.apply([Document(key="resource:99", title="คณิตศาตร์ผิด", url="/resources/99/")], [])

    found = find("คณิตศาตร์", {})

    assert found.corrected_from is None
    assert keys(found) == {"resource:99"}
    assert found.did_you_mean == "คณิตศาสตร์"


@pytest.mark.parametrize(
    "text",
    [
        "และ",
        "!!! ??? ...",
        "\x00\x07\x1b",
        "\ud800\udfff",
        'title:คณิต AND (NOT *) ~2 ^3 [a TO b] "',
        "ก" * 10_000,
        "ป.4 " * 3_000,
        "่่่้้้์์" * 500,
        "\u200b\u200d",
        "คณิต" * 40,
    ],
    ids=range(10),
)
def test_whatever_is_typed_there_is_an_answer(index: Engine, text: str) -> None:
    assert find(text, {}).stage in Stage
    assert isinstance(suggest(text), list)


# --- paging, order, language --------------------------------------------------------------


def test_pages_follow_each_other(index: Engine) -> None:
    pages = [find("", {}, "newest", page, 3) for page in (1, 2, 3)]

    assert [page.total_pages for page in pages] == [3, 3, 3]
    assert [hit.key for page in pages for hit in page.answer.hits] == [
        f"resource:{number}" for number in range(8, 0, -1)
    ]


@pytest.mark.parametrize(
    "wrong",
    [{"page": 0}, {"per_page": 0}, {"per_page": 101}, {"page": 501}, {"sort": "best"}],
)
def test_bounds_are_kept(index: Engine, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"page|order"):
        find("", {}, **wrong)


def test_an_unknown_filter_is_refused(index: Engine) -> None:
    with pytest.raises(ValueError, match="colour"):
        find("", {"colour": frozenset({"red"})})


def test_addresses_are_in_the_language_of_the_reader(index: Engine) -> None:
    with translation.override("en"):
        assert find("python", {}).answer.hits[0].url == "/en/resources/8/"
        assert suggest("pyth")[0].url == "/en/resources/8/"


def test_without_an_index_the_caller_is_told() -> None:
    with pytest.raises(EngineUnavailable):
        find("เศษส่วน", {})
    with pytest.raises(EngineUnavailable):
        suggest("เศษ")


# --- suggestions and the like -------------------------------------------------------------


@pytest.mark.parametrize("typed", ["เศษส", "เศษส่วนน", "หมุนเวีย", "ระบบ โลห", "pyt", "ป.4"])
def test_unfinished_words_suggest_titles(index: Engine, typed: str) -> None:
    assert suggest(typed)


def test_one_letter_suggests_nothing(index: Engine) -> None:
    assert suggest("เ") == []
    assert suggest("") == []


def test_documents_like_one_come_without_itself(index: Engine) -> None:
    found = [hit.key for hit in similar("resource:2", {"room": frozenset({"resource"})})]

    assert found[0] == "resource:3"
    assert "resource:2" not in found


# --- what the staff teaches ---------------------------------------------------------------


def test_a_synonym_works_as_soon_as_it_is_saved(index: Engine) -> None:
    assert find("สุริยจักรวาล", {}).stage != Stage.EXACT

    row = QuerySynonym.objects.create(typed="สุริยจักรวาล", meant="ระบบสุริยะ, เอกภพ")
    assert keys(find("สุริยจักรวาล", {})) == {"resource:6"}

    row.is_active = False
    row.save()
    assert find("สุริยจักรวาล", {}).stage != Stage.EXACT


def test_pins_stand_above_their_query_however_it_is_written(index: Engine) -> None:
    resource = factories.ResourceFactory(name_th="ชุดเศษส่วน")
    draft = factories.ResourceFactory(draft=True)
    Pin.objects.create(query="สอบ ป.๖", title="คลังข้อสอบ", url="/about/", order=2)
    Pin.objects.create(query="สอบ ป.6", key=f"resource:{resource.pk}", order=1)
    Pin.objects.create(query="สอบ ป.6", key=f"resource:{draft.pk}", order=3)
    Pin.objects.create(query="สอบ ป.6", title="เก่า", url="/old/", is_active=False)

    shown = find(" สอบ  ป.6", {}).pins

    assert [(pin.title, pin.url) for pin in shown] == [
        ("ชุดเศษส่วน", f"/resources/{resource.pk}/"),
        ("คลังข้อสอบ", "/about/"),
    ]
    assert find("สอบ", {}).pins == ()


# --- news ---------------------------------------------------------------------------------


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    """What `searched` said."""
    news: list[dict[str, Any]] = []

    def listen(**said: Any) -> None:
        news.append(said)

    searched.connect(listen)
    yield news
    searched.disconnect(listen)


def test_a_search_is_told_once_and_never_for_later_pages(
    index: Engine, heard: list[dict[str, Any]]
) -> None:
    find(" เศษส่วน ป.๕ ", {"subject": frozenset({"so", "ma"}), "mode": frozenset()})
    find("เศษส่วน ป.๕", {}, page=2)

    (said,) = heard
    assert (said["text"], said["normalised"]) == ("เศษส่วน ป.๕", "เศษส่วน ป.5")
    assert said["filters"] == {"subject": ["ma", "so"]}
    assert (said["total"], said["stage"], said["sort"]) == (2, Stage.EXACT, "relevance")


# --- stage 4 ------------------------------------------------------------------------------


class Counts(Vocabulary):
    """A vocabulary of a hundred documents."""

    documents = 100

    def __init__(self, **counts: int) -> None:
        self.counts = counts

    def frequency(self, term: str) -> int:
        return self.counts.get(term, 0)

    def items(self) -> Any:
        return self.counts.items()


def words(text: str) -> tuple[Group, ...]:
    return query_groups(text, default_synonyms())


def test_the_smallest_sets_of_words_that_weigh_enough_are_asked_for() -> None:
    tree = most_of(words("alpha beta gamma"), Counts(alpha=5, beta=5, gamma=5))

    assert tree.any_of == ((0, 1), (0, 2), (1, 2))


def test_a_word_that_nobody_has_weighs_in_full() -> None:
    assert most_of(words("alpha zulu"), Counts(alpha=90)).any_of == ((1,),)
    assert most_of(words("alpha beta"), Counts(alpha=2, beta=95)).any_of == ((0,),)
    assert most_of(words("alpha"), Counts(alpha=2)).any_of == ()


def test_many_words_make_few_sets() -> None:
    text = " ".join(f"{letter * 3}word" for letter in "abcdefghijklmnop")

    assert 0 < len(most_of(words(text), Counts()).any_of) <= 20
