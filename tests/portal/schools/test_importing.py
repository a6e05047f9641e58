"""A register as an office sends it, with every fault named."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.spreadsheets import ChangedMeanwhile, FaultsLeft, Report, Table, read_table
from portal.schools import register
from portal.schools.importing import COLUMNS
from portal.schools.models import Cluster, School
from tests.factories import SchoolFactory

from .conftest import SIX_COLUMNS


def _table(rows: str, header: str = SIX_COLUMNS) -> Table:
    return read_table(io.BytesIO((header + rows).encode()), COLUMNS, name="ทะเบียน.csv")


def _faults(report: Report) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in report.faults]


GOOD = "1099000002,บ้านนา,เมืองตัวอย่าง,กลุ่มริมโขง,120,99010002\n"
FAULTY = [
    ("1099000003,บ้านไร่,ดงไม่มี,,1,\n", "อำเภอ", "ไม่มีอำเภอ “ดงไม่มี”"),
    ("1099000004,บ้านไร่,เมืองตัวอยาง,,1,\n", "อำเภอ", "เมืองตัวอย่าง"),
    ("1099000005,บ้านไร่,,,1,\n", "อำเภอ", "ไม่ได้ระบุอำเภอ"),
    ("1099000006,บ้านไร่,เมืองตัวอย่าง,กลุ่มไม่มี,1,\n", "กลุ่มโรงเรียน", "กลุ่มไม่มี"),
    ("1099000002,บ้านซ้ำ,เมืองตัวอย่าง,,1,\n", "รหัสกระทรวง (10 หลัก)", "แถวที่ 2"),
    ("109900007,บ้านสั้น,เมืองตัวอย่าง,,1,\n", "รหัสกระทรวง (10 หลัก)", "9 หลัก"),
    (",บ้านว่าง,เมืองตัวอย่าง,,1,\n", "รหัสกระทรวง (10 หลัก)", "ไม่ได้ระบุรหัส"),
    ("1.099E+09,บ้านปัด,เมืองตัวอย่าง,,1,\n", "รหัสกระทรวง (10 หลัก)", "ปัด"),
    ("1099000008,,เมืองตัวอย่าง,,1,\n", "ชื่อภาษาไทย", "ไม่ได้ระบุชื่อ"),
    ("1099000009,บ้านลบ,เมืองตัวอย่าง,,-5,\n", "จำนวนนักเรียน", "จำนวนเต็ม"),
    ("1099000010,บ้านครึ่ง,เมืองตัวอย่าง,,1.5,\n", "จำนวนนักเรียน", "จำนวนเต็ม"),
    ("1099000011,บ้านมาก,เมืองตัวอย่าง,,ร้อยคน,\n", "จำนวนนักเรียน", "ร้อยคน"),
    ("1099000012,บ้านศูนย์,เมืองตัวอย่าง,,1,9010012\n", "รหัส SMIS (8 หลัก)", "เลขศูนย์"),
    ("1099000013,บ้านอื่น,เมืองตัวอย่าง,,1,49010012\n", "รหัส SMIS (8 หลัก)", "จังหวัด"),
    ("1099000014,บ้านแย่ง,เมืองตัวอย่าง,,1,99010001\n", "รหัส SMIS (8 หลัก)", "1099000001"),
    ("1099000015,บ้านแย่ง,เมืองตัวอย่าง,,1,99010002\n", "รหัส SMIS (8 หลัก)", "1099000002"),
]


def test_a_good_row_adds_a_school(school: School, cluster: Cluster) -> None:
    report = register.save(_table(GOOD), good_rows=False)
    assert (len(report.new), len(report.changed), len(report.unchanged)) == (1, 0, 0)
    added = School.objects.get(ministry_code="1099000002")
    assert (added.name_th, added.pupils, added.cluster) == ("บ้านนา", 120, cluster)
    assert (added.obec_code, added.smis_code, added.is_active) == ("000002", "99010002", True)
    assert added.thai_order


@pytest.mark.parametrize(("row", "column", "reason"), FAULTY)
def test_each_fault_is_named(school: School, row: str, column: str, reason: str) -> None:
    report = register.dry_run(_table(GOOD + row))
    assert _faults(report) == [(3, column)]
    assert reason in report.faults[0].reason
    assert [line.code for line in report.lines] == ["1099000002"]


def test_contradicting_obec_code(school: School) -> None:
    header = "ministry_code,name_th,district,obec_code\n"
    report = register.dry_run(_table("1099000002,ก,เมืองตัวอย่าง,000003\n", header))
    assert _faults(report) == [(2, "รหัส OBEC (6 หลัก)")]


def test_many_faults_are_all_named_and_nothing_is_saved(school: School) -> None:
    table = _table(GOOD + "".join(row for row, _column, _reason in FAULTY))
    with pytest.raises(FaultsLeft) as refused:
        register.save(table, good_rows=False)
    assert School.objects.count() == 1
    assert refused.value.report.faulty_rows == list(range(3, 3 + len(FAULTY)))


def test_good_rows_are_saved_on_demand(school: School) -> None:
    table = _table(GOOD + "".join(row for row, _column, _reason in FAULTY))
    report = register.save(table, good_rows=True)
    assert set(School.objects.values_list("ministry_code", flat=True)) == {
        "1099000001",
        "1099000002",
    }
    assert len(report.faulty_rows) == len(FAULTY)


def test_twice_is_the_same_as_once(school: School) -> None:
    rows = GOOD + "๑๐๙๙-๐๐๐๐๐๑,บ้านดอนใหม่,อ.เมืองตัวอย่าง,, ๙๐ ,99010001\n"
    first = register.save(_table(rows), good_rows=False)
    assert (len(first.new), len(first.changed), len(first.unchanged)) == (1, 1, 0)
    changes = {change.column: (change.old, change.new) for change in first.changed[0].changes}
    assert changes == {
        "ชื่อภาษาไทย": ("โรงเรียนบ้านดอนตัวอย่าง", "บ้านดอนใหม่"),
        "กลุ่มโรงเรียน": ("กลุ่มริมโขง", ""),
        "จำนวนนักเรียน": ("80", "90"),
    }
    second = register.save(_table(rows), good_rows=False)
    assert (len(second.new), len(second.changed), len(second.unchanged)) == (0, 0, 2)
    school.refresh_from_db()
    assert (school.name_th, school.pupils, school.cluster) == ("บ้านดอนใหม่", 90, None)
    # A column that is not in the file is left alone.
    assert school.name_en == "Ban Don Sample School"


def test_open_and_closed(school: School) -> None:
    header = "ministry_code,name_th,district,เปิดสอน\n"
    row = f"1099000001,{school.name_th},เมืองตัวอย่าง,"
    assert not register.dry_run(_table(row + "\n", header)).changed
    report = register.save(_table(row + "ปิด\n", header), good_rows=False)
    assert [(c.old, c.new) for c in report.changed[0].changes] == [("เปิดสอน", "ปิดหรือยุบเลิก")]
    school.refresh_from_db()
    assert not school.is_active
    assert _faults(register.dry_run(_table(row + "อาจจะ\n", header))) == [(2, "เปิดสอน")]


def test_schools_may_exchange_smis_codes(school: School) -> None:
    other = SchoolFactory(
        ministry_code="1099000002", smis_code="99010002", district=school.district
    )
    header = "ministry_code,name_th,district,smis_code\n"
    rows = (
        f"1099000001,{school.name_th},เมืองตัวอย่าง,99010002\n"
        f"1099000002,{other.name_th},เมืองตัวอย่าง,99010001\n"
    )
    register.save(_table(rows, header), good_rows=False)
    assert School.objects.get(smis_code="99010001") == other
    # A faulty partner keeps its code, so the exchange fails as a whole.
    broken = rows.replace("99010001", "99019999").replace(f"{other.name_th},เมือง", ",เมือง")
    assert register.dry_run(_table(broken, header)).faulty_rows == [3]


def test_a_failure_half_way_saves_nothing(school: School, monkeypatch: Any) -> None:
    saved = School.save

    def fail_late(self: School, *args: Any, **kwargs: Any) -> None:
        if self.ministry_code == "1099000003":
            raise RuntimeError("the disk is full")
        saved(self, *args, **kwargs)

    monkeypatch.setattr(School, "save", fail_late)
    rows = GOOD + "1099000003,บ้านไร่,เมืองตัวอย่าง,,1,\n"
    with pytest.raises(RuntimeError):
        register.save(_table(rows), good_rows=False)
    assert School.objects.count() == 1


def test_a_changed_register_asks_again(school: School) -> None:
    seen = register.dry_run(_table(GOOD)).fingerprint
    SchoolFactory(ministry_code="1099000002", district=school.district)
    with pytest.raises(ChangedMeanwhile):
        register.save(_table(GOOD), good_rows=False, seen=seen)


def test_a_dry_run_costs_the_same_for_any_number_of_rows(
    school: School, django_assert_num_queries: Any
) -> None:
    for count in (1, 200):
        rows = "".join(f"10990{10000 + n},บ้านที่ {n},เมืองตัวอย่าง,,{n},\n" for n in range(count))
        with django_assert_num_queries(3):
            assert len(register.dry_run(_table(rows)).new) == count


# --- the command ------------------------------------------------------------------------


def _run(path: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_schools", str(path), stdout=out, **options)
    return out.getvalue()


def test_command_dry_run_then_save(school: School, tmp_path: Path) -> None:
    path = tmp_path / "schools.csv"
    path.write_text(SIX_COLUMNS + GOOD, encoding="utf-8")
    assert "เพิ่มใหม่ 1 แห่ง" in _run(path, dry_run=True)
    assert School.objects.count() == 1
    _run(path)
    assert School.objects.count() == 2
    assert "คงเดิม 1 แห่ง" in _run(path)


def test_command_refuses_faults_unless_asked(school: School, tmp_path: Path) -> None:
    path = tmp_path / "schools.csv"
    path.write_text(SIX_COLUMNS + GOOD + FAULTY[0][0], encoding="utf-8")
    with pytest.raises(CommandError, match="ไม่ได้บันทึก"):
        _run(path)
    assert School.objects.count() == 1
    assert "แถวที่ 3 คอลัมน์ อำเภอ" in _run(path, good_rows=True)
    assert School.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ((SIX_COLUMNS + GOOD).encode("cp874"), "CP874"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), ".xls"),
        ("รหัสอะไรก็ไม่รู้\n1\n".encode(), "ขาดคอลัมน์"),
        (None, "เปิดไฟล์"),
    ],
)
def test_command_refuses_files(db: None, tmp_path: Path, content: bytes | None, named: str) -> None:
    path = tmp_path / "schools.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=named) as refused:
        _run(path)
    assert "schools.xlsx" in str(refused.value)
