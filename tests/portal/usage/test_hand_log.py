"""200 events made by hand, and the totals that were reckoned by hand from `hand_log.txt`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.usage import figures, rollup, search_figures
from portal.usage.codes import Kind
from portal.usage.models import UsageDayQuality, UsageEvent
from portal.usage.periods import month_span
from tests.portal.usage.made_events import at, cube_rows, event, store

pytestmark = pytest.mark.django_db(databases="__all__")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
NOVEMBER = month_span(date(2026, 11, 1))
Use = figures.Use

# Views, requests, unique investigations, unique requests, visitor-days.
#   Views: A 40 + C 1 + D 2 + E 1 + F 1 + I 2 + Q 20 = 67 on Monday; F 1 + L 20 + M 1 = 22 then.
#   Requests: B 40 + C 1 + E 1 = 42; L 5 + M 2 = 7.
#   Sessions that used the catalogue: A and B 40 + C 1 + D 2 + E 1 + F 1 + I 2 + Q 20 = 67;
#   F 1 + L 20 + M 2 = 23. Those that opened something: 42 and 7.
#   Visitors: A 40 + C, D, E, F 4 + I 2 = 46 (Q are A's); F 1 + L 20 + M 1 = 22.
TOTALS = Use(67 + 22, 42 + 7, 67 + 23, 42 + 7, 46 + 22)
SCHOOLS = {
    0: Use(2, 0, 2, 0, 2),  # F
    1: Use(60 + 20, 40 + 5, 60 + 20, 40 + 5, 40 + 20),  # A, B, Q; L
    2: Use(4 + 1, 2 + 2, 4 + 2, 2 + 2, 3 + 1),  # C, D, E; M
    3: Use(2, 0, 2, 0, 2),  # I
}
# Requests by mode: on demand B 40 + L 5; online C 1 + M 1; on site E 1 + M 1.
REQUESTS = {1: 2, 3: 2, 4: 45}
# Resource 1: A 40 and L 20 views, B 40 and L 5 requests; unique 40 + 20, 40 + 5; visitors 40 + 20.
# Resource 2: C and M. Resource 3: D 2, E 1, F 2 views, E 1, M 1 requests; sessions 2+1+1+1+1; 5
# visitors. Resource 4: I.
RESOURCES = {
    1: Use(60, 45, 60, 45, 60),
    2: Use(2, 2, 2, 2, 2),
    3: Use(5, 2, 6, 2, 5),
    4: Use(2, 0, 2, 0, 2),
}
# Monday's 171 events: G 10 robots, H 5 staff, I 4 fetched ahead, J 10 unconfirmed, C 9 double
# clicks, K 2 typed over; 131 are left. Of its 109 uses F's one has no school.
QUALITY = {
    **{"raw": 171, "robots": 10, "staff": 5, "rate_limited": 0, "prefetch": 4, "unconfirmed": 10},
    **{"double_clicks": 9, "typing": 2, "counted": 131},
    **{"unconfirmed_views": 8, "unconfirmed_requests": 2},
    **{"unattributed": 1, "by_login": 0, "by_my_school": 108, "by_link": 0, "by_address": 0},
}
# Everything counted, pages and searches too. Sessions on Monday: the catalogue's 67, K 5, O 15;
# Tuesday 23. Visitors: 46 + K 5 + O 15; 22. Searches 6, of which 3 found nothing.
VISITS = figures.Visits(131 + 29, 87 + 23, 66 + 22, 6, 3)


@pytest.fixture(autouse=True)
def _log() -> None:
    store(list(_events()))
    rollup.roll_up_days([MONDAY, TUESDAY])


def _events() -> Any:
    for line in (Path(__file__).parent / "hand_log.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        number, day, clock, *rest = line.split()
        visitor, kind, otype, oid, platform, school, aud, mode, flags, q, n, n_all, rank = rest
        numbers = {"n": n, "n_all": n_all, "rank": rank}
        yield event(
            int(number),
            at(clock, date.fromisoformat(day)),
            Kind[kind.upper()],
            **{"visitor": int(visitor), "otype": int(otype), "oid": int(oid)},
            **{"platform": int(platform), "school": int(school), "aud": int(aud)},
            **{"mode": int(mode), "flags": int(flags), "q": "" if q == "-" else q},
            **{name: None if text == "-" else int(text) for name, text in numbers.items()},
        )


def test_the_log_has_200_events() -> None:
    assert UsageEvent.objects.count() == 200


def test_totals() -> None:
    assert figures.totals(NOVEMBER) == TOTALS
    assert figures.totals(NOVEMBER).uses == 138
    assert figures.visits(NOVEMBER) == VISITS


def test_by_school() -> None:
    assert figures.by_school(NOVEMBER) == SCHOOLS
    assert figures.reach(NOVEMBER, [1, 2, 3, 4]) == ([1, 2], [3], [4])


def test_by_mode() -> None:
    found = figures.by_mode(NOVEMBER)
    assert {mode: use.requests for mode, use in found.items() if mode} == REQUESTS
    assert found[0] == Use(89, 0, found[0].uinv, 0, 68)


def test_by_item() -> None:
    assert figures.by_item(NOVEMBER, 1) == RESOURCES
    assert figures.by_item(NOVEMBER, 2) == {1: Use(20, 0, 20, 0, 20)}
    assert figures.by_item(NOVEMBER, 5) == {7: Use(15, 0, 15, 0, 15)}
    assert [pk for pk, _use in figures.top_items(NOVEMBER, 1)] == [1, 3, 2, 4]


def test_what_does_not_count_stands_on_its_own_line() -> None:
    row = UsageDayQuality.objects.values().get(day=MONDAY)
    assert {name: row[name] for name in QUALITY} == QUALITY
    assert UsageDayQuality.objects.get(day=TUESDAY).counted == 29
    quality = figures.quality(NOVEMBER)
    # 138 uses, of which F's two have no school.
    assert figures.attributed_percent(quality) == round(100 * 136 / 138, 1)


def test_searches() -> None:
    found = search_figures.searches(NOVEMBER)
    assert [(each.q, each.zero, each.visitors) for each in found.zero_results] == [("คณิต", 3, 3)]
    queries = {each.q: each for each in search_figures.queries(NOVEMBER)}
    assert queries.keys() == {"คณิต", "แรง", "พืช"}
    assert (queries["แรง"].zero, queries["แรง"].zero_filtered) == (0, 1)
    assert queries["พืช"][1:] == (2, 0, 0, 1, 1, 2, 2)
    assert found.rare == 3  # แรง of one visitor, พืช of two


def test_counting_again_gives_the_same() -> None:

    rollup.cross_month(NOVEMBER.first_day)
    before = cube_rows()
    rollup.roll_up_days([TUESDAY, MONDAY])
    rollup.cross_month(NOVEMBER.first_day)
    assert cube_rows() == before
