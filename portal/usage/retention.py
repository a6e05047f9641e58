"""What is kept for how long; every step may be run again and does nothing the second time."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connections, transaction
from django.db.models import Sum
from django.utils import timezone

from .database import alias
from .models import (
    RARE,
    SpoolBad,
    UsageDay,
    UsageDayObject,
    UsageDayQuality,
    UsageDaySchool,
    UsageDaySearch,
    UsageDaySite,
    UsageEvent,
)
from .rollup import cross_month, dirty_days, month_of, months_to_cross, roll_up_days
from .rules import CURRENT

RAW_DAYS = 90
DAILY_MONTHS = 25
_DAILY = (UsageDayObject, UsageDaySchool, UsageDaySite, UsageDaySearch, UsageDayQuality)
_log = logging.getLogger(__name__)


@dataclass
class Kept:
    """What one run removed."""

    events: int = 0
    days_frozen: int = 0
    quarantined: int = 0
    queries_folded: int = 0
    daily_rows: int = 0


def keep_usage(now: datetime | None = None) -> Kept:
    """Delete what was promised to be deleted by this day."""
    today = timezone.localtime(now).date()
    kept = Kept()
    _delete_raw(today - timedelta(days=RAW_DAYS), kept)
    _fold_rare(today - timedelta(days=RAW_DAYS), kept)
    _delete_daily(_months_before(month_of(today), DAILY_MONTHS), kept)
    return kept


def _delete_raw(first_kept: date, kept: Kept) -> None:
    """Days are counted a last time where due, then frozen, and only then their events deleted."""
    raw = UsageEvent.objects.filter(day__lt=first_kept)
    old = set(raw.order_by().values_list("day", flat=True).distinct())
    if old:
        failed = set(roll_up_days(set(dirty_days()) & old).failed)
        for month in months_to_cross():
            if any(month_of(day) == month for day in old):
                cross_month(month)
        for day in sorted(old - failed):
            kept.events += _freeze(day)
            kept.days_frozen += 1
    kept.quarantined, _each = SpoolBad.objects.filter(day__lt=first_kept).delete()


def _freeze(day: date) -> int:
    """Freeze a day and delete its events, both or neither."""
    with transaction.atomic(using=alias()):
        UsageDay.objects.update_or_create(day=day, defaults={"frozen": True, "dirty": False})
        events, _each = UsageEvent.objects.filter(day=day).delete()
    return events


def _fold_rare(first_kept: date, kept: Kept) -> None:
    """Texts of too few visitor-days lose their words and are one count a day."""
    common = (
        UsageDaySearch.objects.values("q")
        .annotate(total=Sum("visitors"))
        .filter(total__gte=CURRENT.query_visitors)
        .order_by()
        .values("q")
    )
    with transaction.atomic(using=alias()):
        rows = UsageDaySearch.objects.filter(day__lt=first_kept).exclude(q=RARE)
        for row in rows.exclude(q__in=common).order_by("day", "q"):
            _fold(row)
            kept.queries_folded += 1


def _fold(row: UsageDaySearch) -> None:
    names = ("searches", "zero", "zero_filtered", "unclicked", "clicks", "rank_sum", "visitors")
    rare, _made = UsageDaySearch.objects.get_or_create(day=row.day, q=RARE)
    sums = {name: getattr(rare, name) + getattr(row, name) for name in names}
    UsageDaySearch.objects.filter(day=row.day, q=RARE).update(**sums)
    UsageDaySearch.objects.filter(day=row.day, q=row.q).delete()


def _delete_daily(first_kept: date, kept: Kept) -> None:
    """Whole months at a time; the monthly cubes stay for ever."""
    with transaction.atomic(using=alias()), connections[alias()].cursor() as cursor:
        for model in _DAILY:
            cursor.execute(
                f"DELETE FROM {model._meta.db_table} WHERE day < %s",  # noqa: S608
                [first_kept.isoformat()],
            )
            kept.daily_rows += max(cursor.rowcount, 0)


def _months_before(month: date, count: int) -> date:
    months = month.year * 12 + month.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)
