"""Importing a timetable: what it would do, what is wrong with it, doing it twice."""

from __future__ import annotations

import io
from datetime import date, time
from typing import Any

import pytest

from catalog.spreadsheets import (
    ChangedMeanwhile,
    FaultsLeft,
    Report,
    SpreadsheetError,
    Table,
    read_table,
    xlsx_bytes,
)
from courses.importing import stored
from courses.importing.timetable import COLUMNS
from courses.models import Channel, TimetableSlot
from tests.factories import ChannelFactory, CourseFactory, TimetableSlotFactory

pytestmark = pytest.mark.django_db

HEAD = "channel,weekday,start,end,course_code,valid_from,valid_to,weeks"
GOOD = "DLTV4,จันทร์,08:30,09:20,ค14101,,,"
OF_TERM = {"academic_year": 2569, "term": 2}


@pytest.fixture(autouse=True)
def _known(calendar: Any) -> None:
    for code in ("dltv4", "dltv5"):
        ChannelFactory(code=code)
    CourseFactory(code="ค14101")
    CourseFactory(code="ท14101", name_th="ภาษาไทย ป.4")


def table(*rows: str, head: str = HEAD) -> Table:
    text = "\n".join([head, *rows]) + "\n"
    return read_table(io.BytesIO(text.encode()), COLUMNS, name="ตาราง.csv")


def look(*rows: str, remove: bool = False) -> Report:
    return stored.dry_run_timetable(table(*rows), **OF_TERM, remove=remove)


def save(*rows: str, remove: bool = True, **choices: Any) -> Report:
    choices = {"good_rows": False, **choices}
    return stored.save_timetable(table(*rows), **OF_TERM, remove=remove, **choices)


def counts(report: Report) -> tuple[int, int, int, int]:
    return len(report.new), len(report.changed), len(report.unchanged), len(report.removed)


# --- what it would do -------------------------------------------------------------------


def test_a_file_is_saved_once_and_found_unchanged_the_second_time() -> None:
    rows = (GOOD, "4,2,9.30 น.,10.20 น.,ค ๑๔๑๐๑,,,", "ช่อง DLTV5,พฤ.,13:00:00,13:50,ท14101,,,3-10")
    assert counts(look(*rows)) == (3, 0, 0, 0)
    assert TimetableSlot.objects.count() == 0
    assert counts(save(*rows)) == (3, 0, 0, 0)
    uids = set(TimetableSlot.objects.values_list("uid", flat=True))
    assert counts(save(*rows)) == (0, 0, 3, 0)
    assert set(TimetableSlot.objects.values_list("uid", flat=True)) == uids
    slot = TimetableSlot.objects.get(channel__code="dltv5")
    assert (slot.weekday, slot.start, slot.end) == (4, time(13), time(13, 50))
    assert (slot.valid_from, slot.valid_to) == (date(2026, 11, 9), date(2027, 1, 3))


def test_a_changed_row_keeps_the_slots_calendar_entries() -> None:
    save(GOOD)
    before = TimetableSlot.objects.get()
    report = save(GOOD.replace("09:20", "09:30").replace("ค14101", "ท14101"))
    assert counts(report) == (0, 1, 0, 0)
    assert [(change.old, change.new) for change in report.changed[0].changes] == [
        ("09:20", "09:30"),
        ("ค14101", "ท14101"),
    ]
    after = TimetableSlot.objects.get()
    assert after.uid == before.uid
    assert after.sequence > before.sequence


def test_slots_that_the_file_leaves_out_go_only_on_its_channels_and_where_chosen() -> None:
    save(GOOD, "DLTV4,ศุกร์,08:30,09:20,ค14101,,,")
    save("DLTV5,จันทร์,08:30,09:20,ท14101,,,")
    assert TimetableSlot.objects.count() == 3
    assert counts(look(GOOD, remove=False)) == (0, 0, 1, 0)
    report = save(GOOD)
    assert "ศุกร์" in report.removed[0].label
    assert counts(report) == (0, 0, 1, 1)
    assert set(TimetableSlot.objects.values_list("channel__code", flat=True)) == {"dltv4", "dltv5"}


def test_other_terms_are_not_touched() -> None:
    other = TimetableSlotFactory(
        channel=Channel.objects.get(code="dltv4"), course=CourseFactory(term=1)
    )
    assert counts(save(GOOD)) == (1, 0, 0, 0)
    assert TimetableSlot.objects.filter(pk=other.pk).exists()


# --- what is wrong ----------------------------------------------------------------------

FAULTS = {
    "unknown channel": ("DLTV99,จันทร์,08:30,09:20,ค14101,,,", "ช่อง", "ไม่มีช่อง “DLTV99”"),
    "no channel": (",จันทร์,08:30,09:20,ค14101,,,", "ช่อง", "ว่าง"),
    "bad weekday": ("DLTV4,จันทึก,08:30,09:20,ค14101,,,", "วัน", "“จันทึก”"),
    "weekday 8": ("DLTV4,8,08:30,09:20,ค14101,,,", "วัน", "“8”"),
    "no time": ("DLTV4,จันทร์,แปดโมง,09:20,ค14101,,,", "เริ่ม", "“แปดโมง”"),
    "hour 25": ("DLTV4,จันทร์,25:00,09:20,ค14101,,,", "เริ่ม", "“25:00”"),
    "24:00": ("DLTV4,จันทร์,23:00,24:00,ค14101,,,", "สิ้นสุด", "“24:00”"),
    "end before start": ("DLTV4,จันทร์,09:20,08:30,ค14101,,,", "สิ้นสุด", "หลังเวลาเริ่ม"),
    "no length": ("DLTV4,จันทร์,08:30,08:30,ค14101,,,", "สิ้นสุด", "หลังเวลาเริ่ม"),
    "across midnight": ("DLTV4,จันทร์,23:30,00:20,ค14101,,,", "สิ้นสุด", "เที่ยงคืน"),
    "unknown course": ("DLTV4,จันทร์,08:30,09:20,ค14102,,,", "รหัสวิชา", "ไม่มีรายวิชา “ค14102”"),
    "week 53": ("DLTV4,จันทร์,08:30,09:20,ค14101,,,53", "สัปดาห์", "1 ถึง 23"),
    "weeks backward": ("DLTV4,จันทร์,08:30,09:20,ค14101,,,5-2", "สัปดาห์", "“5-2”"),
    "no week": ("DLTV4,จันทร์,08:30,09:20,ค14101,,,แรก", "สัปดาห์", "“แรก”"),
    "weeks and days": ("DLTV4,จันทร์,08:30,09:20,ค14101,2026-11-02,,1", "สัปดาห์", "อย่างใดอย่างหนึ่ง"),
    "no date": ("DLTV4,จันทร์,08:30,09:20,ค14101,31/2/2570,,", "ตั้งแต่", "“31/2/2570”"),
    "outside the term": ("DLTV4,จันทร์,08:30,09:20,ค14101,1/5/2570,,", "ตั้งแต่", "นอกภาคเรียน"),
    "days backward": ("DLTV4,จันทร์,08:30,09:20,ค14101,1/12/2569,2/11/2569,", "ถึงวันที่", "ก่อน"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_named_with_row_column_and_reason(name: str) -> None:
    row, column, reason = FAULTS[name]
    report = look(GOOD, row.replace("จันทร์", "อังคาร") if name != "bad weekday" else row)
    assert [fault.row for fault in report.faults] == [3]
    assert column in report.faults[0].column
    assert reason in report.faults[0].reason
    assert len(report.new) == 1


def test_one_file_with_all_faults_names_each_of_them() -> None:
    rows = [row for row, _column, _reason in FAULTS.values()]
    report = look(*rows)
    assert report.faulty_rows == list(range(2, len(rows) + 2))
    assert len({fault.reason for fault in report.faults}) >= 12
    with pytest.raises(FaultsLeft):
        save(*rows)
    assert TimetableSlot.objects.count() == 0


def test_several_faults_of_one_row_are_all_named() -> None:
    report = look("DLTV99,8,25:00,09:20,ค1,,,")
    assert len(report.faults) == 4


def test_a_duplicate_row_names_the_first() -> None:
    report = look(GOOD, GOOD.replace("09:20", "09:10"))
    assert [(fault.row, "2" in fault.reason) for fault in report.faults] == [(3, True)]


def test_an_overlap_in_the_file_names_the_other_row() -> None:
    report = look(GOOD, "DLTV4,จันทร์,09:19,10:00,ท14101,,,", "DLTV4,จันทร์,09:20,10:00,ท14101,,,")
    assert report.faulty_rows == [3]
    assert "แถว 2" in report.faults[0].reason
    assert len(report.new) == 2


def test_an_overlap_with_the_table_names_the_slot() -> None:
    save(GOOD)
    row = "DLTV4,จันทร์,08:00,08:40,ท14101,,,"
    report = look(row, remove=False)
    assert "08:30–09:20" in report.faults[0].reason
    assert "ค14101" in report.faults[0].reason
    assert counts(look(row, remove=True)) == (1, 0, 0, 1)


def test_parts_of_the_term_that_do_not_meet_are_no_overlap() -> None:
    assert not look(GOOD + "1-5", "DLTV4,จันทร์,09:00,10:00,ท14101,,,6-10").faults
    assert look(GOOD + "1-6", "DLTV4,จันทร์,09:00,10:00,ท14101,,,6-10").faulty_rows == [3]


def test_with_a_fault_nothing_is_removed() -> None:
    save(GOOD)
    report = save("DLTV4,อังคาร,08:30,09:20,ค14101,,,", FAULTS["week 53"][0], good_rows=True)
    assert counts(report) == (1, 0, 0, 0)
    assert TimetableSlot.objects.count() == 2


def test_a_code_of_two_courses_is_settled_by_the_channel_or_asked_about() -> None:
    course = CourseFactory(code="ค14101", channel=Channel.objects.get(code="dltv5"))
    assert look(GOOD).faulty_rows == [2]
    save(GOOD.replace("DLTV4", "DLTV5"))
    assert TimetableSlot.objects.get().course == course


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "ว่าง"),
        (HEAD.encode(), "ไม่มีแถวข้อมูล"),
        ("ช่อง,วัน\nDLTV4,จันทร์\n".encode(), "ขาดคอลัมน์"),
        (f"{HEAD},ห้อง\n{GOOD},x\n".encode(), "ไม่รู้จัก"),
        (f"{HEAD}\n{GOOD}\n".encode("cp874"), "CP874"),
        (b"%PDF-1.7", "ไม่ใช่ตารางคำนวณ"),
        (b"PK\x03\x04 broken", "เสียหาย"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data: bytes, named: str) -> None:
    with pytest.raises(SpreadsheetError, match=named):
        read_table(io.BytesIO(data), COLUMNS, name="ตาราง.csv")


def test_a_workbook_whose_cells_are_times_and_dates_is_read() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(HEAD.split(","))
    book.active.append(
        ["DLTV4", 1, time(8, 30), time(9, 20), "ค14101", date(2026, 11, 2), date(2026, 12, 1), None]
    )
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    report = stored.dry_run_timetable(read_table(file, COLUMNS), **OF_TERM, remove=True)
    assert counts(report) == (1, 0, 0, 0)
    assert report.new[0].values["valid_to"] == date(2026, 12, 1)
    assert xlsx_bytes([HEAD.split(",")])


def test_what_was_seen_is_what_is_saved() -> None:
    seen = look(GOOD, remove=True).fingerprint
    save(GOOD)
    with pytest.raises(ChangedMeanwhile):
        save(GOOD, seen=seen)
