"""Codes as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.schools.codes import CodeError, ministry_code, obec_code, smis_code

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@pytest.mark.parametrize(
    "typed",
    ["1049730254", "๑๐๔๙๗๓๐๒๕๔", "10 49 730254", "10-49-730254", "10–49–730254", " '1049730254 "],
)
def test_ministry_code_in_its_usual_forms(typed: str) -> None:
    assert ministry_code(typed) == "1049730254"


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("1.04973E+09", "ปัด"),
        ("104973025", "9 หลัก"),
        ("49012008", "SMIS"),
        ("10497302541", "11 หลัก"),
        ("2049730254", "ขึ้นต้นด้วย 10"),
        ("10497x0254", "ไม่ใช่รหัส"),
        ("1049730254.0", "ไม่ใช่รหัส"),
        ("", "ไม่ใช่รหัส"),
    ],
)
def test_wrong_ministry_codes_say_why(typed: str, named: str) -> None:
    with pytest.raises(CodeError, match=named):
        ministry_code(typed)


def test_lost_leading_zeros_are_named_and_not_put_back() -> None:
    assert obec_code("010203") == "010203"
    with pytest.raises(CodeError, match="เลขศูนย์"):
        obec_code("10203")
    with pytest.raises(CodeError, match="เลขศูนย์"):
        smis_code("9012008")


@given(st.from_regex(r"10[0-9]{8}", fullmatch=True), st.booleans(), st.sampled_from(" -–"))
def test_every_spelling_of_a_code_is_the_same_code(code: str, thai: bool, between: str) -> None:
    typed = between.join((code[:2], code[2:4], code[4:]))
    assert ministry_code(typed.translate(_TO_THAI) if thai else typed) == code


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_refused(text: str) -> None:
    try:
        code = ministry_code(text)
    except CodeError:
        return
    assert len(code) == 10
    assert code.isascii()
