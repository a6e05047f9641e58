"""A year of a district: what the busiest day costs to count, and the screens of a year to read.

BENCH_EVENTS events a year of 250 schools, of which BENCH_MONTHS months (1: the busiest) are made
and counted; the others are copies of it, so that ten million take minutes. A day's events are
deleted once they are counted, as retention does; the busiest day is counted three times. The limits
are those of ten million events, in processor seconds, which a busy machine changes little.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
ROOT = Path(os.environ.get("BENCH_ROOT") or tempfile.mkdtemp(prefix="bench-")) / "usage"
ROOT.mkdir(parents=True, exist_ok=True)
os.environ["DATA_DIR"] = str(ROOT)

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from catalog.models import Grade, Resource, Subject  # noqa: E402
from portal.usage import figures, rollup, search_figures  # noqa: E402
from portal.usage.database import alias  # noqa: E402
from portal.usage.filing_figures import by_filing  # noqa: E402
from portal.usage.lines import COLUMNS  # noqa: E402
from portal.usage.periods import year_span  # noqa: E402

EVENTS = int(os.environ.get("BENCH_EVENTS", 1_000_000))
MONTHS = int(os.environ.get("BENCH_MONTHS", 1))
SCHOOLS, PLATFORMS, ITEMS, QUERIES = 250, 30, 10_000, 3_000
YEAR = 2570
BUSIEST_SECONDS, SCREEN_SECONDS = 4.0, 1.2
CHANCE = random.Random(2570)  # noqa: S311
# Few items carry most of the use, as the rank of a word does in a text.
ITEM_WEIGHTS = list(accumulate(1 / rank**0.9 for rank in range(1, ITEMS + 1)))
HOURS = [*range(7, 22)]
HOUR_WEIGHTS = [2, 8, 10, 10, 9, 5, 8, 9, 6, 4, 4, 4, 5, 5, 3]


def days() -> dict[date, int]:
    """How many events each day of the fiscal year has; one has two and a half times the usual."""
    first = date(2026, 10, 1)
    weights = {}
    for number in range(365):
        day = first + timedelta(days=number)
        holiday = date(2027, 4, 2) <= day <= date(2027, 5, 15)
        weights[day] = 0.15 if day.weekday() > 4 or holiday else CHANCE.uniform(0.8, 1.2)
    weights[date(2027, 6, 16)] = 2.5
    whole = sum(weights.values())
    return {day: round(EVENTS * weight / whole) for day, weight in weights.items()}


def visitors(count: int) -> list[tuple[int, int, int, int]]:
    """Devices of a day: key, school (of four in five known), audience, and whether they confirm."""
    return [
        (
            CHANCE.getrandbits(62),
            CHANCE.randrange(1, SCHOOLS + 1) if CHANCE.random() < 0.8 else 0,
            CHANCE.choice((0, 0, 1, 1, 2)),
            4 if CHANCE.random() < 0.93 else 0,
        )
        for _ in range(count)
    ]


def rows(day: date, count: int) -> Iterator[tuple[Any, ...]]:
    """Events of a day in the order of the table's columns; about five a device."""
    midnight = (day.toordinal() - date(1970, 1, 1).toordinal()) * 86_400_000 - 7 * 3_600_000
    devices = CHANCE.choices(visitors(max(1, count // 5)), k=count)
    items = CHANCE.choices(range(1, ITEMS + 1), cum_weights=ITEM_WEIGHTS, k=count)
    kinds = CHANCE.choices((1, 2, 3, 4), weights=(55, 30, 10, 5), k=count)
    hours = CHANCE.choices(HOURS, weights=HOUR_WEIGHTS, k=count)
    for (visitor, school, aud, sure), item, kind, hour in zip(
        devices, items, kinds, hours, strict=True
    ):
        values = {
            "eid": f"{CHANCE.getrandbits(128):032x}",
            "ts": midnight + hour * 3_600_000 + CHANCE.randrange(3_600_000),
            "day": day.isoformat(),
            **{"kind": kind, "otype": kind != 3, "oid": item if kind != 3 else 0},
            **{"platform": item % PLATFORMS + 1 if kind != 3 else 0, "school": school},
            **{"school_src": 2 if school else 0, "aud": aud, "aud_src": 2 if aud else 0},
            **{"mode": item % 5 + 1 if kind == 2 else 0, "visitor": visitor},
            **{"flags": sure if kind in (1, 3) else 0, "q": f"คำค้นที่ {item % QUERIES}" * (kind > 2)},
            **{"n": item % 9 if kind == 3 else None, "n_all": item % 9 if kind == 3 else None},
            **{"rank": item % 20 if kind == 4 else None, "page": None, "v": 1},
        }
        yield tuple(values[name] for name in COLUMNS)


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Processor seconds, the middle one of some rounds."""
    times = []
    for _ in range(rounds):
        begun = process_time()
        work()
        times.append(process_time() - begun)
    return median(times)


def catalogue() -> None:
    """As many resources as there are items, filed under grades and subjects."""
    call_command("migrate", verbosity=0)
    call_command("migrate", database=alias(), verbosity=0)
    grades = [Grade.objects.create(code=f"g{n}", name_th=f"g{n}") for n in range(12)]
    subjects = [Subject.objects.create(code=f"s{n}", name_th=f"s{n}") for n in range(9)]
    Resource.objects.bulk_create(
        [Resource(pk=n, name_th=f"สื่อ {n}", kind="video") for n in range(1, ITEMS + 1)],
        batch_size=500,
    )
    for name, filed in (("grades", grades), ("subjects", subjects)):
        through = getattr(Resource, name).field.remote_field.through
        column = f"{name[:-1]}_id"
        links = [
            through(resource_id=n, **{column: filed[n % len(filed)].pk})
            for n in range(1, ITEMS + 1)
        ]
        through.objects.bulk_create(links, batch_size=500)


def fill() -> float:
    """Make and count the days of some months; return what the busiest day costs."""
    cursor = connections[alias()].cursor()
    places = ", ".join(["%s"] * len(COLUMNS))
    insert = f"INSERT INTO usage_event ({', '.join(COLUMNS)}) VALUES ({places})"  # noqa: S608
    counts = days()
    busiest = max(counts, key=lambda day: counts[day])
    all_months = sorted({rollup.month_of(day) for day in counts})
    made = {rollup.month_of(busiest), *all_months[: MONTHS - 1]}
    cost, counting = 0.0, 0.0
    for day in [day for day in counts if rollup.month_of(day) in made]:
        cursor.executemany(insert, list(rows(day, counts[day])))
        if day == busiest:
            cost = seconds(lambda: rollup.roll_up_day(busiest))
            report(f"busiest day, {counts[day]:,} events", cost, BUSIEST_SECONDS)
        begun = process_time()
        rollup.roll_up_day(day)
        counting += process_time() - begun
        cursor.execute("DELETE FROM usage_event WHERE day = %s", [day.isoformat()])
    begun = process_time()
    for month in made:
        rollup.sum_month(month)
    report(f"days of {len(made)} months", counting)
    report(f"{len(made)} months from days", process_time() - begun)
    for month in set(all_months) - made:
        copy(cursor, rollup.month_of(busiest), month)
    return cost


def copy(cursor: Any, counted: date, month: date) -> None:
    """Give another month the cubes of one that was counted, and the daily rows of screens."""
    measures = ", ".join(figures.Use._fields)
    for name, keys in (
        ("object", "aud, mode, otype, oid"),
        ("school", "aud, mode, platform, school"),
    ):
        cursor.execute(
            f"INSERT INTO usage_month_{name} (month, {keys}, {measures}) "  # noqa: S608
            f"SELECT %s, {keys}, {measures} FROM usage_month_{name} WHERE month = %s",
            [month.isoformat(), counted.isoformat()],
        )
    queries = "q, searches, zero, zero_filtered, unclicked, clicks, rank_sum, visitors"
    for name, columns, level in (
        ("school", f"aud, mode, platform, school, {measures}", "aud = 99 AND mode = 99"),
        ("search", queries, "q <> ''"),
    ):
        cursor.execute(
            f"INSERT INTO usage_day_{name} (day, {columns}) "  # noqa: S608
            f"SELECT date(%s, '+' || CAST(strftime('%%d', day) - 1 AS text) || ' days'), {columns} "
            f"FROM usage_day_{name} WHERE day BETWEEN %s AND %s AND {level}",
            [month.isoformat(), counted.isoformat(), counted.replace(day=28).isoformat()],
        )


def report(what: str, cost: float, limit: float | None = None) -> None:
    """One line; what is over its limit says so."""
    verdict = "" if limit is None else f"  limit {limit} s{'  BROKEN' if cost > limit else ''}"
    sys.stdout.write(f"{what:44}{cost:8.3f} s{verdict}\n")
    sys.stdout.flush()


def main() -> int:
    """Fill, measure, compare."""
    sys.stdout.write(f"usage: {EVENTS:,} events a year, {SCHOOLS} schools, {ITEMS:,} items\n")
    catalogue()
    costs = [(fill(), BUSIEST_SECONDS)]
    year = year_span(YEAR)
    screens: dict[str, Callable[[], object]] = {
        "year: totals by month": lambda: figures.by_month(year),
        "year: top 20 items": lambda: figures.top_items(year, 1),
        "year: subject x grade x mode": lambda: by_filing(year),
        "year: schools reached": lambda: figures.reach(year, range(1, SCHOOLS + 1)),
        "year: school x platform": lambda: figures.by_school_and(year, "platform"),
        "year: searches": lambda: search_figures.searches(year),
    }
    for name, read in screens.items():
        cost = seconds(read)
        costs.append((cost, SCREEN_SECONDS))
        report(name, cost, SCREEN_SECONDS)
    return int(any(cost > limit for cost, limit in costs))


if __name__ == "__main__":
    sys.exit(main())
