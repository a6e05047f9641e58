"""Thai alphabetical order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.text.collation import thai_sort_key


def letters(word: str) -> str:
    """The part of the key that comes before the tie breaker."""
    return bytes.fromhex(thai_sort_key(word)).split(b"\x00")[0].hex()


THAI = st.text(
    alphabet=[chr(code) for code in range(0x0E01, 0x0E5C) if code not in range(0x0E3B, 0x0E3F)],
    max_size=60,
)


WORDS = ["กา", "กาว", "ก้าว", "เกม", "ไก่", "ขา", "เขต", "แผน", "รายงาน", "โรงเรียน"]


@given(st.permutations(WORDS))
def test_dictionary_order_of_the_domain_note(words: list[str]) -> None:
    assert sorted(words, key=thai_sort_key) == WORDS


def test_code_point_order_would_be_wrong() -> None:
    words = ["ไก่", "ขา"]

    assert sorted(words) != words
    assert sorted(words, key=thai_sort_key) == words


def test_latin_names_compare_without_case() -> None:
    assert sorted(["Zoom", "canva", "DLTV"], key=thai_sort_key) == ["canva", "DLTV", "Zoom"]


@given(THAI)
def test_marks_only_break_ties(word: str) -> None:
    """A tone mark moves a word behind its twin without one, never past another word."""
    marked = word.replace("า", "่า")
    bare = word.translate(dict.fromkeys(range(0x0E47, 0x0E4D)))

    assert letters(marked) == letters(bare)


@given(THAI, THAI)
def test_different_words_have_different_keys(one: str, other: str) -> None:
    assert (thai_sort_key(one) == thai_sort_key(other)) == (one.strip() == other.strip())


def test_the_key_is_plain_ascii_of_bounded_length() -> None:
    key = thai_sort_key("ก้ไ😀é" * 500)

    assert set(key) <= set("0123456789abcdef")
    assert len(key) <= 600
