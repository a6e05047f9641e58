"""The register's rules."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from portal.schools.models import District, School
from tests.factories import SchoolFactory


def _new(district: District, **values: str) -> School:
    return School(name_th="โรงเรียนทดสอบ", district=district, **values)


def test_obec_code_is_filled_in(district: District) -> None:
    school = _new(district, ministry_code="1099000002")
    school.full_clean()
    assert school.obec_code == "000002"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("ministry_code", {"ministry_code": "2099000002"}),
        ("ministry_code", {"ministry_code": "109900000"}),
        ("obec_code", {"ministry_code": "1099000002", "obec_code": "000003"}),
        ("smis_code", {"ministry_code": "1099000002", "smis_code": "49010001"}),
        ("smis_code", {"ministry_code": "1099000002", "smis_code": "9901000"}),
    ],
)
def test_contradicting_codes_are_refused(
    district: District, field: str, values: dict[str, str]
) -> None:
    with pytest.raises(ValidationError) as refused:
        _new(district, **values).full_clean()
    assert field in refused.value.message_dict


def test_codes_are_unique(school: School) -> None:
    with pytest.raises(ValidationError) as refused:
        _new(school.district, ministry_code="1099000001", smis_code="99010001").full_clean()
    text = str(refused.value.message_dict)
    assert "มีโรงเรียนอื่นใช้รหัส 10 หลักนี้แล้ว" in text
    assert "มีโรงเรียนอื่นใช้รหัส SMIS นี้แล้ว" in text


@pytest.mark.parametrize(
    "typed",
    [
        "ดอนตัว",
        "โรงเรียนบ้านดอน",
        "ร.ร.บ้านดอน",
        "บ้าน ตัวอย่าง",
        "ban DON",
        "1099000001",
        "๑๐๙๙-๐๐๐๐๐๑",
        "99010001",
        "000001",
        "",
        "   ",
    ],
)
def test_found_by_parts_of_name_and_code(school: School, typed: str) -> None:
    assert list(School.objects.matching(typed)) == [school]


@pytest.mark.parametrize("typed", ["ไม่มี", "ดอน ไม่มี", "1099000002", "%", "_", "\x00x", "'--"])
def test_not_found(school: School, typed: str) -> None:
    assert not School.objects.matching(typed).exists()


def test_thai_digits_in_names_are_found_either_way(district: District) -> None:
    one = SchoolFactory(name_th="บ้านโนน ๓", district=district)
    two = SchoolFactory(name_th="บ้านโคก 3", district=district)
    assert set(School.objects.matching("3")) == {one, two} == set(School.objects.matching("๓"))
