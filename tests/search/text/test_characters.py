"""One spelling, whatever keyboard, font or file the text came from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.text.characters import normalise

THAI = st.text(alphabet=[chr(code) for code in range(0x0E01, 0x0E5C)] + list(" a1.-/"), max_size=60)


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("\u0e17\uf705\u0e35", "\u0e17\u0e35\u0e48"),  # old font, tone before vowel
        ("\u0e1b\uf70b\u0e32", "\u0e1b\u0e49\u0e32"),
        ("\u0e19\u0e49\u0e33", "\u0e19\u0e49\u0e33"),  # NFKC splits it; it is put together again
        ("\u0e19\u0e4d\u0e49\u0e32", "\u0e19\u0e49\u0e33"),
        ("\u0e19\u0e33\u0e49", "\u0e19\u0e49\u0e33"),
        ("\u0e04 \u0e32\u0e16\u0e32\u0e21", "\u0e04\u0e33\u0e16\u0e32\u0e21"),  # from PDF
        ("\u0e40\u0e40\u0e1c\u0e19", "\u0e41\u0e1c\u0e19"),
        ("\u0e17\u0e48\u0e35", "\u0e17\u0e35\u0e48"),
        ("\u0e17\u0e35\u0e48\u0e48\u0e48", "\u0e17\u0e35\u0e48"),
        ("\u0e01\u0e32\u0e48", "\u0e01\u0e48\u0e32"),
        ("\u0e21\u0e32\u0e32\u0e32\u0e01", "\u0e21\u0e32\u0e01"),
        ("\u0e01\u0e45\u0e23", "\u0e01\u0e32\u0e23"),
        ("\u0e24\u0e45\u0e29\u0e35", "\u0e24\u0e45\u0e29\u0e35"),
        ("\u0e48\u0e01\u0e32 \u0e48\u0e01", "\u0e01\u0e32 \u0e01"),
        ("\u0e04\u0e13\u200b\u0e34\ufeff\u0e15\u00ad", "\u0e04\u0e13\u0e34\u0e15"),
        ("๑๒๓ \uff21\uff22\uff23", "123 abc"),
        ("  ก \t\n ข  ", "ก ข"),
        ("กฏหมาย", "กฎหมาย"),
        ("ปรากฎ", "ปรากฏ"),
        ("ปรากฏ", "ปรากฏ"),
        ("นาฎศิลป์", "นาฏศิลป์"),
        ("ปฎิบัติ", "ปฏิบัติ"),
        ("a\ud800b", "ab"),
        ("a\x00b", "a b"),
        ("Café", "café"),
    ],
)
def test_rule(damaged: str, right: str) -> None:
    assert normalise(damaged) == right


def test_the_limit_comes_first() -> None:
    assert len(normalise("\ufdfa" * 500)) <= 200


@settings(max_examples=400, deadline=None)
@given(st.one_of(THAI, st.text(max_size=60)))
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
