"""What runs when, what the commands do, and that editors never wait for any of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from portal.core.thai_calendar import BANGKOK
from portal.usage import schedule
from portal.usage.database import alias
from portal.usage.models import Period, UsageDay, UsageDayQuality, UsageEvent
from portal.usage.schedule import Schedule
from tests import factories
from tests.portal.usage.made_events import DAY, at, cube_rows, event, store

pytestmark = pytest.mark.django_db(databases="__all__")


def clock(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-24T{text}").replace(tzinfo=BANGKOK).astimezone(UTC)


def test_what_was_missed_is_due_at_once_and_then_at_its_hour() -> None:
    steps = Schedule()
    assert steps.run_due(clock("00:20:00")) == ["dirty", "night", "retention"]
    assert steps.due(clock("00:29:59")) == []
    assert steps.run_due(clock("00:30:01")) == ["dirty", "night"]
    assert steps.due(clock("00:39:00")) == []
    assert steps.run_due(clock("00:40:02")) == ["dirty"]
    assert steps.run_due(clock("01:00:00")) == ["dirty", "retention"]
    assert steps.run_due(clock("23:00:00")) == ["dirty"]


def test_the_loop_counts_days_closes_the_night_and_makes_periods() -> None:
    store([event(1, at("23:59:00")), event(2, at("09:00:00", DAY - timedelta(days=1)))])
    Schedule().run_due(clock("00:31:00"))
    assert UsageDayQuality.objects.get(day=DAY).counted == 1
    assert not UsageDay.objects.filter(dirty=True).exists()
    assert Period.objects.filter(code="month-2569-11").exists()


def test_a_step_that_fails_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(now: datetime) -> None:
        raise OSError("disk")

    monkeypatch.setitem(schedule._STEPS, "night", broken)
    store([event(1, at("09:00:00"))])
    steps = Schedule()
    assert steps.run_due(clock("12:00:00")) == ["dirty", "night", "retention"]
    assert UsageDayQuality.objects.get(day=DAY).counted == 1
    assert "'night' failed" in caplog.text
    assert steps.due(clock("12:05:00")) == []
    assert steps.due(clock("12:10:01")) == ["dirty", "night"]


def test_salts_older_than_today_are_destroyed(settings: Any) -> None:
    folder = Path(settings.USAGE_ROOT) / "salt"
    folder.mkdir(parents=True)
    today = timezone.localdate()
    for day in (today - timedelta(days=2), today):
        (folder / day.isoformat()).write_bytes(b"x" * 32)
    schedule.keep()
    assert [path.name for path in folder.iterdir()] == [today.isoformat()]


# --- commands ---------------------------------------------------------------------------


def told(capsys: pytest.CaptureFixture[str], *arguments: Any, **options: Any) -> str:
    call_command(*arguments, **options)
    return capsys.readouterr().out


def test_the_command_counts_what_is_due_and_named_days_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    store([event(1, at("09:00:00")), event(2, at("09:00:00", DAY + timedelta(days=1)))])
    assert "2" in told(capsys, "roll_up_usage")
    before = cube_rows()
    assert before["UsageMonthSchoolObject"]
    assert "0" in told(capsys, "roll_up_usage", dirty=True)
    told(capsys, "roll_up_usage", "--day", DAY.isoformat())
    last = (DAY + timedelta(days=1)).isoformat()
    told(capsys, "roll_up_usage", "--from", DAY.isoformat(), "--to", last)
    assert cube_rows() == before


def test_the_command_refuses_frozen_days(capsys: pytest.CaptureFixture[str]) -> None:
    store([event(1, at("09:00:00"))])
    told(capsys, "roll_up_usage")
    UsageDay.objects.update(frozen=True)
    with pytest.raises(CommandError, match=DAY.isoformat()):
        call_command("roll_up_usage", "--day", DAY.isoformat())
    with pytest.raises(CommandError):
        call_command("roll_up_usage", "--to", DAY.isoformat())
    assert UsageDayQuality.objects.get(day=DAY).counted == 1


def test_the_command_keeps_the_promises_twice(capsys: pytest.CaptureFixture[str]) -> None:
    old = timezone.localdate() - timedelta(days=120)
    store([event(1, at("09:00:00", old))])
    told(capsys, "keep_usage")
    assert not UsageEvent.objects.exists()
    assert UsageDay.objects.get().frozen
    assert UsageDayQuality.objects.get(day=old).counted == 1  # counted before it went
    assert ": 1" not in told(capsys, "keep_usage")


# --- editors ----------------------------------------------------------------------------


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_an_editor_writes_while_a_roll_up_holds_its_lock() -> None:
    """On SQLite each database has one write lock; with one file this would wait and give up."""
    with transaction.atomic(using=alias()):
        UsageDay.objects.create(day=date(2026, 11, 23))
        factories.DistrictFactory()
        factories.SchoolFactory()
