"""What is on air, at every boundary, with a clock that stands still."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from courses.timetable import (
    BANGKOK,
    Cancellation,
    DayKind,
    Pin,
    Slot,
    Special,
    Term,
    Timetable,
    airings,
    day_grid,
    day_status,
    next_up,
    on_air,
    past,
    terms_around,
    week_grid,
)

from .conftest import HOLIDAYS, NEXT_TERM, TERM_1, TERM_2, still_calendar

MONDAYS = Slot(1, "monday", 0, 4, 40, 1, time(8, 30), time(9, 20))
THURSDAYS = Slot(2, "thursday", 0, 4, 40, 4, time(13), time(13, 50))
DAYS_OFF = {holiday.day: holiday.name for holiday in HOLIDAYS}
PLAIN = Timetable(
    TERM_2, [MONDAYS, THURSDAYS], DAYS_OFF, lessons={40: [1, 2, 3, 4]}, until=date(2027, 5, 15)
)


def at(day: date, hour: int, minute: int = 0, second: int = 0, micro: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute, second, micro), BANGKOK)


FIRST_MONDAY = date(2026, 11, 2)


# --- moments ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "is_on"),
    [
        (at(FIRST_MONDAY, 8, 29, 59, 999999), False),
        (at(FIRST_MONDAY, 8, 30), True),
        (at(FIRST_MONDAY, 9, 19, 59, 999999), True),
        (at(FIRST_MONDAY, 9, 20), False),
        (at(FIRST_MONDAY, 0), False),
        (datetime(2026, 11, 2, 1, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 2, 8, 30, tzinfo=UTC), False),
        (datetime(2026, 11, 1, 20, 30, tzinfo=timezone(timedelta(hours=-5))), True),
    ],
)
def test_on_air_from_the_start_up_to_but_not_including_the_end(
    moment: datetime, is_on: bool
) -> None:
    assert bool(on_air(airings(PLAIN), moment)) is is_on


@pytest.mark.parametrize("ask", [on_air, next_up, past])
def test_a_moment_without_zone_is_refused_by_name(ask: object) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        ask(airings(PLAIN), datetime(2026, 11, 2, 8, 30))  # type: ignore[operator]  # noqa: DTZ001


def test_back_to_back_only_one_is_on() -> None:
    following = replace(MONDAYS, key=3, uid="next", start=time(9, 20), end=time(10, 10))
    schedule = airings(replace(PLAIN, slots=[MONDAYS, following]))
    assert on_air(schedule, at(FIRST_MONDAY, 9, 19, 59))[4].slot == 1
    assert on_air(schedule, at(FIRST_MONDAY, 9, 20))[4].slot == 3


def test_from_midnight_to_the_last_minute() -> None:
    night = replace(MONDAYS, start=time(0), end=time(0, 30))
    late = replace(MONDAYS, key=3, start=time(23), end=time(23, 59))
    schedule = airings(replace(PLAIN, slots=[night, late]))
    monday, sunday = FIRST_MONDAY, FIRST_MONDAY - timedelta(days=1)
    assert on_air(schedule, at(sunday, 23, 59, 59)) == {}
    assert on_air(schedule, at(monday, 0))[4].start == at(monday, 0)
    assert on_air(schedule, at(monday, 23, 58))[4].slot == 3
    assert on_air(schedule, at(monday, 23, 59)) == {}
    assert next_up(schedule, at(sunday, 23, 59, 59))[4].start == at(monday, 0)


@pytest.mark.parametrize(
    ("moment", "coming"),
    [
        (at(FIRST_MONDAY, 8, 29), at(FIRST_MONDAY, 8, 30)),
        (at(FIRST_MONDAY, 8, 30), at(date(2026, 11, 5), 13)),
        (at(date(2026, 12, 3), 14), at(date(2026, 12, 10), 13)),  # a Monday is a holiday
        (at(date(2026, 12, 28), 10), at(date(2027, 1, 4), 8, 30)),  # over the new year
        (at(date(2026, 10, 1), 10), at(FIRST_MONDAY, 8, 30)),
    ],
)
def test_next_up_steps_over_days_off(moment: datetime, coming: datetime) -> None:
    assert next_up(airings(PLAIN), moment)[4].start == coming


def test_nothing_comes_after_the_last_airing_of_the_term() -> None:
    assert next_up(airings(PLAIN), at(date(2027, 4, 1), 12, 59))[4].day == TERM_2.last_day
    assert next_up(airings(PLAIN), at(date(2027, 4, 1), 13)) == {}


def test_past_begins_with_what_ended_last() -> None:
    over = past(airings(PLAIN), at(date(2026, 11, 9), 9, 20))
    assert [airing.day.day for airing in over] == [9, 5, 2]
    assert len(past(airings(PLAIN), at(date(2026, 11, 9), 9, 19))) == 2


# --- days -------------------------------------------------------------------------------


def test_both_ends_of_the_term_are_days_of_the_term() -> None:
    sundays = replace(MONDAYS, weekday=7)
    days = [airing.day for airing in airings(replace(PLAIN, slots=[sundays, THURSDAYS]))]
    assert days[0] == TERM_2.first_day
    assert days[-1] == TERM_2.last_day


def test_no_airing_on_holidays_nor_outside_the_term() -> None:
    days = {airing.day for airing in airings(PLAIN)}
    assert not days & set(DAYS_OFF)
    assert date(2026, 12, 7).isoweekday() == 1
    assert min(days) >= TERM_2.first_day
    assert max(days) <= TERM_2.last_day


def test_a_slot_of_some_weeks_keeps_to_them() -> None:
    some = replace(MONDAYS, valid_from=date(2026, 11, 16), valid_to=date(2026, 11, 30))
    days = [airing.day.day for airing in airings(replace(PLAIN, slots=[some]))]
    assert days == [16, 23, 30]


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 10, 11), DayKind.SCHOOL_DAY, ""),
        (date(2026, 10, 12), DayKind.NO_TERM, ""),
        (date(2026, 10, 31), DayKind.NO_TERM, ""),
        (date(2026, 11, 1), DayKind.SCHOOL_DAY, ""),
        (date(2026, 12, 31), DayKind.HOLIDAY, "วันสิ้นปี"),
        (date(2027, 1, 1), DayKind.HOLIDAY, "วันขึ้นปีใหม่"),
        (date(2027, 4, 2), DayKind.NO_TERM, ""),
    ],
)
def test_why_a_day_has_airings_or_none(day: date, kind: DayKind, name: str) -> None:
    status = day_status(still_calendar(()), day)
    assert (status.kind, status.name) == (kind, name)


@pytest.mark.parametrize(
    ("day", "begun", "coming"),
    [
        (date(2026, 5, 15), None, TERM_1),
        (date(2026, 5, 16), TERM_1, TERM_2),
        (date(2026, 10, 20), TERM_1, TERM_2),
        (date(2026, 11, 1), TERM_2, NEXT_TERM),
        (date(2027, 1, 1), TERM_2, NEXT_TERM),
        (date(2028, 1, 1), NEXT_TERM, None),
    ],
)
def test_a_break_counts_to_the_term_before_it(
    day: date, begun: Term | None, coming: Term | None
) -> None:
    assert terms_around(still_calendar(()), day) == (begun, coming)


# --- single days ------------------------------------------------------------------------


def test_a_cancelled_airing_stays_visible_and_uses_no_lesson_up() -> None:
    timetable = replace(PLAIN, cancellations=[Cancellation(FIRST_MONDAY, 4, 1, "น้ำท่วม")])
    first, second, *_rest = airings(timetable)
    assert (first.cancelled, first.reason, first.lesson) == (True, "น้ำท่วม", None)
    assert (second.cancelled, second.lesson) == (False, 1)
    assert on_air([first], at(FIRST_MONDAY, 8, 40)) == {}


def test_a_channel_is_cancelled_for_one_day_only() -> None:
    timetable = replace(PLAIN, cancellations=[Cancellation(FIRST_MONDAY, 4)])
    assert [each.day for each in airings(timetable) if each.cancelled] == [FIRST_MONDAY]
    other = replace(PLAIN, cancellations=[Cancellation(FIRST_MONDAY, 5)])
    assert not any(each.cancelled for each in airings(other))


@pytest.mark.parametrize(
    ("start", "end", "replaces"),
    [
        (time(8), time(8, 30), False),
        (time(8), time(8, 31), True),
        (time(9, 19), time(10), True),
        (time(9, 20), time(10), False),
    ],
)
def test_a_special_broadcast_replaces_what_it_overlaps(
    start: time, end: time, replaces: bool
) -> None:
    special = Special(9, "special", 0, FIRST_MONDAY, 4, start, end, title_th="ถ่ายทอดสด")
    today = day_grid(airings(replace(PLAIN, specials=[special])), FIRST_MONDAY)[4]
    assert {each.slot: each.cancelled for each in today} == {1: replaces, None: False}


def test_a_special_broadcast_may_lie_in_the_break_and_on_a_holiday() -> None:
    days = [date(2026, 12, 31), date(2027, 4, 20), date(2027, 5, 15), date(2027, 5, 16)]
    specials = [Special(n, f"s{n}", 0, day, 4, time(9), time(10)) for n, day in enumerate(days)]
    seen = [each.day for each in airings(replace(PLAIN, specials=specials)) if each.slot is None]
    assert seen == days[:3]  # the last belongs to the next term


# --- lessons ----------------------------------------------------------------------------


def lessons_of(timetable: Timetable) -> list[int | None]:
    return [airing.lesson for airing in airings(timetable)]


def test_lessons_follow_each_other_until_they_are_used_up() -> None:
    assert lessons_of(PLAIN)[:6] == [1, 2, 3, 4, None, None]


def test_a_draft_keeps_its_place_without_being_shown() -> None:
    assert lessons_of(replace(PLAIN, lessons={40: [1, None, 3]}))[:4] == [1, None, 3, None]


def test_a_pin_sets_the_lesson_and_the_count_goes_on_from_it() -> None:
    timetable = replace(PLAIN, pins=[Pin(40, date(2026, 11, 5), 3)])
    assert lessons_of(timetable)[:4] == [1, 3, 4, None]
    back = replace(timetable, pins=[*timetable.pins, Pin(40, date(2026, 11, 9), 2)])
    assert lessons_of(back)[:5] == [1, 3, 2, 3, 4]


def test_a_pin_on_a_day_off_holds_from_the_next_broadcast() -> None:
    assert lessons_of(replace(PLAIN, pins=[Pin(40, date(2026, 11, 6), 4)]))[:3] == [1, 2, 4]


def test_a_special_broadcast_takes_a_turn_unless_its_lesson_is_settled() -> None:
    saturday = date(2026, 11, 7)
    extra = Special(9, "s", 0, saturday, 4, time(9), time(10), course=40)
    assert lessons_of(replace(PLAIN, specials=[extra]))[:4] == [1, 2, 3, 4]
    repeat = replace(extra, lesson=1, settled=True)
    assert lessons_of(replace(PLAIN, specials=[repeat]))[:4] == [1, 2, 1, 3]
    secret = replace(extra, lesson=None, settled=True)
    assert lessons_of(replace(PLAIN, specials=[secret]))[:4] == [1, 2, None, 3]


# --- grids ------------------------------------------------------------------------------


def test_the_day_grid_orders_each_channel_by_time() -> None:
    later = replace(MONDAYS, key=3, start=time(10), end=time(11))
    other = replace(MONDAYS, key=5, channel=5)
    grid = day_grid(airings(replace(PLAIN, slots=[later, MONDAYS, other])), FIRST_MONDAY)
    assert {channel: [each.slot for each in row] for channel, row in grid.items()} == {
        4: [1, 3],
        5: [5],
    }
    assert day_grid(airings(PLAIN), date(2026, 11, 3)) == {}


@pytest.mark.parametrize("day", [date(2026, 12, 28), date(2027, 1, 1), date(2027, 1, 3)])
def test_the_week_of_new_year_is_one_week(day: date) -> None:
    grid = week_grid(airings(PLAIN), day, channel=4)
    assert (grid.days[0], grid.days[6]) == (date(2026, 12, 28), date(2027, 1, 3))
    assert [(row.start, [len(cell) for cell in row.cells]) for row in grid.rows] == [
        (time(8, 30), [1, 0, 0, 0, 0, 0, 0])
    ]
    assert [each.slot for row in grid.rows for each in row.cells[0]] == [1]


def test_the_week_grid_has_a_row_for_each_beginning() -> None:
    grid = week_grid(airings(PLAIN), FIRST_MONDAY)
    assert [row.start for row in grid.rows] == [time(8, 30), time(13)]
    assert week_grid(airings(PLAIN), FIRST_MONDAY, channel=5).rows == ()


def test_an_entry_keeps_its_name_when_the_timetable_around_it_changes() -> None:
    before = {each.uid for each in airings(PLAIN)}
    moved = replace(THURSDAYS, weekday=5)
    after = {each.uid for each in airings(replace(PLAIN, slots=[MONDAYS, moved]))}
    assert {uid for uid in before if uid.startswith("monday")} <= after
    assert f"monday-{FIRST_MONDAY:%Y%m%d}" in before
    assert len(before) == len(airings(PLAIN))
