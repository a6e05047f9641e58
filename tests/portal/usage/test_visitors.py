"""Who is told apart from whom, whose use it is, and what of it can never be found again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connections, models
from django.test import RequestFactory

from portal.schools.models import AddressRange
from portal.usage import salt
from portal.usage.codes import Audience, AudienceSource, Flag, SchoolSource
from portal.usage.database import alias
from portal.usage.models import SpoolBad, SpoolOffset, UsageDay, UsageEvent, UsageWaiting
from portal.usage.robots import is_robot
from portal.usage.spool import spool
from portal.usage.visitors import client_address
from tests import factories
from tests.portal.usage.site import CHROME, Devices, lines, mark_of, stored

pytestmark = pytest.mark.django_db(databases="__all__")
BANGKOK = dt.timezone(dt.timedelta(hours=7))
TABLETS = 40


def test_forty_tablets_with_cookies_are_forty(devices: Devices) -> None:
    path = factories.ResourceFactory().get_absolute_url()
    tablets = [devices.new() for _ in range(TABLETS)]
    for tablet in tablets:
        tablet.open("/platforms/")  # a page before: each has its cookie

    for tablet in tablets:
        tablet.open(path)

    events = stored()
    assert len({event.visitor for event in events}) == len(events) == TABLETS


def test_forty_tablets_on_their_first_page_are_forty(devices: Devices) -> None:
    path = factories.ResourceFactory().get_absolute_url()

    for _ in range(TABLETS):
        devices.new().open(path)

    events = stored()
    assert len({event.visitor for event in events}) == len(events) == TABLETS
    assert all(event.flags & Flag.CONFIRMED for event in events)


def test_tablets_that_refuse_cookies_are_one(devices: Devices) -> None:
    path = factories.ResourceFactory().get_absolute_url()

    for _ in range(TABLETS):
        tablet = devices.new()
        mark = mark_of(tablet.open(path, confirm=False))
        tablet.forget()
        tablet.beacon(mark)

    assert len({event.visitor for event in stored()}) == 1


def test_the_first_page_and_the_next_are_one_visitor(devices: Devices) -> None:
    device = devices.new()

    for _ in range(3):
        device.open(factories.ResourceFactory().get_absolute_url())

    assert len({event.visitor for event in stored()}) == 1


def test_the_cookie_says_nothing_and_ends_at_midnight(devices: Devices) -> None:
    device = devices.new()
    with time_machine.travel(dt.datetime(2026, 11, 2, 15, tzinfo=BANGKOK), tick=False):
        device.open("/platforms/")
        cookie = device.client.cookies["dv"]

    assert len(cookie.value) == 16
    assert cookie["expires"] == "Mon, 02 Nov 2026 17:00:00 GMT"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_device_is_another_visitor_tomorrow(devices: Devices) -> None:
    device, path = devices.new(), factories.ResourceFactory().get_absolute_url()
    with time_machine.travel(dt.datetime(2026, 11, 2, 15, tzinfo=BANGKOK)) as clock:
        device.open("/platforms/")
        device.open(path)
        cookie = device.client.cookies["dv"].value
        clock.move_to(dt.datetime(2026, 11, 3, 15, tzinfo=BANGKOK))
        device.client.cookies["dv"] = cookie  # a browser that keeps it against the rules
        device.open(path)
        first, second = stored()

    assert first.visitor != second.visitor
    assert second.day - first.day == dt.timedelta(days=1)


def test_salts_are_destroyed_at_one(tmp_path: Path) -> None:
    evening = dt.datetime(2026, 11, 2, 23, 59, tzinfo=BANGKOK)
    salt.salt_of(evening.date())
    salt.salt_of(dt.date(2026, 11, 3))

    assert salt.destroy_old(dt.datetime(2026, 11, 3, 0, 59, tzinfo=BANGKOK)) == 0
    assert salt.destroy_old(dt.datetime(2026, 11, 3, 1, 0, tzinfo=BANGKOK)) == 1

    (left,) = salt.folder_of_salts().iterdir()
    assert left.name == "2026-11-03"
    assert left.stat().st_mode & 0o777 == 0o600
    assert left.stat().st_size == 32


def test_without_a_salt_the_event_is_lost_and_counted(devices: Devices) -> None:
    path, device = factories.ResourceFactory().get_absolute_url(), devices.new()
    folder = salt.folder_of_salts()
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way")

    assert device.open(path).status_code == 200

    assert lines() == []
    folder.unlink()
    device.open(path)
    assert lines()[0]["dropped"] == 1
    assert len(stored()) == 1
    assert SpoolOffset.objects.get().dropped == 1


def test_only_our_own_proxy_is_believed(settings: Any) -> None:
    request = RequestFactory().get(
        "/", headers={"X-Forwarded-For": "1.1.1.1, 198.51.100.9"}, REMOTE_ADDR="10.0.0.1"
    )

    assert client_address(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert client_address(request) == "198.51.100.9"


# --- robots, staff, prefetch --------------------------------------------------------------

ROBOTS = [
    "",
    "Googlebot/2.1 (+http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.1)",
    "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/126.0.0.0 Safari/537.36",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "curl/8.5.0",
    "Wget/1.21.4",
    "python-requests/2.32",
    "Go-http-client/2.0",
    "Java/17.0.2",
    "okhttp/4.12.0",
    "axios/1.7.2",
    "Scrapy/2.11",
    "Mozilla/5.0 (compatible; Baiduspider/2.0)",
    "Mozilla/5.0 Chrome-Lighthouse",
    "Prometheus/2.53",
    "UptimeRobot/2.0",
    "WhatsApp-preview/1.0",
]
PEOPLE = [
    CHROME,
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
    "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/92.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 13) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 12) Line/14.9.0 Chrome/126.0 Mobile Safari/537.36",
]


@pytest.mark.parametrize("agent", ROBOTS)
def test_robots_are_known(agent: str) -> None:
    assert is_robot(agent)


@pytest.mark.parametrize("agent", PEOPLE)
def test_people_are_no_robots(agent: str) -> None:
    assert not is_robot(agent)


def test_flags_of_robots_staff_and_prefetch(devices: Devices, superuser: Any) -> None:
    path = factories.ResourceFactory().get_absolute_url()
    AddressRange.objects.create(network="198.51.100.0/24")
    devices.new(agent="Googlebot/2.1").open(path, confirm=False)
    office = devices.new(address="198.51.100.20")
    office.open(path, confirm=False)
    silent = devices.new()
    silent.client.cookies["nostat"] = "1"
    silent.open(path, confirm=False)
    editor = devices.new()
    editor.client.force_login(superuser)
    editor.open(path, confirm=False)
    devices.new().open(path, confirm=False, **{"Sec-Purpose": "prefetch;prerender"})
    teacher = devices.new()
    teacher.client.force_login(factories.UserFactory())
    teacher.open(path, confirm=False)

    assert [event.flags for event in stored()] == [
        Flag.ROBOT,
        Flag.STAFF,
        Flag.STAFF,
        Flag.STAFF,
        Flag.PREFETCH,
        0,
    ]


# --- school and audience ------------------------------------------------------------------


def test_the_school_comes_from_choice_then_link_then_address(devices: Devices) -> None:
    path = factories.ResourceFactory().get_absolute_url()
    chosen, linked, registered = (factories.SchoolFactory() for _ in range(3))
    AddressRange.objects.create(network="192.0.2.0/24", school=registered)
    device = devices.new(address="192.0.2.9")

    device.open(path)
    offer = device.open(f"{path}?s={linked.ministry_code}")
    device.open(f"{path}?s=1099999999")
    device.client.post("/my-school/choose/", {"code": chosen.ministry_code})
    device.open(f"{path}?s={linked.ministry_code}")
    devices.new().open(path)

    assert linked.name_th in offer.content.decode()
    assert [(event.school, event.school_src) for event in stored()] == [
        (registered.pk, SchoolSource.ADDRESS),
        (linked.pk, SchoolSource.LINK),
        (registered.pk, SchoolSource.ADDRESS),
        (chosen.pk, SchoolSource.MY_SCHOOL),
        (0, SchoolSource.UNKNOWN),
    ]


def test_an_offered_school_is_kept_only_after_a_tap(devices: Devices) -> None:
    path, school = factories.ResourceFactory().get_absolute_url(), factories.SchoolFactory()
    device = devices.new()

    device.open(f"{path}?s={school.ministry_code}")
    assert "my_school" not in device.client.cookies
    device.client.post("/my-school/choose/", {"code": school.ministry_code, "next": path})
    page = device.open(path).content.decode()

    assert [event.school_src for event in stored()] == [SchoolSource.LINK, SchoolSource.MY_SCHOOL]
    assert "/my-school/choose/" not in page


def test_the_audience_is_what_somebody_said(devices: Devices) -> None:
    path, device = factories.ResourceFactory().get_absolute_url(), devices.new()

    device.open(path)
    device.client.post("/my-school/audience/", {"audience": "teacher"})
    device.open(path)
    device.client.post("/my-school/audience/", {"audience": ""})
    device.open(path)
    device.client.cookies["audience"] = "director'--"
    device.open(path)

    assert [(event.aud, event.aud_src) for event in stored()] == [
        (0, 0),
        (Audience.TEACHER, AudienceSource.CHOSEN),
        (0, 0),
        (0, 0),
    ]


# --- nothing of a person ------------------------------------------------------------------

ADDRESS, AGENT, NAME = "203.0.113.199", f"{CHROME} Zebra/7.7", "somsri.jaidee"


def _everything() -> bytes:
    """All that the room has stored: both kinds of files, and every cell of its tables."""
    files = [path for path in spool_root().rglob("*") if path.is_file()]
    cells = [
        repr(list(model.objects.values_list()))
        for model in (UsageEvent, UsageDay, UsageWaiting, SpoolBad, SpoolOffset)
    ]
    return b"".join(path.read_bytes() for path in files) + "".join(cells).encode()


def spool_root() -> Path:
    from django.conf import settings

    return Path(settings.USAGE_ROOT)


def test_nothing_of_a_person_is_stored(devices: Devices) -> None:
    user = factories.UserFactory(username=NAME, email=f"{NAME}@example.org")
    event = factories.TrainingRegistrationFactory()
    device = devices.new(agent=AGENT, address=ADDRESS)
    device.client.force_login(user)
    resource = factories.ResourceFactory()

    headers = {"Referer": "https://facebook.example/secret-group"}
    device.open(resource.get_absolute_url() + "?fbclid=Zq9TrackingZq9", **headers)
    device.open(f"/search/?q={NAME}%40example.org")
    registration = device.open(f"/training/registration/{event.token}/")
    kept = _everything() + repr(stored()).encode() + _everything()

    assert registration.status_code == 200
    assert len(lines()) >= 2
    for secret in (
        *(ADDRESS, "Zebra/7.7", NAME, "facebook.example", "Zq9TrackingZq9"),
        *(str(event.token), device.client.cookies["dv"].value, device.client.session.session_key),
    ):
        assert secret.encode() not in kept
    assert b"[e-mail]" in kept


def test_no_column_can_hold_a_person() -> None:
    """Numbers, days and ids; the only text of an event is a redacted query of 100 characters."""
    texts = {
        field.name: field.max_length
        for field in UsageEvent._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField)
    }
    kinds = {type(field) for field in UsageEvent._meta.get_fields()} - {models.CharField}

    assert texts == {"q": 100}
    assert kinds <= {
        *(models.UUIDField, models.DateField, models.BigIntegerField),
        *(models.PositiveIntegerField, models.PositiveSmallIntegerField),
    }
    with connections[alias()].cursor() as cursor:
        columns = connections[alias()].introspection.get_table_description(cursor, "usage_event")
    assert {column.name for column in columns} == {
        *("eid", "ts", "day", "kind", "otype", "oid", "platform", "school", "school_src"),
        *("aud", "aud_src", "mode", "visitor", "flags", "q", "n", "n_all", "rank", "page", "v"),
    }


def test_what_is_lost_is_told_without_its_words(
    devices: Devices, caplog: pytest.LogCaptureFixture
) -> None:
    spool.lose(ValueError(ADDRESS))

    assert "ValueError" in caplog.text
    assert ADDRESS not in caplog.text
