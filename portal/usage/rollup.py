"""Builds the cubes: a day or a month is deleted and written anew in one transaction.

A day whose raw events are gone is frozen and never built again, or the deletion would empty it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from . import cube_sql
from .counting import counted, mark_rate_limited
from .database import alias
from .models import (
    SpoolBad,
    SpoolOffset,
    UsageDay,
    UsageDayQuality,
    UsageMonth,
    UsageMonthSchoolObject,
)
from .rules import CURRENT, Rules

_DAY_TABLES = ("object", "school", "site", "search", "quality")
_log = logging.getLogger(__name__)


class FrozenError(Exception):
    """The raw events of this time are deleted: its cubes stay as they are."""


@dataclass
class Built:
    """What one run did."""

    days: list[date] = field(default_factory=list)
    refused: list[date] = field(default_factory=list)
    failed: list[date] = field(default_factory=list)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def last_of(month: date) -> date:
    """The last day of a month, given by its first."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


# --- days -------------------------------------------------------------------------------


def roll_up_day(day: date, rules: Rules = CURRENT, now: datetime | None = None) -> None:
    """Count one day anew from its raw events.

    Raises:
        FrozenError: when these are gone.
    """
    using = alias()
    built_at = now or timezone.now()
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        _claim(day)
        mark_rate_limited(cursor, day, rules)
        for table in _DAY_TABLES:
            cursor.execute(
                f"DELETE FROM usage_day_{table} WHERE day = %s",  # noqa: S608
                [day.isoformat()],
            )
        with counted(cursor, day, day, rules):
            for statement in (
                *cube_sql.day_objects(),
                *cube_sql.day_schools(rules.catalogued),
                *cube_sql.day_sites(),
                cube_sql.DAY_SEARCHES,
            ):
                cursor.execute(statement)
            _write_quality(cursor, day, rules, built_at)
        UsageDay.objects.filter(day=day).update(built_at=built_at, rule_version=rules.version)


def _claim(day: date) -> None:
    """Take the mark away first: whoever adds events meanwhile waits here and sets it again."""
    if not UsageDay.objects.filter(day=day).update(dirty=False):
        UsageDay.objects.get_or_create(day=day, defaults={"dirty": False})
    if UsageDay.objects.get(day=day).frozen:
        text = _("The raw events of %(day)s are deleted: its figures stay as they are.")
        raise FrozenError(text % {"day": day.isoformat()})


def _write_quality(cursor: Any, day: date, rules: Rules, built_at: datetime) -> None:
    lines = cube_sql.quality_counts(rules.catalogued)
    cursor.execute(cube_sql.day_quality(lines))
    counts = dict(zip(("raw", *lines), cursor.fetchone(), strict=True))
    dropped = SpoolOffset.objects.filter(day=day).aggregate(total=Sum("dropped"))["total"]
    UsageDayQuality.objects.create(
        day=day,
        **counts,
        spool_bad=SpoolBad.objects.filter(day=day).count(),
        dropped=dropped or 0,
        rule_version=rules.version,
        built_at=built_at,
    )


def roll_up_days(days: Iterable[date], rules: Rules = CURRENT) -> Built:
    """Build these days and sum up their months; one that fails stays due and stops no other."""
    built = Built()
    for day in sorted(set(days)):
        try:
            roll_up_day(day, rules)
            built.days.append(day)
        except FrozenError as error:
            _log.warning("%s", error)
            built.refused.append(day)
        except DatabaseError:
            _log.exception("the roll-up of %s failed; the day stays due", day)
            built.failed.append(day)
    for month in sorted({month_of(day) for day in built.days}):
        sum_month(month)
    return built


def dirty_days() -> list[date]:
    """The days that got events since they were built, and can be built."""
    rows = UsageDay.objects.filter(dirty=True, frozen=False).order_by("day")
    return list(rows.values_list("day", flat=True))


# --- months -----------------------------------------------------------------------------


def sum_month(month: date) -> None:
    """Write the monthly cubes of items and of schools anew as sums of their days.

    Raises:
        FrozenError: when the daily cubes of the month are gone.
    """
    using, last = alias(), last_of(month)
    if not UsageDayQuality.objects.filter(day__range=(month, last)).exists():
        text = _("The daily figures of %(month)s are deleted: its sums stay as they are.")
        raise FrozenError(text % {"month": f"{month:%Y-%m}"})
    values = {"month": month.isoformat(), "last": last.isoformat()}
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        _lock_month(month)
        for name in ("object", "school"):
            cursor.execute(
                f"DELETE FROM usage_month_{name} WHERE month = %(month)s",  # noqa: S608
                values,
            )
        for statement in cube_sql.month_sums():
            cursor.execute(statement, values)


def _lock_month(month: date) -> None:
    """One at a time writes a month."""
    UsageMonth.objects.get_or_create(month=month)
    UsageMonth.objects.select_for_update().get(month=month)


def cross_month(month: date, rules: Rules = CURRENT) -> None:
    """Count items in schools for a month from its raw events.

    Raises:
        FrozenError: when those of one of its days are gone.
    """
    using, last = alias(), last_of(month)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        _lock_month(month)
        if UsageDay.objects.filter(day__range=(month, last), frozen=True).exists():
            text = _("Raw events of %(month)s are deleted: its figures stay as they are.")
            raise FrozenError(text % {"month": f"{month:%Y-%m}"})
        UsageMonthSchoolObject.objects.filter(month=month).delete()
        with counted(cursor, month, last, rules):
            cursor.execute(cube_sql.MONTH_SCHOOL_OBJECTS, {"month": month.isoformat()})
        UsageMonth.objects.filter(month=month).update(crossed_at=timezone.now())


def months_to_cross() -> list[date]:
    """Months of which a day was built since their items were counted by school."""
    crossed = dict(UsageMonth.objects.values_list("month", "crossed_at"))
    newest: dict[date, datetime] = {}
    frozen: set[date] = set()
    rows = UsageDay.objects.filter(Q(built_at__isnull=False) | Q(frozen=True))
    for day, built_at, is_frozen in rows.values_list("day", "built_at", "frozen"):
        month = month_of(day)
        if built_at:
            newest[month] = max(built_at, newest.get(month, built_at))
        if is_frozen:
            frozen.add(month)
    return sorted(
        month
        for month, built_at in newest.items()
        if month not in frozen and (not (done := crossed.get(month)) or done < built_at)
    )
