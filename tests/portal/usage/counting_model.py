"""Counting rule version 1 once more, slow and in plain words: what the SQL must agree with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import product
from typing import Any

from portal.core.thai_calendar import BANGKOK
from portal.usage.models import UsageEvent

VIEW, REQUEST, SEARCH, CLICK = 1, 2, 3, 4
ALL, OFFICE, EVERY_PLATFORM = 99, -1, -1


def hour_of(event: UsageEvent) -> int:
    return datetime.fromtimestamp(event.ts / 1000, BANGKOK).hour


def fates(events: list[UsageEvent]) -> dict[Any, str]:
    """What becomes of each event of one day, by its id."""
    in_hour = Counter((one.visitor, hour_of(one)) for one in events)
    seen = {one.visitor for one in events if one.flags & 4}
    found = {
        one.eid: _first_fate(one, one.visitor in seen, in_hour[one.visitor, hour_of(one)] > 600)
        for one in events
    }
    left = [one for one in events if found[one.eid] == "counted"]
    left.sort(key=lambda one: (one.ts, one.eid.hex))
    for place, one in enumerate(left):
        later = next((two for two in left[place + 1 :] if _repeats(two, one)), None)
        if later is None:
            continue
        if one.kind == SEARCH and later.ts - one.ts <= 2_000:
            found[one.eid] = "typing"
        if one.kind != SEARCH and later.ts - one.ts <= 30_000:
            found[one.eid] = "double_clicks"
    return found


def _first_fate(one: UsageEvent, page_confirmed: bool, too_many: bool) -> str:
    reasons = (
        (one.flags & 1, "robots"),
        (one.flags & 2, "staff"),
        (too_many, "rate_limited"),
        (one.flags & 4, "counted"),
        (one.flags & 8, "prefetch"),
        (one.kind in (VIEW, SEARCH) or not page_confirmed, "unconfirmed"),
    )
    return next((fate for holds, fate in reasons if holds), "counted")


def _repeats(later: UsageEvent, one: UsageEvent) -> bool:
    """Whether it is the same again; two searches are, whatever they ask for."""
    if (later.visitor, later.kind) != (one.visitor, one.kind):
        return False
    return one.kind == SEARCH or (later.otype, later.oid) == (one.otype, one.oid)


def counts(events: Iterable[UsageEvent]) -> tuple[int, int, int, int, int]:
    """Views, requests, sessions that used it, sessions that opened it, visitors."""
    rows = list(events)
    return (
        sum(one.kind == VIEW for one in rows),
        sum(one.kind == REQUEST for one in rows),
        len({(one.visitor, hour_of(one)) for one in rows}),
        len({(one.visitor, hour_of(one)) for one in rows if one.kind == REQUEST}),
        len({one.visitor for one in rows}),
    )


def day_cubes(events: list[UsageEvent]) -> dict[str, Any]:
    """The cubes of one day's events, by key."""
    fate = fates(events)
    counted = [one for one in events if fate[one.eid] == "counted"]
    uses = [one for one in counted if one.kind in (VIEW, REQUEST)]
    return {
        "object": _group(
            uses,
            lambda one: product({one.aud, ALL}, {one.mode, ALL}, {one.otype}, {one.oid}),
        ),
        "school": _group(
            [one for one in uses if one.otype in (1, 2, 3)],
            lambda one: product(
                {one.aud, ALL},
                {one.mode, ALL},
                {one.platform, EVERY_PLATFORM},
                {one.school, OFFICE},
            ),
        ),
        "site": _sites(counted),
        "search": _searches(counted),
        "quality": Counter(fate.values()) | {"raw": len(events)},
    }


def _group(events: list[UsageEvent], keys: Any) -> dict[Any, Any]:
    groups = defaultdict(list)
    for one in events:
        for key in keys(one):
            groups[key].append(one)
    return {key: counts(rows) for key, rows in groups.items()}


def _is_zero(one: UsageEvent) -> bool:
    return one.kind == SEARCH and one.n == 0 and not one.n_all


def _sites(counted: list[UsageEvent]) -> dict[Any, Any]:
    groups = defaultdict(list)
    for one in counted:
        for key in product({one.aud, ALL}, {one.school, OFFICE}):
            groups[key].append(one)
    return {
        key: (
            len(rows),
            len({(one.visitor, hour_of(one)) for one in rows}),
            len({one.visitor for one in rows}),
            sum(one.kind == SEARCH for one in rows),
            sum(map(_is_zero, rows)),
        )
        for key, rows in groups.items()
    }


def _searches(counted: list[UsageEvent]) -> dict[str, Any]:
    groups = defaultdict(list)
    for one in sorted(counted, key=lambda one: (one.ts, one.eid.hex)):
        if one.kind in (SEARCH, CLICK) and one.q:
            groups[one.q].append(one)
    found = {}
    for q, rows in groups.items():
        unclicked = 0
        for place, one in enumerate(rows):
            next_kinds = [two.kind for two in rows[place + 1 :] if two.visitor == one.visitor]
            unclicked += one.kind == SEARCH and next_kinds[:1] != [CLICK]
        found[q] = (
            sum(one.kind == SEARCH for one in rows),
            sum(map(_is_zero, rows)),
            sum(one.kind == SEARCH and one.n == 0 and bool(one.n_all) for one in rows),
            unclicked,
            sum(one.kind == CLICK for one in rows),
            sum(one.rank or 0 for one in rows if one.kind == CLICK),
            len({one.visitor for one in rows}),
        )
    return found
