"""The short way to index tokens gives what the long one gives."""

from __future__ import annotations

import pytest

from search.text.characters import normalise
from search.text.grams import grams
from search.text.indexing import read_for_index
from search.text.synonyms import with_canonical
from search.text.words import read_words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "คลิปการสอนคณิตศาสตร์เรื่องเศษส่วน",
        "ใบงาน ป.4-6 ว 1.1 ป.4/2 ค31101 และ ว PA ฯลฯ",
        "micro:bit กับ STEM 1-3 e-book don't stop",
        "เว็บไซต์ อีเมล์ เเม่ นํ้าตาล ๆๆ มัธยมต้น พ.ศ. ๒๕๖๕",
    ],
)
def test_both_ways_agree(text: str) -> None:
    plain = normalise(text, 20_000)
    words = read_words(plain)
    read = read_for_index(plain, with_grams=True)
    assert list(read.tokens) == [token for word in with_canonical(words) for token in word.indexed]
    assert list(dict.fromkeys(read.grams or ())) == list(grams(words, plain, index=True))
