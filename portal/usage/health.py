"""How well use is counted: the spool, the quarantine, the roll-up and the quality of days."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Sum
from django.utils import timezone

from . import spool
from .figures import attributed_percent
from .models import SpoolBad, SpoolOffset, UsageDay, UsageDayQuality

PERMISSION = "usage.view_usageday"
DAYS = 28
LATE = timedelta(minutes=10)
COLUMNS = (
    *("raw", "counted", "robots", "staff", "rate_limited", "prefetch", "unconfirmed"),
    *("double_clicks", "typing", "from_print"),
    *("unattributed", "by_login", "by_my_school", "by_link", "by_address"),
    *("spool_bad", "dropped"),
)


@dataclass(frozen=True)
class Waiting:
    """What of this host's spool is not in the database yet."""

    bytes: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Health:
    """How things stand now."""

    waiting: Waiting
    quarantine: list[tuple[str, int]]
    dropped: int
    built_at: datetime | None
    dirty_days: int
    frozen_days: int
    rows: list[dict[str, Any]]

    @property
    def is_late(self) -> bool:
        """Whether events wait for longer than a drainer that runs would let them."""
        since = self.waiting.since
        return since is not None and timezone.now() - since > LATE

    @property
    def is_well(self) -> bool:
        """Whether nobody need look after it."""
        return not self.is_late and not self.dropped and self._is_counted

    @property
    def _is_counted(self) -> bool:
        if not self.dirty_days:
            return True
        return self.built_at is not None and timezone.now() - self.built_at < timedelta(hours=1)


def health() -> Health:
    """Look at the spool of this host and at the tables."""
    since = timezone.localdate() - timedelta(days=DAYS)
    reasons = SpoolBad.objects.values_list("reason").annotate(lines=Count("pk")).order_by("-lines")
    dropped = SpoolOffset.objects.filter(day__gte=since).aggregate(total=Sum("dropped"))
    return Health(
        waiting=waiting(),
        quarantine=list(reasons),
        dropped=dropped["total"] or 0,
        built_at=UsageDay.objects.aggregate(last=Max("built_at"))["last"],
        dirty_days=UsageDay.objects.filter(dirty=True, frozen=False).count(),
        frozen_days=UsageDay.objects.filter(frozen=True).count(),
        rows=quality_rows(since),
    )


def waiting() -> Waiting:
    """The bytes behind the drainer's place in each file, and when the first of them was written."""
    places = {row.name: 0 if row.done else row.offset for row in SpoolOffset.objects.all()}
    total, first = 0, None
    for path in sorted(spool.folder().glob(f"*{spool.SUFFIX}")):
        place = places.get(path.name, 0)
        with path.open("rb") as file:
            file.seek(place)
            line = file.readline(spool.LONGEST_LINE) or b""
            line = line.strip() or file.readline(spool.LONGEST_LINE)
        total += max(path.stat().st_size - place, 0)
        first = first or _moment(line)
    return Waiting(total, first if total else None)


def _moment(line: bytes) -> datetime | None:
    """When an event happened, by its line; a torn one does not say."""
    try:
        return datetime.fromtimestamp(
            json.loads(line)["ts"] / 1000, timezone.get_current_timezone()
        )
    except (ValueError, KeyError, TypeError):
        return None


def quality_rows(since: date) -> list[dict[str, Any]]:
    """The quality table by day, the newest first, with the share of uses whose school is known."""
    rows = UsageDayQuality.objects.filter(day__gte=since).order_by("-day")
    found = []
    for row in rows.values("day", "built_at", "rule_version", *COLUMNS):
        found.append({**row, "attributed_percent": attributed_percent(row)})
    return found


def as_data(found: Health) -> dict[str, Any]:
    """The same for a program that watches the site."""
    return {
        "well": found.is_well,
        "late": found.is_late,
        **{name: value for name, value in asdict(found).items() if name != "quarantine"},
        "quarantine": dict(found.quarantine),
    }
