"""`POST /e` confirms what we printed, and does nothing else."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from pytest_django.fixtures import DjangoAssertNumQueries

from portal.usage import marks
from portal.usage.beacon import A_MINUTE
from portal.usage.codes import Flag
from portal.usage.models import UsageWaiting
from tests import factories
from tests.portal.usage.site import Device, Devices, lines, mark_of, stored

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def device(devices: Devices) -> Device:
    """A device with its cookie."""
    one = devices.new()
    one.open("/platforms/")
    return one


def _marked(device: Device) -> str:
    return mark_of(device.open(factories.ResourceFactory().get_absolute_url(), confirm=False))


def test_a_repeated_confirmation_changes_nothing(device: Device) -> None:
    mark = _marked(device)
    for _ in range(3):
        assert device.beacon(mark).status_code == 204

    (event,) = stored()
    assert event.flags == Flag.CONFIRMED
    for _ in range(2):
        device.beacon(mark)
    assert stored() == [event]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda mark: mark[:-1] + ("0" if mark[-1] != "0" else "1"),
        lambda mark: ("0" if mark[0] != "0" else "1") + mark[1:],
        lambda mark: mark.replace("s.", "w."),
        lambda mark: f"{uuid.uuid4()}s.{'0' * 32}",
        lambda mark: mark + " 0",
        lambda mark: mark + " 100",
        lambda mark: mark + " 1; drop",
        lambda mark: mark + "\n",
        lambda mark: "",
        lambda mark: "ก" * 300,
        lambda mark: mark + " " * 3000,
    ],
)
def test_what_we_did_not_print_confirms_nothing(device: Device, spoil: object) -> None:
    mark = _marked(device)
    before = len(lines())

    spoiled = spoil(mark)  # type: ignore[operator]
    answer = device.beacon(spoiled)

    assert answer.status_code == 204
    assert answer.content == b""
    if spoiled.strip() != mark or len(spoiled) > 2048:
        assert len(lines()) == before


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_other_sites_confirm_nothing(device: Device, site: str) -> None:
    mark = _marked(device)

    assert device.beacon(mark, site=site).status_code == 204
    assert [event.flags for event in stored()] == [0]


def test_an_old_browser_says_so_by_its_origin(device: Device) -> None:
    mark = _marked(device)
    post = device.client.post

    post("/e", mark, content_type="text/plain", headers={"Origin": "https://evil.example"})
    assert [event.flags for event in stored()] == [0]
    post("/e", mark, content_type="text/plain", headers={"Origin": "http://testserver"})
    assert [event.flags for event in stored()] == [Flag.CONFIRMED]


def test_get_is_nothing(device: Device) -> None:
    assert device.client.get("/e").status_code == 204
    assert lines() == []


def test_ids_older_than_ten_minutes_are_ignored(device: Device) -> None:
    now = dt.datetime.now(dt.UTC)
    with time_machine.travel(now, tick=False) as clock:
        late, just = _marked(device), _marked(device)
        clock.move_to(now + dt.timedelta(minutes=10))
        device.beacon(just)
        clock.move_to(now + dt.timedelta(minutes=10, seconds=1))
        device.beacon(late)

        assert sorted(event.flags for event in stored()) == [0, Flag.CONFIRMED]


def test_a_thousand_in_a_minute_count_as_sixty(device: Device) -> None:
    mark = _marked(device)
    with time_machine.travel(dt.datetime.now(dt.UTC).replace(second=1), tick=False):
        for _ in range(1000):
            assert device.beacon(mark).status_code == 204

    assert len([line for line in lines() if "seen" in line]) == A_MINUTE


def test_a_confirmation_asks_no_database(
    device: Device, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mark = _marked(device)
    with django_assert_num_queries(0):
        device.beacon(mark)
    assert [line["seen"] for line in lines() if "seen" in line] == [mark[:36]]


def test_who_is_signed_in_is_looked_up(device: Device, superuser: Any) -> None:
    mark = _marked(device)
    device.beacon(f"{mark} 1")
    device.client.force_login(superuser)
    device.beacon(f"{mark} 2")

    clicks = [line["flags"] for line in lines() if "clicked" in line]
    assert clicks == [Flag.CONFIRMED, Flag.CONFIRMED | Flag.STAFF]


def test_a_confirmation_may_come_first(device: Device) -> None:
    """Two hosts have two spools, and nobody says whose is drained first."""
    mark = _marked(device)
    eid = marks.read(mark)
    assert eid is not None
    (event,) = stored()
    event.delete()
    device.beacon(mark)
    stored()
    assert UsageWaiting.objects.count() == 1

    from portal.usage.spool import spool

    spool.append(next(line for line in lines() if "eid" in line))

    assert [each.flags for each in stored()] == [Flag.CONFIRMED]
    assert not UsageWaiting.objects.exists()
