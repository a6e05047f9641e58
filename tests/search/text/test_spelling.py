"""Spelling mends broken words, leaves right ones alone, and gives up in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from search.engines.base import Vocabulary
from search.text import lexicon
from search.text.lexicon import skeletons
from search.text.segmenting import word_data
from search.text.spelling import correct

WORDS = (
    "คณิตศาสตร์",
    "เศษส่วน",
    "สังเคราะห์แสง",
    "พยัญชนะ",
    "เศรษฐกิจ",
    "พอเพียง",
    "รามเกียรติ์",
    "วัฏจักร",
    "ประชาธิปไตย",
    "สุริยุปราคา",
    "แม่เหล็ก",
    "ภาษา",
    "ไทย",
    "ภาษาไทย",
    "วิทยาศาสตร์",
    "อาณาจักร",
    "สุโขทัย",
    "ราคา",
    "แรง",
    "น้ำ",
    "geogebra",
    "สรรพนาม",
    "บรรทัด",
    "active",
    "learning",
    "passive",
    "voice",
    "scratch",
    "google",
    "form",
    "ร้อยละ",
    "สายใย",
    "อาหาร",
)


class Words(Vocabulary):
    """A vocabulary held in memory."""

    def __init__(self, frequencies: Mapping[str, int], documents: int = 100) -> None:
        self._counts = frequencies
        self.documents = documents

    def frequency(self, term: str) -> int:
        return self._counts.get(term, 0)

    def items(self) -> Iterable[tuple[str, int]]:
        return self._counts.items()


@pytest.fixture(scope="module")
def small() -> Words:
    return Words(dict.fromkeys(WORDS, 2))


@pytest.fixture(scope="module")
def large() -> Words:
    return Words(dict.fromkeys(word_data().words, 2), documents=100_000)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("คณิตศาตร์", "คณิตศาสตร์"),
        ("คณิตศาตร์ ป.4", "คณิตศาสตร์ ป.4"),
        ("คณิตศาตร์ป.4", "คณิตศาสตร์ป.4"),
        ("เศษสวน", "เศษส่วน"),
        ("สังเคราะแสง", "สังเคราะห์แสง"),
        ("พยันชนะ", "พยัญชนะ"),
        ("เศรษกิจพอเพียง", "เศรษฐกิจพอเพียง"),
        ("สุริยปราคา", "สุริยุปราคา"),
        ("อาณาจักสุโขทัย", "อาณาจักรสุโขทัย"),
        ("แม่เหล้ก", "แม่เหล็ก"),
        ("geogebre", "geogebra"),
        ("passve voice", "passive voice"),
        ("อนุบาน 3", "อนุบาล 3"),
        ("activelearning", "active learning"),
        ("สัพนาม", "สรรพนาม"),
        ("บันทัด", "บรรทัด"),
        ("googleforms", "google forms"),
        ("ร้อยระ", "ร้อยละ"),
        ("สายไยอาหาร", "สายใยอาหาร"),
        ("สุโขไทย", "สุโขทัย"),
    ],
)
def test_mends(small: Words, typed: str, meant: str) -> None:
    assert correct(typed, small) == meant


@pytest.mark.parametrize(
    "text",
    [
        *WORDS,
        "คณิตศาสตร์ ป.4",
        "วิทย์ ม.3",
        "ค 1.1 ป.4/3",
        "",
        " ",
        "???",
        "12345",
        "ป.4",
        "zzxqwv",
        "\ud800",
    ],
)
def test_leaves_alone(small: Words, text: str) -> None:
    assert correct(text, small) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("อนุบาน 3", "อนุบาล 3"), ("นิทานอนุบาน 3", "นิทานอนุบาล 3"), ("มัทยม 2", "มัธยม 2")],
)
def test_a_number_tells_a_misspelt_level_even_where_its_pieces_are_words(
    large: Words, typed: str, meant: str
) -> None:
    assert correct(typed, large) == meant


def test_leaves_known_words_alone_and_mends_towards_them(small: Words) -> None:
    assert correct("scratsh", small, frozenset({"scratsh"})) is None
    assert correct("มาฆบูชา", small, frozenset({"มาฆบูชา"})) is None
    assert correct("มาคบูชา", small, frozenset({"มาฆบูชา"})) == "มาฆบูชา"


def test_a_word_of_the_dictionary_is_not_altered_for_a_neighbour(small: Words) -> None:
    # แรม is a word; แรง is only one letter away, and in the index.
    assert correct("แรม", small) is None
    assert correct("ราตรี", small) is None


def test_a_typing_error_in_a_few_documents_is_not_trusted() -> None:
    words = Words({**dict.fromkeys(WORDS, 20), "คณิตศาตร์": 1}, documents=100_000)

    assert correct("คณิตศาตร์", words) == "คณิตศาสตร์"


def test_an_empty_index_has_nothing_better() -> None:
    assert correct("พยันชนะ", Words({}, 0)) is None


def test_skeletons_fold_what_sounds_alike() -> None:
    assert skeletons("เศษส่วน")[0] == skeletons("เสสสวน")[0]
    assert skeletons("ภาษา") == skeletons("พาสา")
    assert skeletons("แม่เหล็ก") == skeletons("แมเหลก")
    assert skeletons("อนุพันธ์")[1:] == ("อนุพัน",)


def test_the_words_are_read_again_when_the_index_has_grown(small: Words) -> None:
    words = Words(dict(small.items()), 100)
    assert lexicon.lexicon_of(words) is lexicon.lexicon_of(words)
    before = lexicon.lexicon_of(words)
    words.documents = 200

    assert lexicon.lexicon_of(words) is not before


@pytest.mark.parametrize(
    "text", ["ก" * 50_000, "ก่" * 25_000, "\u0e48" * 50_000, "a" * 50_000, "กา ข" * 12_500]
)
def test_hostile_text_is_given_up_not_followed(large: Words, text: str) -> None:
    assert correct(text, large) is None
