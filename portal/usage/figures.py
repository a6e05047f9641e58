"""Every figure that is read from the cubes: pure reads, nothing is hidden yet.

Give them a `Span` (see `periods`) and print what they return only through `publication`. `uses` are
views and requests together (investigations); `visitors` are visitor-days: devices on single days,
never people, and never to be added over audiences, modes, schools or platforms. Whole months are
read from the monthly cubes, the days of edge months from the daily ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Model, Sum

from .models import (
    ALL,
    ALL_PLATFORMS,
    OFFICE,
    UsageDayObject,
    UsageDayQuality,
    UsageDaySchool,
    UsageDaySite,
    UsageMonthObject,
    UsageMonthSchool,
)
from .periods import Span
from .rollup import last_of, month_of
from .rules import CURRENT


class Use(NamedTuple):
    """What was counted of something."""

    views: int = 0
    requests: int = 0
    uinv: int = 0
    ureq: int = 0
    visitors: int = 0

    @property
    def uses(self) -> int:
        """Views and requests together."""
        return self.views + self.requests

    def __add__(self, other: object) -> Use:
        """Two spans of the same thing; never two levels of one."""
        if not isinstance(other, Use):
            return NotImplemented
        return Use(*(mine + yours for mine, yours in zip(self, other, strict=True)))


Key = tuple[Any, ...]


# --- months and edge days ---------------------------------------------------------------


def whole_months(span: Span) -> list[date]:
    """The months that lie in a span from their first day to their last."""
    months, month = [], month_of(span.first_day)
    while month <= span.last_day:
        if month >= span.first_day and last_of(month) <= span.last_day:
            months.append(month)
        month = last_of(month) + timedelta(days=1)
    return months


def edge_days(span: Span) -> list[tuple[date, date]]:
    """The stretches of a span before its first and after its last whole month."""
    months = whole_months(span)
    if not months:
        return [(span.first_day, span.last_day)]
    before = (span.first_day, months[0] - timedelta(days=1))
    after = (last_of(months[-1]) + timedelta(days=1), span.last_day)
    return [(first, last) for first, last in (before, after) if first <= last]


def _days(first: date, last: date) -> list[date]:
    """Every day: named one by one, each leads straight to its level in the key of a cube."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _tables(
    span: Span, month: type[Model], day: type[Model]
) -> Iterator[tuple[type[Model], dict[str, Any]]]:
    if months := whole_months(span):
        yield month, {"month__in": months}
    for stretch in edge_days(span):
        yield day, {"day__in": _days(*stretch)}


def _summed(
    span: Span, month: type[Model], day: type[Model], keys: tuple[str, ...], **level: Any
) -> dict[Key, Use]:
    """Sum one level over the span, by these columns."""
    found: defaultdict[Key, Use] = defaultdict(Use)
    sums = {f"sum_{name}": Sum(name) for name in Use._fields}
    for table, when in _tables(span, month, day):
        rows = table._default_manager.filter(**when, **level).order_by()
        for row in rows.values(*keys).annotate(**sums).values_list(*keys, *sums):
            found[row[: len(keys)]] += Use(*(value or 0 for value in row[len(keys) :]))
    return dict(found)


def _schools(span: Span, *keys: str, **level: Any) -> dict[Key, Use]:
    return _summed(span, UsageMonthSchool, UsageDaySchool, keys, **level)


def _items(span: Span, *keys: str, **level: Any) -> dict[Key, Use]:
    return _summed(span, UsageMonthObject, UsageDayObject, keys, **level)


# --- the office as a whole --------------------------------------------------------------


def totals(span: Span) -> Use:
    """Use of the catalogue by everybody."""
    level = {"aud": ALL, "mode": ALL, "platform": ALL_PLATFORMS, "school": OFFICE}
    return _schools(span, "school", **level).get((OFFICE,), Use())


def by_month(span: Span) -> dict[date, Use]:
    """The same for each month, by its first day; edge months hold only days of the span."""
    found = {}
    month = month_of(span.first_day)
    while month <= span.last_day:
        part = span._replace(
            first_day=max(month, span.first_day), last_day=min(last_of(month), span.last_day)
        )
        found[month] = totals(part)
        month = last_of(month) + timedelta(days=1)
    return found


def by_mode(span: Span) -> dict[int, Use]:
    """By delivery mode really used; mode 0 are views, which have none."""
    level = {"aud": ALL, "platform": ALL_PLATFORMS, "school": OFFICE}
    found = _schools(span, "mode", **level)
    return {mode: use for (mode,), use in found.items() if mode != ALL}


def by_audience(span: Span) -> dict[int, Use]:
    """By audience, as visitors chose it themselves."""
    level = {"mode": ALL, "platform": ALL_PLATFORMS, "school": OFFICE}
    found = _schools(span, "aud", **level)
    return {aud: use for (aud,), use in found.items() if aud != ALL}


def by_platform(span: Span) -> dict[int, Use]:
    """By platform of the item at that time; 0 is none."""
    found = _schools(span, "platform", aud=ALL, mode=ALL, school=OFFICE)
    return {platform: use for (platform,), use in found.items() if platform != ALL_PLATFORMS}


class Visits(NamedTuple):
    """Everything that visitors did, whether of the catalogue or not."""

    events: int = 0
    sessions: int = 0
    visitors: int = 0
    searches: int = 0
    zero: int = 0


def visits(span: Span) -> Visits:
    """Sessions, visitor-days and searches of everybody."""
    rows = UsageDaySite.objects.filter(
        day__range=(span.first_day, span.last_day), aud=ALL, school=OFFICE
    )
    sums = rows.aggregate(**{f"sum_{name}": Sum(name) for name in Visits._fields})
    return Visits(*(sums[f"sum_{name}"] or 0 for name in Visits._fields))


# --- items ------------------------------------------------------------------------------


def by_item(span: Span, otype: int, *, mode: int = ALL, aud: int = ALL) -> dict[int, Use]:
    """Use of each item of a type, at one level."""
    found = _items(span, "oid", otype=otype, mode=mode, aud=aud)
    return {oid: use for (oid,), use in found.items()}


def top_items(span: Span, otype: int, limit: int = 20) -> list[tuple[int, Use]]:
    """The most opened items of a type, then the most viewed; equal ones by their number."""
    found = by_item(span, otype)
    return sorted(found.items(), key=lambda each: (-each[1].requests, -each[1].views, each[0]))[
        :limit
    ]


def by_item_and_mode(span: Span, otype: int) -> dict[tuple[int, int], Use]:
    """Use of each item of a type by the mode really used."""
    found = _items(span, "oid", "mode", otype=otype, aud=ALL)
    return {(oid, mode): use for (oid, mode), use in found.items() if mode != ALL}


# --- schools ----------------------------------------------------------------------------


def by_school(span: Span) -> dict[int, Use]:
    """Use by schools that are known; 0 is unknown."""
    found = _schools(span, "school", aud=ALL, mode=ALL, platform=ALL_PLATFORMS)
    return {school: use for (school,), use in found.items() if school != OFFICE}


def by_school_and(span: Span, column: str) -> dict[tuple[int, int], Use]:
    """Use by schools and their audiences (`aud`), modes (`mode`) or platforms (`platform`)."""
    level = {"aud": ALL, "mode": ALL, "platform": ALL_PLATFORMS}
    everything = level.pop(column)
    found = _schools(span, "school", column, **level)
    return {
        (school, value): use
        for (school, value), use in found.items()
        if school != OFFICE and value != everything
    }


def request_days(span: Span) -> dict[int, int]:
    """On how many days each school opened something."""
    rows = UsageDaySchool.objects.filter(
        day__in=_days(span.first_day, span.last_day),
        aud=ALL,
        mode=ALL,
        platform=ALL_PLATFORMS,
        school__gt=0,
        requests__gt=0,
    )
    days: defaultdict[int, int] = defaultdict(int)
    for school in rows.order_by().values_list("school", flat=True):
        days[school] += 1
    return dict(days)


class Reach(NamedTuple):
    """Active schools by what is recorded of them; each stands in exactly one of the lists."""

    reached: list[int]
    touched: list[int]
    no_recorded_use: list[int]


def reach(span: Span, active: Iterable[int]) -> Reach:
    """Sort the active schools by the rule of reach."""
    found, days = by_school(span), request_days(span)
    lists = Reach([], [], [])
    for school in active:
        use = found.get(school, Use())
        opened = use.requests >= CURRENT.reached_requests
        if opened and days.get(school, 0) >= CURRENT.reached_days:
            lists.reached.append(school)
        elif use.uses:
            lists.touched.append(school)
        else:
            lists.no_recorded_use.append(school)
    return lists


# --- how good the figures are -----------------------------------------------------------

_QUALITY = tuple(
    field.name
    for field in UsageDayQuality._meta.fields
    if field.name not in ("day", "rule_version", "built_at")
)


def quality(span: Span) -> dict[str, int]:
    """What became of every event, summed over the days of the span."""
    rows = UsageDayQuality.objects.filter(day__range=(span.first_day, span.last_day))
    sums = rows.aggregate(**{f"sum_{name}": Sum(name) for name in _QUALITY})
    return {name: sums[f"sum_{name}"] or 0 for name in _QUALITY}


def attributed_percent(counts: dict[str, int]) -> float | None:
    """The share of uses whose school is known, by a quality table; None without any use."""
    known = sum(counts[name] for name in ("by_login", "by_my_school", "by_link", "by_address"))
    total = known + counts["unattributed"]
    return round(100 * known / total, 1) if total else None


def may_say_not_used(percent: float | None) -> bool:
    """Whether a school without use may be said not to use it, or only to have none recorded."""
    return percent is not None and percent >= CURRENT.attributed_percent
