"""Run as a process: makes events by a fixed seed, counts them, prints every cube as JSON."""

from __future__ import annotations

import json
import random
import sys
from datetime import date, timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from portal.usage import retention, rollup  # noqa: E402
from portal.usage.codes import Kind  # noqa: E402
from portal.usage.database import alias  # noqa: E402
from portal.usage.models import UsageDay  # noqa: E402
from tests.portal.usage.made_events import at, cube_rows, event, store  # noqa: E402

FIRST = date(2026, 10, 30)  # two days of one month and two of the next
QUERIES = ("คณิต", "แรงและการเคลื่อนที่", "", "ป.4")


def events(count: int) -> list[object]:
    """A few busy visitors, so that every rule has something to do; one is too busy."""
    chance, made = random.Random(20261123), []  # noqa: S311
    for number in range(count):
        day = FIRST + timedelta(days=chance.randrange(4))
        kind = chance.choice([1, 1, 1, 2, 2, 3, 4, 5])
        searching = kind in (Kind.SEARCH, Kind.CLICK)
        minute = chance.randrange(8 * 60, 10 * 60)
        clock = f"{minute // 60:02d}:{minute % 60:02d}:{chance.randrange(60):02d}"
        made.append(
            event(
                number + 1,
                at(clock, day) + chance.randrange(1000),
                kind,
                otype=0 if kind == Kind.SEARCH else chance.choice([1, 1, 1, 2, 3, 5]),
                oid=0 if kind == Kind.SEARCH else chance.randrange(1, 6),
                platform=chance.randrange(3),
                school=chance.randrange(4),
                school_src=chance.randrange(1, 5),
                aud=chance.randrange(3),
                mode=chance.randrange(1, 6) if kind == Kind.REQUEST else 0,
                visitor=1 if number % 2 == 0 else chance.randrange(2, 60),
                flags=chance.choice([4, 4, 4, 4, 0, 1, 2, 8, 12, 36]),
                q=chance.choice(QUERIES) if searching else "",
                n=chance.randrange(2) if kind == Kind.SEARCH else None,
                n_all=chance.choice([None, 0, 3]) if kind == Kind.SEARCH else None,
                rank=chance.randrange(1, 9) if kind == Kind.CLICK else None,
            )
        )
    return made


def main() -> None:
    call_command("migrate", "usage", database=alias(), verbosity=0)
    store(events(12_000))
    built = rollup.roll_up_days(rollup.dirty_days())
    for month in rollup.months_to_cross():
        rollup.cross_month(month)
    once = cube_rows()
    rollup.roll_up_days(built.days)
    assert cube_rows() == once, "counting again gave other rows"
    kept = retention.keep_usage()
    frozen = UsageDay.objects.filter(frozen=True).count()
    sys.stdout.write(json.dumps([once, kept.events, frozen], default=str, ensure_ascii=False))


if __name__ == "__main__":
    main()
