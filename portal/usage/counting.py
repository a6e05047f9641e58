"""What becomes of each raw event: the rules as SQL, one text for SQLite and PostgreSQL.

The events of a span of days are read once into a temporary table, each with its fate, its visitor
and session as small numbers; every cube is then an INSERT SELECT from there. An event has one fate:
the first of the list below that fits, so that the lines of the quality table add up.

A double click is looked for among events of the same fate only, or an unconfirmed repeat would take
a confirmed use away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import IntEnum
from typing import Any

from .codes import Flag, Kind
from .rules import Rules

HOUR_MS = 3_600_000


class Fate(IntEnum):
    """Why an event counts or does not."""

    COUNTED = 0
    ROBOT = 1
    STAFF = 2
    RATE_LIMITED = 3
    PREFETCH = 4  # fetched ahead and never shown
    UNCONFIRMED = 5
    DOUBLE_CLICK = 6
    TYPING = 7


_TABLE = """
CREATE TEMPORARY TABLE usage_counted (
    day date, ts bigint, eid varchar(36), kind smallint, otype smallint, oid integer,
    platform integer, school integer, school_src smallint, aud smallint, mode smallint,
    q varchar(100), n integer, n_all integer, rank integer,
    vis bigint, sess bigint, printed smallint, fate smallint
)
"""
# A visitor's number is that of a day; a session is a visitor and an hour of the clock. Bangkok lies
# whole hours from UTC, so that the hours of both begin together.
_NUMBERED = """
    SELECT e.*, DENSE_RANK() OVER w AS vis, MAX(flags & %(confirmed)s) OVER w AS seen,
        ts / %(hour)s - ts / (24 * %(hour)s) * 24 AS clock
    FROM usage_event e WHERE day BETWEEN %(first)s AND %(last)s
    WINDOW w AS (ORDER BY day, visitor RANGE BETWEEN CURRENT ROW AND CURRENT ROW)
"""
# Only a page can confirm itself: what is opened or clicked is confirmed by a page of that visitor
# and day, but for what a browser fetched ahead.
_SORTED = f"""
    SELECT a.*, CASE
        WHEN (flags & %(robot)s) <> 0 THEN {Fate.ROBOT:d}
        WHEN (flags & %(staff)s) <> 0 THEN {Fate.STAFF:d}
        WHEN (flags & %(limited)s) <> 0 THEN {Fate.RATE_LIMITED:d}
        WHEN (flags & %(confirmed)s) <> 0 THEN {Fate.COUNTED:d}
        WHEN (flags & %(prefetch)s) <> 0 THEN {Fate.PREFETCH:d}
        WHEN kind IN (%(view)s, %(search)s) OR seen = 0 THEN {Fate.UNCONFIRMED:d}
        ELSE {Fate.COUNTED:d} END AS fate
    FROM ({_NUMBERED}) a
"""  # noqa: S608  whole numbers of our own
# Searches follow each other whatever they ask for; everything else follows the same item.
_FOLLOWED = f"""
    SELECT b.*, LEAD(ts) OVER (
        PARTITION BY vis, fate, kind, CASE kind WHEN %(search)s THEN 0 ELSE otype END,
            CASE kind WHEN %(search)s THEN 0 ELSE oid END
        ORDER BY ts, eid) - ts AS gap
    FROM ({_SORTED}) b
"""  # noqa: S608
_FILL = f"""
INSERT INTO usage_counted
SELECT day, ts, CAST(eid AS varchar(36)), kind, otype, oid, platform, school, school_src, aud, mode,
    q, n, n_all, rank, vis, vis * 24 + clock, flags & %(print)s, CASE
        WHEN fate <> {Fate.COUNTED:d} THEN fate
        WHEN kind = %(search)s AND gap <= %(typing)s THEN {Fate.TYPING:d}
        WHEN kind <> %(search)s AND gap <= %(double)s THEN {Fate.DOUBLE_CLICK:d}
        ELSE fate END
FROM ({_FOLLOWED}) c
"""  # noqa: S608
_DROP = "DROP TABLE IF EXISTS usage_counted"


def mark_rate_limited(cursor: Any, day: date, rules: Rules) -> None:
    """Set the flag of too many events in an hour anew, by these rules."""
    values = {"day": day.isoformat(), "flag": int(Flag.RATE_LIMITED), "hour": HOUR_MS}
    cursor.execute(
        "UPDATE usage_event SET flags = flags - %(flag)s "
        "WHERE day = %(day)s AND (flags & %(flag)s) <> 0",
        values,
    )
    cursor.execute(
        "SELECT visitor, ts / %(hour)s FROM usage_event WHERE day = %(day)s "
        "GROUP BY visitor, ts / %(hour)s HAVING COUNT(*) > %(limit)s",
        {**values, "limit": rules.hourly_limit},
    )
    for visitor, hour in cursor.fetchall():
        cursor.execute(
            "UPDATE usage_event SET flags = flags + %(flag)s WHERE day = %(day)s "
            "AND visitor = %(visitor)s AND ts >= %(from)s AND ts < %(until)s",
            {
                **values,
                "visitor": visitor,
                "from": hour * HOUR_MS,
                "until": (hour + 1) * HOUR_MS,
            },
        )


@contextmanager
def counted(cursor: Any, first: date, last: date, rules: Rules) -> Iterator[None]:
    """Hold every event of these days with its fate in `usage_counted`, within a transaction."""
    cursor.execute(_DROP)
    cursor.execute(_TABLE)
    cursor.execute(
        _FILL,
        {
            "first": first.isoformat(),
            "last": last.isoformat(),
            "hour": HOUR_MS,
            "double": rules.double_click_ms,
            "typing": rules.typing_ms,
            "view": int(Kind.VIEW),
            "search": int(Kind.SEARCH),
            "robot": int(Flag.ROBOT),
            "staff": int(Flag.STAFF),
            "limited": int(Flag.RATE_LIMITED),
            "prefetch": int(Flag.PREFETCH),
            "print": int(Flag.PRINT),
            "confirmed": int(Flag.CONFIRMED),
        },
    )
    yield
    cursor.execute(_DROP)
