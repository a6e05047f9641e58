"""The other keyboard layout is understood both ways, and only when it makes words."""

from __future__ import annotations

import pytest

from search.text.keyboard import TO_LATIN, TO_THAI, other_layout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8Ib9", "คณิต"),
        ("8Ib9Lkl9iN", "คณิตศาสตร์"),
        ('8Ib9Lkl9iN x"4', "คณิตศาสตร์ ป.4"),
        ("gLKlj;o", "เศษส่วน"),
        ("it[[l6ibpt", "ระบบสุริยะ"),
        ("4kKkwmp", "ภาษาไทย"),
        ("ยัะ้นื", "python"),
        ("หแพฟะแ้", "scratch"),
        ("เนนเสำ แสฟหหพนนท", "google classroom"),
    ],
)
def test_understands(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "คณิตศาสตร์",
        "คณิตศาตร์ ป.4",
        "ป.4",
        "ค 1.1 ป.4/3",
        "แรม",
        "ห.ร.ม.",
        "python",
        "PAST SIMPLE",
        "passive voice",
        "O-NET",
        "micro:bit",
        "geogebre",
        "zzxqwv",
        "คณิต math",
        "12345",
        "",
        "???",
        "\u0e17\u0e35\u0e35\u0e48\u0e14\u0e34\u0e19",  # a doubled vowel is damage, no layout
        "x" * 10_000,
        "\u0e48" * 10_000,
    ],
)
def test_leaves_alone(text: str) -> None:
    assert other_layout(text) is None


def test_every_key_has_its_twin() -> None:
    assert len(TO_THAI) == 94
    assert "คณิตศาสตร์".translate(TO_LATIN).translate(TO_THAI) == "คณิตศาสตร์"
    assert '"python!"'.translate(TO_THAI).translate(TO_LATIN) == '"python!"'
