"""A visitor says which school they are from; no account, nothing about the person."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.thai_calendar import BANGKOK
from portal.schools.models import School
from portal.schools.my_school import COOKIE, chosen_school, end_of_school_year
from tests.factories import SchoolFactory

URL = "/my-school/"


def _choose(client: Client, code: str, **data: str) -> Any:
    return client.post(reverse("schools:choose"), {"code": code, **data})


def test_find_choose_and_clear(client: Client, school: School) -> None:
    page = client.get(URL, {"school": "ดอนตัว"}).content.decode()
    assert school.name_th in page
    assert "กลุ่มโรงเรียน กลุ่มริมโขง" in page
    answer = _choose(client, "๑๐๙๙-๐๐๐๐๐๑")
    assert answer.url == URL
    page = client.get(URL).content.decode()
    assert f"โรงเรียนของท่าน: {school.name_th}" in page
    assert client.post(reverse("schools:clear")).url == URL
    assert client.cookies[COOKIE].value == ""
    assert "โรงเรียนของท่าน:" not in client.get(URL).content.decode()


def test_english_page(client: Client, school: School) -> None:
    page = client.get(f"/en{URL}", {"school": "ban don"}).content.decode()
    assert "Ban Don Sample School" in page
    assert "Sample Town" in page


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_kept_close(client: Client, school: School, secure: bool) -> None:
    answer = client.post(reverse("schools:choose"), {"code": "1099000001"}, secure=secure)
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert bool(cookie["secure"]) is secure
    assert "15-May" in cookie["expires"] or "15 May" in cookie["expires"]
    assert "1099000001" in cookie.value


@pytest.mark.parametrize(
    ("now", "year"),
    [((2026, 5, 15, 23, 59), 2026), ((2026, 5, 16, 0, 0), 2027), ((2026, 11, 22, 12, 0), 2027)],
)
def test_the_choice_ends_with_the_school_year(now: tuple[int, ...], year: int) -> None:
    end = end_of_school_year(dt.datetime(*now, tzinfo=BANGKOK))  # type: ignore[misc]
    assert end == dt.datetime(year, 5, 15, 23, 59, 59, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("typed", "status", "named"),
    [
        ("12", 400, "2 หลัก"),
        ("ไม่ใช่รหัส", 400, "ไม่ใช่รหัส"),
        ("", 400, "ไม่ใช่รหัส"),
        ("1099999999", 404, "ไม่มีโรงเรียน"),
        ("<script>alert(1)</script>", 400, "&lt;script&gt;"),
    ],
)
def test_wrong_codes_get_a_clear_page(
    client: Client, school: School, typed: str, status: int, named: str
) -> None:
    answer = _choose(client, typed)
    page = answer.content.decode()
    assert answer.status_code == status
    assert named in page
    assert "<script>alert" not in page
    assert 'aria-invalid="true"' in page
    assert COOKIE not in answer.cookies


def test_what_was_typed_is_kept(client: Client, school: School) -> None:
    assert 'value="109900"' in _choose(client, "109900").content.decode()
    answer = client.get(URL, {"school": "109900000112345"})
    assert answer.status_code == 400
    assert 'value="109900000112345"' in answer.content.decode()


def test_a_closed_school_cannot_be_chosen_or_found(client: Client, school: School) -> None:
    School.objects.update(is_active=False)
    assert _choose(client, "1099000001").status_code == 404
    assert school.name_th not in client.get(URL).content.decode()


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", "1.5", "๑"])
def test_unknown_pages_are_not_found(client: Client, school: School, page: str) -> None:
    assert client.get(URL, {"page": page}).status_code == 404


def test_pages_keep_the_query(client: Client, school: School) -> None:
    SchoolFactory.create_batch(25, district=school.district)
    page = client.get(URL, {"school": "โรงเรียนบ้าน", "next": "/platforms/"}).content.decode()
    assert "next=%2Fplatforms%2F&amp;page=2" in page
    assert client.get(URL, {"school": "โรงเรียนบ้าน", "page": "2"}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [
        ("/platforms/?q=1", "/platforms/?q=1"),
        ("http://testserver/platforms/", "http://testserver/platforms/"),
        ("https://example.org/", URL),
        ("//example.org/", URL),
        ("javascript:alert(1)", URL),
        ("/\\example.org", URL),
        ("/" + "a" * 600, URL),
    ],
)
def test_next_stays_on_this_site(client: Client, school: School, asked: str, goes_to: str) -> None:
    assert _choose(client, "1099000001", next=asked).url == goes_to
    assert client.post(reverse("schools:clear"), {"next": asked}).url == goes_to


@pytest.mark.parametrize("name", ["schools:choose", "schools:clear"])
def test_looking_changes_nothing(client: Client, school: School, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.url == URL
    assert COOKIE not in answer.cookies


def test_choosing_needs_the_sites_own_form(school: School) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("schools:choose"), {"code": "1099000001"}).status_code == 403


# --- cookies that cannot be trusted -----------------------------------------------------


def _tampered(client: Client, school: School) -> str:
    _choose(client, school.ministry_code)
    return client.cookies[COOKIE].value.replace("1099000001", "1099000002")


@pytest.mark.parametrize(
    "value", ["1099000001", "1099000001:x:y", "a" * 3000, "%00", "::", "tampered"]
)
def test_a_tampered_cookie_is_put_aside(
    client: Client, school: School, caplog: pytest.LogCaptureFixture, value: str
) -> None:
    SchoolFactory(ministry_code="1099000002", district=school.district)
    client.cookies[COOKIE] = _tampered(client, school) if value == "tampered" else value
    caplog.set_level(logging.INFO)
    caplog.clear()
    answer = client.get(URL)
    assert answer.status_code == 200
    assert "โรงเรียนของท่าน:" not in answer.content.decode()
    assert answer.cookies[COOKIE].value == ""
    assert answer.cookies[COOKIE]["max-age"] == 0
    assert len(caplog.records) == 1
    assert caplog.records[0].exc_info is None
    assert "1099000001" not in caplog.text
    caplog.clear()
    client.get(URL)
    assert not caplog.records


@pytest.mark.parametrize("how", ["closed", "deleted"])
def test_a_school_that_is_gone_is_forgotten(
    client: Client, school: School, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    _choose(client, school.ministry_code)
    if how == "closed":
        School.objects.update(is_active=False)
    else:
        school.delete()
    caplog.clear()
    answer = client.get(URL)
    assert answer.status_code == 200
    assert answer.cookies[COOKIE].value == ""
    assert len(caplog.records) == 1


def test_choosing_again_replaces_a_bad_cookie(client: Client, school: School) -> None:
    client.cookies[COOKIE] = "bad"
    answer = _choose(client, school.ministry_code)
    assert answer.cookies[COOKIE].value


# --- what it costs ----------------------------------------------------------------------


def test_the_choice_is_read_once(client: Client, school: School) -> None:
    request = RequestFactory().get("/")
    with CaptureQueriesContext(connection) as none:
        assert chosen_school(request) is None
    assert len(none) == 0
    _choose(client, school.ministry_code)
    request.COOKIES[COOKIE] = client.cookies[COOKIE].value
    del request._my_school  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as one:
        found = chosen_school(request)
        assert found == chosen_school(request) == school
        assert str(found.district), str(found.cluster)
    assert len(one) == 1


def test_the_list_costs_the_same_for_any_number_of_schools(client: Client, school: School) -> None:
    _choose(client, school.ministry_code)
    client.get(URL)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    SchoolFactory.create_batch(30, district=school.district, cluster=school.cluster)
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(many) == len(few)
