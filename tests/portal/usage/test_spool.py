"""The spool and its drainer: nothing accepted is lost, nothing is stored twice."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import logging
import random
import resource as limits
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from catalog.models import Resource
from portal.usage import codes, days, records, storing
from portal.usage import spool as spooling
from portal.usage.draining import Drainer
from portal.usage.models import SpoolBad, SpoolOffset, UsageDay, UsageEvent
from portal.usage.spool import spool
from tests import factories
from tests.portal.usage.site import Devices, event_line, lines, open_file, stored

pytestmark = pytest.mark.django_db(databases="__all__")
BANGKOK = dt.timezone(dt.timedelta(hours=7))


@pytest.fixture
def item() -> int:
    return factories.ResourceFactory().pk


def test_folder_and_file_are_not_for_everybody(item: int) -> None:
    spool.append(event_line(item))

    assert open_file().stat().st_mode & 0o777 == 0o640
    assert open_file().parent.stat().st_mode & 0o777 == 0o750
    assert open_file().read_bytes().startswith(b"\n{")
    assert len(open_file().read_bytes()) < 250


def test_a_host_has_files_of_its_own(item: int, settings: Any) -> None:
    settings.USAGE_NODE = "web-2"
    spool.append(event_line(item))

    assert open_file().name.startswith("web-2-20")
    assert len(stored()) == 1


def test_a_record_that_is_too_long_is_dropped(item: int) -> None:
    assert not spool.append(event_line(item, q="ก" * 2000))
    assert spool.append(event_line(item))

    assert [line.get("dropped") for line in lines()] == [1]


def test_torn_lines_are_set_aside_and_the_next_is_kept(item: int) -> None:
    spool.append(event_line(item))
    with open_file().open("ab") as file:
        file.write(b'\n{"eid":"0193')
    spool.append(event_line(item))

    assert len(stored()) == 2
    bad = SpoolBad.objects.get()
    assert (bad.line, bad.reason) == ('{"eid":"0193', "no record")
    assert SpoolOffset.objects.get().bad == 1


BAD: dict[str, dict[str, Any]] = {
    "eid": {"eid": "not-an-id"},
    "kind": {"kind": 9},
    "oid": {"oid": -1},
    "visitor": {"visitor": 2**63},
    "mode": {"mode": "1"},
    "school": {"school": True},
    "q": {"q": "x" * 101},
    "ts": {"ts": 2**60},
    "unknown item": {"oid": 999_999},
    "older than what is kept": {"ts": days.milliseconds(days.now() - dt.timedelta(days=91))},
    "in the future": {"ts": days.milliseconds(days.now() + dt.timedelta(days=2))},
    "a click without its search": {"kind": 4},
}


@pytest.mark.parametrize(("reason", "fields"), BAD.items())
def test_a_line_that_makes_no_sense_is_set_aside(
    item: int, reason: str, fields: dict[str, Any]
) -> None:
    spool.append(event_line(item, **fields))
    spool.append(event_line(item))

    assert len(stored()) == 1
    assert SpoolBad.objects.get().reason == reason


def test_a_day_that_is_closed_takes_nothing(item: int) -> None:
    UsageDay.objects.create(day=days.now().date(), frozen=True, dirty=False)
    spool.append(event_line(item))

    assert stored() == []
    assert SpoolBad.objects.get().reason == "the day is closed"


def test_a_line_of_any_bytes_hurts_nobody(item: int) -> None:
    spool.append(event_line(item))
    noise = random.Random(7)  # noqa: S311
    with open_file().open("ab") as file:
        for size in (1, 100, 5_000, 3 << 20):
            file.write(b"\n" + noise.randbytes(size).replace(b"\n", b"") + b"\n")
    spool.append(event_line(item))

    assert len(stored()) == 2


# --- hours --------------------------------------------------------------------------------


def test_a_file_is_put_away_ten_minutes_after_its_hour(item: int) -> None:
    at = dt.datetime(2026, 11, 2, 14, 20, tzinfo=BANGKOK)
    with time_machine.travel(at) as clock:
        spool.append(event_line(item))
        with open_file().open("ab") as file:
            file.write(b'\n{"torn')
        clock.move_to(dt.datetime(2026, 11, 2, 15, 9, tzinfo=BANGKOK))
        stored()
        assert [path.suffix for path in spooling.folder().glob("*T14*")] == [".jsonl"]
        clock.move_to(dt.datetime(2026, 11, 2, 15, 11, tzinfo=BANGKOK))
        assert len(stored()) == 1

        (archive,) = spooling.folder().glob("*T14*")
        assert archive.suffix == ".gz"
        assert b'"eid"' in gzip.decompress(archive.read_bytes())
        assert SpoolOffset.objects.get().done
        assert SpoolBad.objects.get().line == '{"torn'


def test_a_clock_set_back_an_hour_loses_nothing(item: int) -> None:
    """Also where the same process writes again into a file that was put away meanwhile."""
    with time_machine.travel(dt.datetime(2026, 11, 2, 14, 20, tzinfo=BANGKOK)) as clock:
        spool.append(event_line(item))
        stored()
        clock.move_to(dt.datetime(2026, 11, 2, 15, 11, tzinfo=BANGKOK))
        stored()
        clock.move_to(dt.datetime(2026, 11, 2, 14, 11, tzinfo=BANGKOK))
        for _ in range(3):
            spool.append(event_line(item))
        assert len(stored()) == 4
        clock.move_to(dt.datetime(2026, 11, 2, 15, 11, tzinfo=BANGKOK))
        spool.append(event_line(item))
        assert len(stored()) == 5

        (archive,) = spooling.folder().glob("*T14*.gz")
        assert gzip.decompress(archive.read_bytes()).count(b'"eid"') == 4
        assert SpoolOffset.objects.get(name__contains="T14").lines == 4
    assert not SpoolBad.objects.exists()


def test_archives_go_after_a_week(item: int) -> None:
    spooling.folder().mkdir(parents=True)
    old = spooling.folder() / "20200101T00.jsonl.gz"
    old.write_bytes(b"")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=8)):
        Drainer().drain()

    assert not old.exists()


# --- a spool that cannot be written -------------------------------------------------------


@contextmanager
def _full_disk(at: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes: a write is cut off there."""
    before = limits.getrlimit(limits.RLIMIT_FSIZE)
    logging.disable(logging.CRITICAL)  # the report itself must not grow
    limits.setrlimit(limits.RLIMIT_FSIZE, (at, before[1]))
    try:
        yield
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, before)
        logging.disable(logging.NOTSET)


def test_a_full_disk_costs_events_and_no_page(devices: Devices, item: int) -> None:
    path, device = Resource.objects.get().get_absolute_url(), devices.new()
    device.open("/platforms/")
    views, room = 150, 80
    device.open(path, confirm=False)
    length = open_file().stat().st_size
    device.open(path, confirm=False)
    length = open_file().stat().st_size - length
    # The disk is full in the middle of a record; all records of one device are equally long.
    with _full_disk(at=open_file().stat().st_size + room * length + length // 2):
        codes_seen = {device.open(path, confirm=False).status_code for _ in range(views)}
    assert codes_seen == {200}

    device.open(path, confirm=False)

    whole = len(stored())
    offset = SpoolOffset.objects.get()
    assert whole == room + 3
    assert whole + offset.dropped == views + 3
    assert offset.bad == 1  # the torn one, which is one of the dropped


def test_a_folder_in_the_way_costs_events_and_no_page(devices: Devices, item: int) -> None:
    path, device = Resource.objects.get().get_absolute_url(), devices.new()
    spooling.folder().parent.mkdir(parents=True)
    spooling.folder().write_text("in the way")

    for _ in range(10):
        assert device.open(path).status_code == 200
    spooling.folder().unlink()
    device.open(path, confirm=False)

    assert len(stored()) == 1
    assert SpoolOffset.objects.get().dropped == 10


def test_checks_name_what_is_wrong(settings: Any) -> None:
    assert run_checks(tags=["usage"]) == []
    spooling.folder().parent.mkdir(parents=True)
    spooling.folder().write_text("in the way")
    settings.MIDDLEWARE = []
    settings.DATABASE_ROUTERS = []

    assert [found.id for found in run_checks(tags=["usage"])] == [
        *("usage.E001", "usage.E003", "usage.W001")
    ]


# --- exactly once -------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["_insert", "_confirm", "_mark_dirty", "_quarantine", "_advance"])
def test_a_database_error_at_any_step_stores_nothing_twice(
    item: int, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        spool.append(event_line(item))
    spool.append(records.confirmation(lines()[0]["eid"], None))
    real = getattr(storing, step)

    def fails_after(*arguments: Any) -> Any:
        real(*arguments)
        raise DatabaseError("away")

    monkeypatch.setattr(storing, step, fails_after)
    with pytest.raises(CommandError, match="away"):
        call_command("drain_usage")
    assert not UsageEvent.objects.exists()
    monkeypatch.setattr(storing, step, real)

    assert len(stored()) == 5
    assert SpoolOffset.objects.get().lines == 6


def test_the_same_lines_again_change_nothing(item: int) -> None:
    event = event_line(item)
    for _ in range(3):
        spool.append(event)
        spool.append(records.confirmation(event["eid"], 77))

    (row,) = stored()
    assert (row.flags, row.visitor) == (codes.Flag.CONFIRMED, 77)


def test_a_line_tells_no_more_than_the_record(devices: Devices, item: int) -> None:
    devices.new().open(Resource.objects.get().get_absolute_url(), confirm=False)

    (line,) = lines()
    assert set(line) == {"eid", "ts", "kind", "otype", "oid", "visitor", "v"}
    assert json.dumps(line).isascii()
