"""The INSERT SELECT of every cube, one text for SQLite and PostgreSQL.

Each level that is printed is a row of its own (see `models.cubes`): a level is the columns that it
keeps, and for those that it sums over the “all” code.
"""

from __future__ import annotations

from collections.abc import Iterable

from .codes import Kind, SchoolSource
from .counting import Fate
from .models import ALL, ALL_PLATFORMS, OFFICE

_MEASURES = ("views", "requests", "uinv", "ureq", "visitors")
_COUNTED = f"""
    SUM(CASE kind WHEN {Kind.VIEW:d} THEN 1 ELSE 0 END),
    SUM(CASE kind WHEN {Kind.REQUEST:d} THEN 1 ELSE 0 END),
    COUNT(DISTINCT sess),
    COUNT(DISTINCT CASE kind WHEN {Kind.REQUEST:d} THEN sess END),
    COUNT(DISTINCT vis)
"""
_USES = f"fate = {Fate.COUNTED:d} AND kind IN ({Kind.VIEW:d}, {Kind.REQUEST:d})"
_ALL_CODES = {"aud": ALL, "mode": ALL, "platform": ALL_PLATFORMS, "school": OFFICE}

OBJECT_LEVELS = ("aud mode", "aud", "mode", "")
SCHOOL_LEVELS = (
    "aud mode platform school",
    "mode platform school",
    "platform school",
    "mode school",
    "aud school",
    "school",
    "mode platform",
    "aud platform",
    "platform",
    "mode",
    "aud",
    "",
)
SITE_LEVELS = ("aud school", "aud", "school", "")


def _insert(table: str, keys: Iterable[str], measures: Iterable[str], kept: set[str]) -> str:
    """The beginning of a statement, and its key columns at one level."""
    columns = ", ".join((*keys, *measures))
    chosen = ", ".join(key if key in kept else str(_ALL_CODES[key]) for key in keys)
    return f"INSERT INTO {table} ({columns}) SELECT {chosen}, "


def _group(keys: Iterable[str], kept: set[str]) -> str:
    return " GROUP BY " + ", ".join(key for key in keys if key in kept)


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(f"{each:d}" for each in numbers)


def day_objects() -> Iterable[str]:
    """Items by audience and mode."""
    keys = ("day", "aud", "mode", "otype", "oid")
    for level in OBJECT_LEVELS:
        kept = {"day", "otype", "oid", *level.split()}
        yield (
            _insert("usage_day_object", keys, _MEASURES, kept)
            + f"{_COUNTED} FROM usage_counted WHERE {_USES}"
            + _group(keys, kept)
        )


def day_schools(catalogued: Iterable[int]) -> Iterable[str]:
    """Schools on platforms by audience and mode; only what is of the catalogue."""
    keys = ("day", "aud", "mode", "platform", "school")
    for level in SCHOOL_LEVELS:
        kept = {"day", *level.split()}
        yield (
            _insert("usage_day_school", keys, _MEASURES, kept)
            + f"{_COUNTED} FROM usage_counted WHERE {_USES} AND otype IN ({_listed(catalogued)})"
            + _group(keys, kept)
        )


def day_sites() -> Iterable[str]:
    """Schools by audience, whatever was done."""
    keys = ("day", "aud", "school")
    measures = ("events", "sessions", "visitors", "searches", "zero")
    for level in SITE_LEVELS:
        kept = {"day", *level.split()}
        yield (
            _insert("usage_day_site", keys, measures, kept)
            + "COUNT(*), COUNT(DISTINCT sess), COUNT(DISTINCT vis), "
            + f"SUM(CASE kind WHEN {Kind.SEARCH:d} THEN 1 ELSE 0 END), "
            + f"SUM(CASE WHEN {_ZERO} THEN 1 ELSE 0 END) "
            + f"FROM usage_counted WHERE fate = {Fate.COUNTED:d}"
            + _group(keys, kept)
        )


# A filter that empties a list is no gap in the catalogue.
_EMPTIED = f"kind = {Kind.SEARCH:d} AND n = 0 AND n_all > 0"
_ZERO = f"kind = {Kind.SEARCH:d} AND n = 0 AND COALESCE(n_all, 0) = 0"
# A search led somewhere when the visitor's next step with this query is a click.
DAY_SEARCHES = f"""
INSERT INTO usage_day_search
    (day, q, searches, zero, zero_filtered, unclicked, clicks, rank_sum, visitors)
SELECT day, q,
    SUM(CASE kind WHEN {Kind.SEARCH:d} THEN 1 ELSE 0 END),
    SUM(CASE WHEN {_ZERO} THEN 1 ELSE 0 END),
    SUM(CASE WHEN {_EMPTIED} THEN 1 ELSE 0 END),
    SUM(CASE WHEN kind = {Kind.SEARCH:d} AND COALESCE(next_kind, 0) <> {Kind.CLICK:d}
        THEN 1 ELSE 0 END),
    SUM(CASE kind WHEN {Kind.CLICK:d} THEN 1 ELSE 0 END),
    SUM(CASE kind WHEN {Kind.CLICK:d} THEN COALESCE(rank, 0) ELSE 0 END),
    COUNT(DISTINCT vis)
FROM (
    SELECT s.*, LEAD(kind) OVER (PARTITION BY vis, q ORDER BY ts, eid) AS next_kind
    FROM usage_counted s
    WHERE fate = {Fate.COUNTED:d} AND kind IN ({Kind.SEARCH:d}, {Kind.CLICK:d}) AND q <> ''
) a
GROUP BY day, q
"""  # noqa: S608


def quality_counts(catalogued: Iterable[int]) -> dict[str, str]:
    """The lines of the quality table by name; where schools are known from is told of uses only."""
    uses = f"{_USES} AND otype IN ({_listed(catalogued)})"
    known = f"{uses} AND school <> 0 AND school_src ="
    fate = {name.name: f"fate = {name:d}" for name in Fate}
    return {
        "robots": fate["ROBOT"],
        "staff": fate["STAFF"],
        "rate_limited": fate["RATE_LIMITED"],
        "prefetch": fate["PREFETCH"],
        "unconfirmed": fate["UNCONFIRMED"],
        "double_clicks": fate["DOUBLE_CLICK"],
        "typing": fate["TYPING"],
        "counted": fate["COUNTED"],
        "unconfirmed_views": f"{fate['UNCONFIRMED']} AND kind = {Kind.VIEW:d}",
        "unconfirmed_requests": f"{fate['UNCONFIRMED']} AND kind = {Kind.REQUEST:d}",
        "from_print": f"{uses} AND kind = {Kind.REQUEST:d} AND printed <> 0",
        "unattributed": f"{uses} AND school = 0",
        "by_login": f"{known} {SchoolSource.LOGIN:d}",
        "by_my_school": f"{known} {SchoolSource.MY_SCHOOL:d}",
        "by_link": f"{known} {SchoolSource.LINK:d}",
        "by_address": f"{known} {SchoolSource.ADDRESS:d}",
    }


def day_quality(counts: dict[str, str]) -> str:
    """All events, and each line; a row for an empty day as well."""
    sums = ", ".join(
        f"COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0)"
        for condition in counts.values()
    )
    return f"SELECT COUNT(*), {sums} FROM usage_counted"  # noqa: S608


def month_sums() -> Iterable[str]:
    """Monthly cubes as sums of their days: sessions and visitors end at midnight."""
    sums = ", ".join(f"SUM({name})" for name in _MEASURES)
    for name, keys in (
        ("object", "aud, mode, otype, oid"),
        ("school", "aud, mode, platform, school"),
    ):
        yield (
            f"INSERT INTO usage_month_{name} (month, {keys}, {', '.join(_MEASURES)}) "  # noqa: S608
            f"SELECT month, {keys}, {sums} FROM usage_month, usage_day_{name} "
            "WHERE month = %(month)s AND day BETWEEN %(month)s AND %(last)s "
            f"GROUP BY month, {keys}"
        )


# Items in schools for a month, from the events themselves.
MONTH_SCHOOL_OBJECTS = f"""
INSERT INTO usage_month_school_object (month, school, otype, oid, {", ".join(_MEASURES)})
SELECT month, school, otype, oid, {_COUNTED}
FROM usage_month, usage_counted WHERE month = %(month)s AND {_USES}
GROUP BY month, school, otype, oid
"""  # noqa: S608
