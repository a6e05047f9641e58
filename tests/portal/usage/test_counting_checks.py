"""The acceptance checks of the counting rules, case by case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.usage import figures, retention, rollup, search_figures
from portal.usage.codes import Flag, Kind
from portal.usage.models import (
    UsageDay,
    UsageDayObject,
    UsageDayQuality,
    UsageDaySearch,
    UsageEvent,
    UsageMonth,
    UsageMonthSchoolObject,
)
from portal.usage.periods import month_span
from portal.usage.rollup import FrozenError
from tests.portal.usage.made_events import DAY, at, cube_rows, event, store

pytestmark = pytest.mark.django_db(databases="__all__")
NOVEMBER = month_span(date(2026, 11, 1))


def count(*events: UsageEvent) -> figures.Use:
    """Totals after the roll-up of every day."""
    store(list(events))
    rollup.roll_up_days(rollup.dirty_days())
    return figures.totals(NOVEMBER)


def opened(number: int, ts: int, **fields: Any) -> UsageEvent:
    return event(number, ts, Kind.REQUEST, flags=Flag.CONFIRMED, **fields)


def test_thirty_pairs_of_requests() -> None:
    gaps = [*range(1_000, 29_000, 2_000), 30_000, *range(31_000, 46_000, 1_000)]
    assert len(gaps) == 30
    made = []
    for pair, gap in enumerate(gaps):
        ts = at("09:00:00") + pair * 60_000
        made += [opened(2 * pair + 1, ts, oid=pair + 1)]
        made += [opened(2 * pair + 2, ts + gap, oid=pair + 1)]

    assert count(*made)[:4] == (0, 45, 1, 1)  # one device: one session of the whole office
    items = figures.by_item(NOVEMBER, 1).values()
    assert sum(use.requests for use in items) == 45
    assert sum(use.ureq for use in items) == 30
    assert sum(use.uses for use in items) == 45
    assert sum(use.uinv for use in items) == 30


def test_ten_clicks_twenty_seconds_apart_are_one() -> None:
    made = [opened(n, at("09:00:00") + n * 20_000) for n in range(1, 11)]
    assert count(*made) == figures.Use(0, 1, 1, 1, 1)


def test_a_view_and_the_opening_are_one_unique_investigation() -> None:
    use = count(event(1, at("09:00:00")), opened(2, at("09:00:02"), mode=1))
    assert use == figures.Use(1, 1, 1, 1, 1)
    assert {mode: each.uinv for mode, each in figures.by_mode(NOVEMBER).items()} == {0: 1, 1: 1}


def test_the_click_before_midnight_and_the_one_after_are_two() -> None:
    late, early = at("23:59:55"), at("00:00:05", DAY + timedelta(days=1))
    use = count(opened(1, late, visitor=7), opened(2, early, visitor=8))
    assert use == figures.Use(0, 2, 2, 2, 2)


def test_the_clock_hour_ends_a_session() -> None:
    use = count(event(1, at("12:59:00")), event(2, at("13:01:00")))
    assert use == figures.Use(2, 0, 2, 0, 1)


def test_robots_staff_and_what_was_only_fetched_are_not_in_the_headline() -> None:
    flags = (Flag.ROBOT, Flag.STAFF | Flag.CONFIRMED, Flag.PREFETCH)
    use = count(*(event(n + 1, at("09:00:00"), visitor=n, flags=f) for n, f in enumerate(flags)))
    assert use == figures.Use()
    quality = UsageDayQuality.objects.get(day=DAY)
    assert (quality.robots, quality.staff, quality.prefetch) == (1, 1, 1)


def test_what_was_fetched_ahead_counts_once_it_is_shown() -> None:
    assert count(event(1, at("09:00:00"), flags=Flag.PREFETCH | Flag.CONFIRMED)).views == 1


def test_an_opening_that_was_only_fetched_is_confirmed_by_no_other_page() -> None:
    view = event(1, at("09:00:00"))
    assert count(view, event(2, at("09:01:00"), Kind.REQUEST, flags=Flag.PREFETCH)).requests == 0


def test_an_opening_counts_when_a_page_of_that_day_was_confirmed() -> None:
    view = event(1, at("15:00:00"), oid=2)
    seen, unseen = (event(n, at("08:00:00"), Kind.REQUEST, visitor=n - 1) for n in (2, 3))
    assert count(view, seen, unseen).requests == 1
    assert UsageDayQuality.objects.get(day=DAY).unconfirmed_requests == 1


def test_an_unconfirmed_repeat_takes_no_confirmed_view_away() -> None:
    assert count(event(1, at("09:00:00")), event(2, at("09:00:05"), flags=0)).views == 1


def test_who_does_more_than_600_things_in_an_hour_is_left_out_of_that_hour() -> None:
    busy = [event(n, at("09:00:00") + n * 5_000, oid=n) for n in range(1, 602)]
    use = count(*busy, event(700, at("11:00:00")))
    assert use == figures.Use(1, 0, 1, 0, 1)
    quality = UsageDayQuality.objects.get(day=DAY)
    assert (quality.rate_limited, quality.counted) == (601, 1)
    # The mark is set anew each time: with one event fewer it is gone.
    UsageEvent.objects.filter(eid=busy[0].eid).delete()
    rollup.roll_up_day(DAY)
    assert UsageDayQuality.objects.get(day=DAY).counted == 601


def test_the_office_sees_one_where_rows_would_add_up_to_two() -> None:
    count(event(1, at("09:00:00"), aud=1), opened(2, at("09:05:00"), aud=1, mode=4))
    rows = UsageDayObject.objects.filter(day=DAY, otype=1, oid=1)
    assert {(row.aud, row.mode): row.uinv for row in rows} == {
        **{(1, 0): 1, (1, 4): 1, (1, 99): 1},
        **{(99, 0): 1, (99, 4): 1, (99, 99): 1},
    }


# --- searches ---------------------------------------------------------------------------


def _search(number: int, visitor: int, q: str = "ภาษามือ", **fields: Any) -> UsageEvent:
    values = {"n": 0, "n_all": 0, **fields}
    return event(
        number, at("09:00:00") + number * 60_000, Kind.SEARCH, visitor=visitor, q=q, **values
    )


def test_a_query_that_found_nothing_is_listed_from_three_visitor_days_on() -> None:
    count(_search(1, 1), _search(2, 2), _search(3, 2))
    found = search_figures.searches(NOVEMBER)
    assert (found.zero_results, found.rare) == ([], 3)

    count(_search(4, 3))
    found = search_figures.searches(NOVEMBER)
    assert [(each.q, each.zero) for each in found.zero_results] == [("ภาษามือ", 4)]
    assert found.rare == 0


def test_what_a_filter_emptied_is_on_a_list_of_its_own() -> None:
    count(*(_search(n, n, n_all=5) for n in range(1, 4)))
    found = search_figures.searches(NOVEMBER)
    assert found.zero_results == []
    assert [each.q for each in found.zero_after_filter] == ["ภาษามือ"]


# --- counting again, and not ------------------------------------------------------------


def test_counting_a_day_again_gives_identical_rows() -> None:
    made = [event(n, at("09:00:00") + n * 11_000, n % 3 + 1, visitor=n % 5) for n in range(1, 90)]
    count(*made)
    rollup.cross_month(NOVEMBER.first_day)
    before = cube_rows()
    rollup.roll_up_days([DAY])
    rollup.cross_month(NOVEMBER.first_day)
    assert cube_rows() == before


def test_events_that_come_late_make_their_day_due() -> None:
    count(event(1, at("09:00:00")))
    assert rollup.dirty_days() == []
    assert count(event(2, at("10:00:00"))).views == 2


def test_a_frozen_day_is_refused_and_its_cube_stays() -> None:
    count(event(1, at("09:00:00")))
    rollup.cross_month(NOVEMBER.first_day)
    before = cube_rows()
    UsageEvent.objects.all().delete()
    UsageDay.objects.update(frozen=True, dirty=True)

    with pytest.raises(FrozenError):
        rollup.roll_up_day(DAY)
    with pytest.raises(FrozenError):
        rollup.cross_month(NOVEMBER.first_day)
    assert rollup.roll_up_days([DAY]).refused == [DAY]
    assert rollup.dirty_days() == []
    assert cube_rows() == before


def test_a_day_that_fails_stays_due_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    other = DAY + timedelta(days=1)
    store([event(1, at("09:00:00")), event(2, at("09:00:00", other))])
    monkeypatch.setattr(rollup.cube_sql, "DAY_SEARCHES", _broken_on(DAY))

    built = rollup.roll_up_days(rollup.dirty_days())

    assert (built.days, built.failed) == ([other], [DAY])
    assert rollup.dirty_days() == [DAY]
    assert not UsageDayObject.objects.filter(day=DAY).exists()


def _broken_on(day: date) -> str:
    """A statement that the database refuses when it meets this day."""
    columns = "searches, zero, zero_filtered, unclicked, clicks, rank_sum, visitors"
    wrong = f"INSERT INTO usage_day_search (day, q, {columns}) SELECT day, q, -1, 0, 0, 0, 0, 0, 0"
    return f"{wrong} FROM usage_counted WHERE day = '{day.isoformat()}'"


# --- what is kept -----------------------------------------------------------------------

LATER = at("03:00:00", date(2027, 3, 1)) / 1000


def test_raw_events_go_after_90_days_and_the_cubes_stay() -> None:
    count(event(1, at("09:00:00")), *(_search(n, n) for n in range(2, 5)), _search(9, 9, "หายาก"))
    store([event(20, at("09:00:00", DAY + timedelta(days=1)))])  # never counted until now
    moment = datetime.fromtimestamp(LATER, UTC)

    kept = retention.keep_usage(moment)

    assert (kept.events, kept.days_frozen, kept.queries_folded) == (6, 2, 1)
    assert not UsageEvent.objects.exists()
    assert set(UsageDay.objects.values_list("frozen", flat=True)) == {True}
    assert figures.totals(NOVEMBER).views == 2
    assert UsageMonthSchoolObject.objects.get().views == 2
    assert set(UsageDaySearch.objects.values_list("q", "searches")) == {("ภาษามือ", 3), ("", 1)}
    assert search_figures.searches(NOVEMBER).rare == 1
    again = retention.keep_usage(moment)
    assert again == retention.Kept()


def test_daily_cubes_go_after_25_months_and_the_months_stay() -> None:
    count(event(1, at("09:00:00")))
    retention.keep_usage(datetime(2028, 12, 31, 20, tzinfo=UTC))  # January in Bangkok
    assert not UsageDayObject.objects.exists()
    assert figures.totals(NOVEMBER).views == 1
    with pytest.raises(FrozenError):
        rollup.sum_month(UsageMonth.objects.get().month)
    assert figures.totals(NOVEMBER).views == 1


def test_a_day_within_the_limit_is_kept_whole() -> None:
    count(event(1, at("09:00:00")))
    kept = retention.keep_usage(datetime(2027, 2, 20, 20, tzinfo=UTC))
    assert kept == retention.Kept()
    assert UsageEvent.objects.count() == 1
