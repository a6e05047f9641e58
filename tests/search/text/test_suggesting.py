"""Titles are found from every word boundary by what was typed so far."""

from __future__ import annotations

import pytest

from search.text.suggesting import MOST_SUFFIXES, SUFFIX_LENGTH, suffixes, suggestion_prefixes


def found(typed: str, title: str) -> bool:
    """Whether the title is suggested for the typed text."""
    ends = suffixes(title)
    return any(
        prefixes and all(any(end.startswith(prefix) for end in ends) for prefix in prefixes)
        for prefixes in suggestion_prefixes(typed)
    )


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("คณิตศา", "DLTV คณิตศาสตร์ ป.4 เศษส่วน"),
        ("dltv คณ", "DLTV คณิตศาสตร์ ป.4 เศษส่วน"),
        ("DLTVคณิต", "DLTV คณิตศาสตร์ ป.4 เศษส่วน"),
        ("เศษส่ว", "ใบงานการบวกลบเศษส่วน ชั้น ป.4"),
        ("ใบงาน เศษ", "ใบงานการบวกลบเศษส่วน ชั้น ป.4"),
        ("เศษ ใบงาน", "ใบงานการบวกลบเศษส่วน ชั้น ป.4"),
        ("ป.๔", "ใบงานการบวกลบเศษส่วน ชั้น ป.4"),
        ("ส่วนต่างๆของ", "ส่วนต่าง ๆ ของพืช"),
        ("พืช", "ส่วนต่าง ๆ ของพืช"),
        ("micro:b", "เริ่มต้นกับ micro:bit"),
        ("microb", "เริ่มต้นกับ micro:bit"),
        ("\u0e19\u0e4d\u0e49\u0e32", "วัฏจักรน้ำ"),  # น้ำ written in three pieces
    ],
)
def test_unfinished_words_find_the_title(typed: str, title: str) -> None:
    assert found(typed, title)


@pytest.mark.parametrize("typed", ["ณิต", "วิทยา", "คณิตศาสตร์ ม.1"])
def test_other_text_does_not(typed: str) -> None:
    assert not found(typed, "DLTV คณิตศาสตร์ ป.4 เศษส่วน")


def test_the_earliest_boundary_comes_first() -> None:
    ends = suffixes("การบวกจำนวน")

    assert ends[0] == "การบวกจำนวน"
    assert list(ends) == sorted(ends, key=len, reverse=True)


@pytest.mark.parametrize("text", ["", "  ", "???", "ๆ", "\u200b"])
def test_nothing_typed_asks_nothing(text: str) -> None:
    assert suggestion_prefixes(text) == []
    assert suffixes(text) == ()


def test_long_text_is_bounded() -> None:
    ends = suffixes("คณิตศาสตร์ " * 5_000)

    assert len(ends) <= MOST_SUFFIXES
    assert max(map(len, ends)) <= SUFFIX_LENGTH
    assert max(map(len, suggestion_prefixes("ก" * 50_000)[0])) <= 200
