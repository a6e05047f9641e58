"""Page, CSV and API print the same figures and hide the same; health in the admin."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portal.usage import rollup, spool
from portal.usage.models import SpoolBad, SpoolOffset
from portal.usage.periods import latest_term, refresh_periods
from tests import factories
from tests.portal.usage.made_events import at, event, store
from tests.portal.usage.test_periods import by_role, opened

pytestmark = pytest.mark.django_db(databases="__all__")
HEALTH = "/admin/usage/health/"


@pytest.fixture
def term(client: Client) -> str:
    """Thirty visitors on a platform, two on another, in the term of today."""
    big, small = (factories.PlatformFactory(name_th=name) for name in ("ใหญ่", "เล็ก"))
    third = factories.PlatformFactory(name_th="กลาง")
    resource = factories.ResourceFactory(name_th="เศษส่วน")
    rare = factories.ResourceFactory(name_th="หายาก")
    span = latest_term(timezone.localdate())
    day = span.first_day
    made = [opened(n, day, oid=resource.pk, platform=big.pk, mode=4) for n in range(1, 31)]
    made += [opened(n, day, oid=rare.pk, platform=small.pk, mode=1) for n in (31, 32)]
    made += [opened(n, day, oid=resource.pk, platform=third.pk, mode=3) for n in range(33, 41)]
    store(made)
    rollup.roll_up_days(rollup.dirty_days())
    refresh_periods()
    return span.code


def numbers(client: Client, code: str) -> dict[str, dict[str, list[int | None]]]:
    answer = client.get(f"/api/v1/usage/periods/{code}").json()
    return {
        table["code"]: {row["label"]: row["numbers"] for row in table["rows"]}
        for table in answer["tables"]
    }


def test_a_small_platform_is_withheld_with_the_next_smallest(client: Client, term: str) -> None:
    tables = numbers(client, term)
    assert tables["platforms"] == {"ใหญ่": [30], "กลาง": [None], "เล็ก": [None]}
    assert [each for each in tables["modes"].values() if each == [None]] == [[None], [None]]
    assert tables["resources"] == {"เศษส่วน": [0, 38]}


def test_the_page_and_the_csv_say_the_same(client: Client, term: str) -> None:
    page = client.get("/usage/").content.decode()
    assert "<td>30</td>" in page
    assert "<td>*</td>" in page
    assert "หายาก" not in page
    sheet = client.get("/usage/table.csv", {"period": term}).content.decode("utf-8-sig")
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(sheet)) if row}
    assert rows["ใหญ่"] == ["30"]
    assert rows["เล็ก"] == rows["กลาง"] == ["*"]
    assert "หายาก" not in sheet


def test_the_page_in_english(client: Client, term: str) -> None:
    page = client.get("/en/usage/").content.decode()
    assert "What a visitor is, and is not" in page
    assert "version 1" in page


def test_without_any_use_the_page_still_explains(client: Client) -> None:
    answer = client.get("/usage/")
    assert answer.status_code == 200
    assert client.get("/usage/", {"period": "term-1-1"}).status_code == 404


def test_a_spreadsheet_never_gets_a_formula(client: Client, term: str) -> None:
    factories.ResourceFactory._meta.model.objects.filter(name_th="เศษส่วน").update(name_th="=1+1")
    cache.clear()
    sheet = client.get("/usage/table.csv").content.decode("utf-8-sig")
    assert "\n=1+1" not in sheet
    assert "=1+1" in sheet


@pytest.mark.parametrize("query", ["grain=day", "by=school", "school=1"])
def test_the_api_refuses_days_and_schools(client: Client, term: str, query: str) -> None:
    assert client.get(f"/api/v1/usage/periods/{term}?{query}").status_code == 422


def test_the_api_knows_periods_and_refuses_others(client: Client, term: str) -> None:
    periods = client.get("/api/v1/usage/periods").json()["periods"]
    assert term in {each["code"] for each in periods}
    assert client.get("/api/v1/usage/periods/day-2026-11-23").status_code == 404


# --- health -----------------------------------------------------------------------------


def test_the_health_page_tells_of_the_spool_and_of_every_day(term: str) -> None:
    today = timezone.localdate()
    store([event(500, at("09:00:00", today), flags=1), opened(501, today, school=3)])
    rollup.roll_up_days(rollup.dirty_days())
    SpoolBad.objects.create(name="x", day=today, offset=1, line="{", reason="not JSON")
    SpoolOffset.objects.create(name="x", day=today, dropped=3)
    folder = spool.folder()
    folder.mkdir(parents=True)
    moment = timezone.now() - timedelta(minutes=20)
    line = b'\n{"ts": %d}\n' % (moment.timestamp() * 1000)
    (folder / f"{moment:%Y%m%dT%H}.jsonl").write_bytes(line)
    client = by_role("reporting_staff")

    data = client.get(HEALTH, {"format": "json"}).json()
    assert (data["well"], data["late"], data["dropped"]) == (False, True, 3)
    assert data["quarantine"] == {"not JSON": 1}
    assert data["waiting"]["bytes"] == len(line)
    row = data["rows"][0]
    assert (row["raw"], row["robots"], row["by_my_school"]) == (2, 1, 1)
    assert row["attributed_percent"] == 100.0

    page = client.get(HEALTH).content.decode()
    assert "not JSON" in page
    assert HEALTH in client.get("/admin/").content.decode()
    sheet = client.get(HEALTH, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert sheet[0].startswith("day,raw,counted")
    assert sheet[1].startswith(f"{today.isoformat()},2,1")


def test_all_is_well_with_nothing_to_do() -> None:
    data = by_role("group_head").get(HEALTH, {"format": "json"}).json()
    assert data["well"] is True


def test_the_page_about_the_figures_is_in_the_sitemap() -> None:
    found = Client().get("/sitemap.xml").content.decode()

    assert "/usage/</loc>" in found
    assert "/en/usage/</loc>" in found
