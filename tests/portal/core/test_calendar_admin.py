"""The calendar's screens in the admin: who may open them, what they say, what they refuse."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext_lazy as django_message

from portal.core.models import AcademicTerm, HolidayYear, OfficeHoliday
from tests import factories

SCREENS = ["officeholiday", "holidayyear", "academicterm"]
UNCONFIRMED = "ยังไม่มีผู้ยืนยันวันหยุดราชการประจำปี พ.ศ. 2570"
NO_PLOUGHING_DAY = "วันหยุดราชการประจำปี พ.ศ. 2570 ยังไม่มีวันพืชมงคล"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(datetime(2026, 11, 22, 3, 0, tzinfo=UTC), tick=False):
        yield


def staff_client(*permissions: str) -> Client:
    """Somebody who may open the admin, with these permissions of the core besides."""
    user = factories.UserFactory()
    codenames = ["access_admin", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def admin(superuser: Any) -> Client:
    client = Client()
    client.force_login(superuser)
    return client


def page(client: Client, name: str, **query: str) -> str:
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("screen", SCREENS)
def test_only_holders_of_the_permission_open_a_screen(db: None, screen: str) -> None:
    allowed, other = staff_client(f"add_{screen}"), staff_client()
    for name in (f"{screen}:index", f"{screen}:add"):
        assert allowed.get(reverse(name)).status_code == 200
        refused = other.get(reverse(name))
        assert refused.status_code == 302
        assert refused["Location"] == reverse("wagtailadmin_home")
        assert Client().get(reverse(name))["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("screen", SCREENS)
def test_who_may_only_look_does_not_add(db: None, screen: str) -> None:
    client = staff_client(f"view_{screen}")
    assert reverse(f"{screen}:add") not in page(client, f"{screen}:index")
    assert client.get(reverse(f"{screen}:add")).status_code == 302


def test_the_menu_offers_a_screen_to_its_people_only(db: None) -> None:
    allowed = page(staff_client("change_officeholiday"), "wagtailadmin_home")
    assert reverse("officeholiday:index") in allowed
    assert reverse("officeholiday:index") not in page(staff_client(), "wagtailadmin_home")


@pytest.mark.parametrize("name", ["wagtailadmin_home", *(f"{s}:index" for s in SCREENS)])
def test_warnings_stand_on_the_front_page_and_on_the_screens(admin: Client, name: str) -> None:
    HolidayYear.objects.create(year=2569)
    text = page(admin, name)
    assert UNCONFIRMED in text
    assert NO_PLOUGHING_DAY in text
    assert "พ.ศ. 2569 " not in text.replace("พ.ศ. 2569 ที่ระบบใช้", "")


def test_settled_warnings_disappear(admin: Client) -> None:
    for year in (2569, 2570):
        HolidayYear.objects.create(year=year)
    OfficeHoliday.objects.create(date=date(2027, 5, 12), name="วันพืชมงคล")
    text = page(admin, "wagtailadmin_home")
    assert "ยังไม่มีผู้ยืนยัน" not in text
    assert "ยังไม่มีวันพืชมงคล" not in text


def test_warnings_are_for_people_who_keep_holidays(db: None) -> None:
    assert UNCONFIRMED in page(staff_client("view_holidayyear"), "wagtailadmin_home")
    assert UNCONFIRMED not in page(staff_client(), "wagtailadmin_home")
    terms_only = page(staff_client("change_academicterm"), "academicterm:index")
    assert UNCONFIRMED not in terms_only


def test_warnings_lead_to_what_a_person_may_do(db: None) -> None:
    text = page(staff_client("add_holidayyear"), "wagtailadmin_home")
    assert f'href="{reverse("holidayyear:add")}"' in text
    assert f'href="{reverse("officeholiday:add")}"' not in text


def test_a_holiday_is_added_and_counts(admin: Client) -> None:
    data = {"date": "2026-12-11", "kind": "add", "name": "วันหยุดพิเศษ", "source": "มติ ครม."}
    answer = admin.post(reverse("officeholiday:add"), data, follow=True).content.decode()
    assert "11 ธันวาคม 2569" in answer
    assert "วันหยุดราชการ พ.ศ. 2569 ที่ระบบใช้ (23 วัน)" in answer  # 23 - วันเด็ก + this one
    assert "2026-12-11" not in answer


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "โปรดใส่ชื่อวันหยุดที่เพิ่ม"),
        ({"name": "   "}, "โปรดใส่ชื่อวันหยุดที่เพิ่ม"),
        ({"date": "2569-12-11"}, "2569 เป็นปีพุทธศักราช ช่องนี้โปรดใส่ปีคริสต์ศักราช 2026"),
        ({"date": "1492-12-11"}, "โปรดใส่ปีเป็นคริสต์ศักราช เช่น 2026"),
        ({"date": "พรุ่งนี้"}, django_message("Enter a valid date.")),
    ],
)
def test_a_bad_holiday_is_explained_and_kept_on_screen(
    admin: Client, changes: dict[str, str], message: object
) -> None:
    data = {"date": "2026-12-11", "kind": "add", "name": "วันหยุดพิเศษ", "source": "มติ ครม. ทดสอบ"}
    response = admin.post(reverse("officeholiday:add"), data | changes)
    text = response.content.decode()
    assert response.status_code == 200
    assert str(message) in text
    assert "มติ ครม. ทดสอบ" in text
    assert (data | changes)["date"] in text
    assert not OfficeHoliday.objects.exists()


def test_the_same_day_is_not_corrected_twice(admin: Client) -> None:
    OfficeHoliday.objects.create(date=date(2026, 12, 11), name="วันหยุดพิเศษ")
    data = {"date": "2026-12-11", "kind": "remove", "name": "", "source": ""}
    text = admin.post(reverse("officeholiday:add"), data).content.decode()
    assert "อยู่แล้ว" in text
    assert OfficeHoliday.objects.count() == 1


def test_holidays_are_filtered_by_buddhist_year_and_found_by_name(admin: Client) -> None:
    OfficeHoliday.objects.create(date=date(2026, 12, 11), name="วันหยุดปีเก่า")
    OfficeHoliday.objects.create(date=date(2027, 5, 12), name="วันหยุดปีใหม่กว่า")
    results = reverse("officeholiday:index_results")
    by_year = admin.get(results, {"year": "2027"}).content.decode()
    assert "12 พฤษภาคม 2570" in by_year
    assert "วันหยุดปีเก่า" not in by_year
    found = admin.get(results, {"q": "ปีเก่า"}).content.decode()
    assert "11 ธันวาคม 2569" in found
    assert "วันหยุดปีใหม่กว่า" not in found


def test_the_export_of_holidays_holds_no_formula(admin: Client) -> None:
    OfficeHoliday.objects.create(date=date(2026, 12, 11), name="=1+1", source="+2")
    response = admin.get(reverse("officeholiday:index"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "'=1+1" in text
    assert "วันที่" in text


def test_confirming_a_year_keeps_who_and_when(admin: Client, superuser: Any) -> None:
    admin.post(reverse("holidayyear:add"), {"year": "2570"})
    row = HolidayYear.objects.get()
    assert (row.year, row.confirmed_by) == (2570, superuser)
    assert "22 พ.ย. 2569 10:00 น." in page(admin, "holidayyear:index")


def test_confirming_again_names_the_newer_person(admin: Client) -> None:
    admin.post(reverse("holidayyear:add"), {"year": "2570"})
    row = HolidayYear.objects.get()
    with time_machine.travel(datetime(2026, 12, 1, 3, 0, tzinfo=UTC), tick=False):
        other = Client()
        other.force_login(factories.UserFactory(is_superuser=True, first_name="มาลี"))
        other.post(reverse("holidayyear:edit", args=[row.pk]), {"year": "2570"})
    row.refresh_from_db()
    assert row.confirmed_by.first_name == "มาลี"
    assert row.confirmed_at == datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ("2027", "2027 เป็นปีคริสต์ศักราช ช่องนี้โปรดใส่ปีพุทธศักราช 2570"),
        ("70", "โปรดใส่ปีเป็นพุทธศักราช เช่น 2569"),
        ("2569", "อยู่แล้ว"),
        ("ปีหน้า", django_message("Enter a whole number.")),
    ],
)
def test_a_bad_year_is_explained(admin: Client, year: str, message: object) -> None:
    HolidayYear.objects.create(year=2569)
    text = admin.post(reverse("holidayyear:add"), {"year": year}).content.decode()
    assert str(message) in text
    assert f'value="{year}"' in text
    assert HolidayYear.objects.count() == 1


def test_the_list_of_years_costs_the_same_for_many(
    admin: Client, django_assert_max_num_queries: Any
) -> None:
    def add(years: range) -> None:
        for year in years:
            HolidayYear.objects.create(year=year, confirmed_by=factories.UserFactory())

    add(range(2560, 2562))
    page(admin, "holidayyear:index")  # fills what the admin caches
    with django_assert_max_num_queries(100) as few:
        page(admin, "holidayyear:index")
    add(range(2562, 2572))
    with django_assert_max_num_queries(len(few)):
        page(admin, "holidayyear:index")


TERM = {
    "academic_year": "2569",
    "number": "1",
    "first_day": "2026-05-18",
    "last_day": "2026-10-09",
}


def test_a_term_is_added_and_shown_in_the_buddhist_era(admin: Client) -> None:
    text = admin.post(reverse("academicterm:add"), TERM, follow=True).content.decode()
    assert "1/2569" in text
    assert "18 พฤษภาคม 2569" in text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"last_day": "2026-05-01"}, "วันสุดท้ายของภาคเรียนอยู่ก่อนวันแรก"),
        ({"first_day": "2026-04-01"}, "ช่วงวันนี้ซ้อนกับภาคเรียนอื่น"),
        ({"academic_year": "2571"}, "วันนี้ไม่อยู่ในปีการศึกษา 2571"),
        ({"academic_year": "2026"}, "2026 เป็นปีคริสต์ศักราช ช่องนี้โปรดใส่ปีพุทธศักราช 2569"),
        ({"first_day": "2569-05-18"}, "2569 เป็นปีพุทธศักราช"),
        ({"last_day": "2026-11-01"}, "ก่อนภาคเรียนที่ 2 ซึ่งเริ่มวันที่ 1 พฤศจิกายน 2569"),
        (
            {"number": "2", "first_day": "2026-10-05", "last_day": "2027-03-31"},
            "หลังภาคเรียนที่ 1 ซึ่งสิ้นสุดวันที่ 11 ตุลาคม 2569",
        ),
        ({"last_day": ""}, django_message("This field is required.")),
        (
            {
                "academic_year": "2568",
                "number": "2",
                "first_day": "2025-11-03",
                "last_day": "2026-03-31",
            },
            "มีภาคเรียนนี้ของปีการศึกษานี้อยู่แล้ว",
        ),
    ],
)
def test_a_bad_term_is_explained_and_kept_on_screen(
    admin: Client, changes: dict[str, str], message: object
) -> None:
    AcademicTerm.objects.create(
        academic_year=2568, number=2, first_day=date(2025, 11, 1), last_day=date(2026, 4, 10)
    )
    data = TERM | changes
    text = admin.post(reverse("academicterm:add"), data).content.decode()
    assert str(message) in text
    assert all(f'value="{data[name]}"' in text for name in ("academic_year", "first_day"))
    assert AcademicTerm.objects.count() == 1


def test_both_terms_move_when_the_right_one_is_entered_first(admin: Client) -> None:
    second = {"number": "2", "first_day": "2026-11-16", "last_day": "2027-04-09"}
    admin.post(reverse("academicterm:add"), TERM | second)
    admin.post(reverse("academicterm:add"), TERM | {"last_day": "2026-11-06"})
    assert AcademicTerm.objects.count() == 2
    first = AcademicTerm.objects.get(number=1)
    longer = TERM | {"last_day": "2026-11-07"}
    admin.post(reverse("academicterm:edit", args=[first.pk]), longer)
    first.refresh_from_db()
    assert first.last_day == date(2026, 11, 7)


def test_terms_are_filtered_by_school_year(admin: Client) -> None:
    for year in (2568, 2569):
        AcademicTerm.objects.create(
            academic_year=year,
            number=1,
            first_day=date(year - 543, 5, 18),
            last_day=date(year - 543, 10, 9),
        )
    results = reverse("academicterm:index_results")
    text = admin.get(results, {"academic_year": "2568"}).content.decode()
    assert "1/2568" in text
    assert "1/2569" not in text
