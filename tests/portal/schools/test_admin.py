"""The register's screens: who may do what, and the import in its two steps."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.models import SiteSettings
from portal.schools.models import Cluster, District, School
from tests.factories import SchoolFactory

from .conftest import SIX_COLUMNS

GOOD = "1099000002,บ้านนา,เมืองตัวอย่าง,กลุ่มริมโขง,120,99010002\n"
BAD = "1099000003,บ้านไร่,ดงไม่มี,,1,\n"


def _upload(client: Client, data: str | bytes, name: str = "ทะเบียน.csv") -> Any:
    content = data.encode() if isinstance(data, str) else data
    return client.post(reverse("schools_import"), {"file": SimpleUploadedFile(name, content)})


def _decide(client: Client, url: str, rows: str) -> Any:
    seen = client.get(url).context["report"].fingerprint
    return client.post(url, {"rows": rows, "seen": seen}, follow=True)


# --- lists ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["school:index", "district:index", "cluster:index"])
def test_lists_show_to_readers_and_keepers(reader: Client, school: School, name: str) -> None:
    answer = reader.get(reverse(name))
    assert answer.status_code == 200
    # The menu is written by a script, so its words stand escaped in the page.
    assert "สถานศึกษา".encode("unicode_escape").decode() in answer.content.decode()


def test_the_list_shows_size_and_the_offices_word(superclient: Client, school: School) -> None:
    office = SiteSettings.objects.get_or_create(site_id=1)[0]
    office.cluster_label_th, office.size_bands = "ศูนย์เครือข่าย", "primary_seven"
    office.save()
    page = superclient.get(reverse("school:index")).content.decode()
    assert "ศูนย์เครือข่าย" in page
    assert "ขนาดที่ 1" in page
    assert "กลุ่มริมโขง" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ดอนตัว", True),
        ("q=๑๐๙๙๐๐๐๐๐๑", True),
        ("q=ไม่มี", False),
        ("size=small", True),
        ("size=large", False),
        ("is_active=1", True),
        ("is_active=0", False),
        ("is_sample=1", False),
        ("ordering=-thai_order", True),
        ("ordering=cluster__thai_order", True),
        ("ordering=nonsense&p=99", True),
    ],
)
def test_search_filters_and_ordering(
    superclient: Client, school: School, query: str, found: bool
) -> None:
    page = superclient.get(f"{reverse('school:index')}?{query}").content.decode()
    assert (school.name_th in page) is found


def test_filter_by_place(superclient: Client, school: School) -> None:
    other = SchoolFactory(district=District.objects.create(name_th="อำเภออื่น"))
    for filters in (f"district={school.district_id}", f"cluster={school.cluster_id}"):
        page = superclient.get(f"{reverse('school:index')}?{filters}").content.decode()
        assert school.name_th in page
        assert other.name_th not in page


@pytest.mark.parametrize("name", ["school:index", "district:index", "cluster:index"])
def test_lists_cost_the_same_for_any_number_of_rows(
    superclient: Client, school: School, name: str
) -> None:
    url = reverse(name)
    superclient.get(url)
    with CaptureQueriesContext(connection) as few:
        superclient.get(url)
    for number in range(12):
        district = District.objects.create(name_th=f"อำเภอที่ {number}")
        cluster = Cluster.objects.create(name_th=f"กลุ่มที่ {number}", district=district)
        SchoolFactory(district=district, cluster=cluster)
    with CaptureQueriesContext(connection) as many:
        superclient.get(url)
    assert len(many) == len(few)


def test_exports_are_safe_and_can_come_back(superclient: Client, school: School) -> None:
    School.objects.filter(pk=school.pk).update(name_en="=cmd|' /C calc'!A0")
    url = reverse("school:index")
    data = b"".join(superclient.get(f"{url}?export=csv").streaming_content)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0][:2] == ["รหัสกระทรวง (10 หลัก)", "ชื่อภาษาไทย"]
    assert rows[1][2] == "'=cmd|' /C calc'!A0"
    assert "ขนาดเล็ก" in rows[1]
    book = b"".join(superclient.get(f"{url}?export=xlsx").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet["A2"].value == "1099000001"
    assert sheet["C2"].data_type == "s"
    for content in (data, book):
        report = superclient.get(_upload(superclient, content).url).context["report"]
        assert len(report.unchanged) == 1
        assert not report.faults


def test_editing_a_school_takes_codes_as_typed(keeper: Client, school: School) -> None:
    url = reverse("school:edit", args=[school.pk])
    assert keeper.get(url).status_code == 200
    form = {
        "name_th": "โรงเรียนบ้านดอนใหม่",
        "ministry_code": "๑๐-๙๙-๐๐๐๐๐๑",
        "smis_code": "",
        "obec_code": "",
        "district": school.district_id,
        "pupils": "5",
        "is_active": "on",
    }
    assert keeper.post(url, form).status_code == 302
    school.refresh_from_db()
    assert (school.name_th, school.ministry_code) == ("โรงเรียนบ้านดอนใหม่", "1099000001")
    assert school.obec_code == "000001"
    answer = keeper.post(url, {**form, "ministry_code": "12", "name_th": "พิมพ์ไว้"})
    assert "รหัสต้องมี 10 หลัก" in answer.content.decode()
    assert "พิมพ์ไว้" in answer.content.decode()


def test_a_district_with_schools_is_not_deleted(superclient: Client, school: School) -> None:
    url = reverse("district:delete", args=[school.district_id])
    superclient.post(url)
    assert District.objects.filter(pk=school.district_id).exists()


# --- who may ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["reader", "adder"])
def test_the_import_is_refused_without_both_rights(
    request: pytest.FixtureRequest, who: str, school: School
) -> None:
    client = request.getfixturevalue(who)
    for url in (
        reverse("schools_import"),
        reverse("schools_import_report", args=["token"]),
        reverse("schools_import_template", args=["xlsx"]),
    ):
        answer = client.get(url)
        assert (answer.status_code, answer.url) == (302, reverse("wagtailadmin_home"))
    assert _upload(client, SIX_COLUMNS + GOOD).url == reverse("wagtailadmin_home")
    assert reverse("schools_import") not in client.get(reverse("school:index")).content.decode()


def test_strangers_are_asked_to_log_in(client: Client, db: None) -> None:
    assert reverse("wagtailadmin_login") in client.get(reverse("schools_import")).url


def test_readers_cannot_edit(reader: Client, school: School) -> None:
    for name in ("edit", "delete"):
        assert reader.get(reverse(f"school:{name}", args=[school.pk])).status_code == 302
    assert reader.get(reverse("school:inspect", args=[school.pk])).status_code == 200


# --- the import -------------------------------------------------------------------------


def test_upload_report_confirm(keeper: Client, school: School) -> None:
    assert reverse("schools_import") in keeper.get(reverse("school:index")).content.decode()
    rows = GOOD + "1099000001,บ้านดอนใหม่,เมืองตัวอย่าง,กลุ่มริมโขง,81,99010001\n"
    url = _upload(keeper, SIX_COLUMNS + rows).url
    page = keeper.get(url).content.decode()
    assert "ยังไม่มีการบันทึก" in page
    assert "โรงเรียนบ้านดอนตัวอย่าง" in page
    assert "บ้านดอนใหม่" in page
    assert School.objects.count() == 1
    done = _decide(keeper, url, "all").content.decode()
    assert "เพิ่มใหม่ 1 แห่ง เปลี่ยนแปลง 1 แห่ง" in done
    assert School.objects.get(ministry_code="1099000001").pupils == 81
    history = keeper.get(reverse("school:history", args=[school.pk])).content.decode()
    assert "นำเข้าจากตารางคำนวณ" in history
    again = keeper.get(url, follow=True).content.decode()
    assert "โปรดส่งไฟล์อีกครั้ง" in again


def test_faults_block_all_and_good_rows_are_a_choice(keeper: Client, school: School) -> None:
    url = _upload(keeper, SIX_COLUMNS + GOOD + BAD).url
    page = keeper.get(url).content.decode()
    assert "ไม่มีอำเภอ “ดงไม่มี”" in page
    assert 'value="all"' not in page
    refused = _decide(keeper, url, "all")
    assert "ไม่ได้บันทึกข้อมูล" in refused.content.decode()
    assert School.objects.count() == 1
    done = _decide(keeper, url, "good").content.decode()
    assert "ข้ามแถวที่มีข้อผิดพลาด 1 แถว" in done
    assert School.objects.count() == 2


def test_a_register_that_changed_is_shown_again(keeper: Client, school: School) -> None:
    url = _upload(keeper, SIX_COLUMNS + GOOD).url
    seen = keeper.get(url).context["report"].fingerprint
    SchoolFactory(ministry_code="1099000002", district=school.district)
    answer = keeper.post(url, {"rows": "all", "seen": seen})
    assert "มีการเปลี่ยนแปลงระหว่างนี้" in answer.content.decode()
    assert School.objects.filter(name_th="บ้านนา").count() == 0


def test_an_upload_belongs_to_its_sender(
    keeper: Client, superclient: Client, school: School
) -> None:
    url = _upload(keeper, SIX_COLUMNS + GOOD).url
    assert superclient.get(url).url == reverse("schools_import")
    assert superclient.post(url, {"rows": "all"}).url == reverse("schools_import")
    assert School.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "named"),
    [
        ((SIX_COLUMNS + GOOD).encode("cp874"), "cp874.csv", "CP874"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old.xlsx", ".xls"),
        (b"", "empty.csv", "ว่าง"),
        ("ชื่อ,อะไร\n1,2\n".encode(), "header.csv", "ขาดคอลัมน์"),
        (SIX_COLUMNS.encode() + b"x" * 6_000_000, "big.csv", "ใหญ่เกินไป"),
    ],
)
def test_unreadable_files_are_named(keeper: Client, content: bytes, name: str, named: str) -> None:
    page = _upload(keeper, content, name).content.decode()
    assert named in page
    assert name in page


def test_nothing_uploaded(keeper: Client) -> None:
    assert keeper.post(reverse("schools_import"), {}).status_code == 200


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_templates_have_headings_that_the_import_knows(
    keeper: Client, school: School, ending: str
) -> None:
    answer = keeper.get(reverse("schools_import_template", args=[ending]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    page = _upload(keeper, answer.content, f"template.{ending}").content.decode()
    assert "ไม่มีแถวข้อมูล" in page
    assert keeper.get(reverse("schools_import_template", args=["exe"])).status_code == 404
