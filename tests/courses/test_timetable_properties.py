"""What holds for every timetable, whatever was drawn up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.timetable import (
    Airing,
    Cancellation,
    Slot,
    Special,
    Term,
    Timetable,
    airings,
    on_air,
)

FIRST = date(2026, 11, 1)
CHANNELS = st.integers(1, 3)
# Moments of the day in steps of ten minutes, so that touching ends are common.
STEPS = st.integers(0, 24 * 6 - 1)
SPANS = st.tuples(STEPS, STEPS).filter(lambda span: span[0] < span[1])


def clock(step: int) -> time:
    return time(step // 6, step % 6 * 10)


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    """A term with slots and specials that do not overlap among themselves, as the models see to."""
    term = Term(2569, 2, FIRST, FIRST + timedelta(days=draw(st.integers(0, 90))))
    days = st.integers(-5, 95).map(lambda number: FIRST + timedelta(days=number))
    slots: list[Slot] = []
    for channel, weekday, (start, end) in draw(
        st.lists(st.tuples(CHANNELS, st.integers(1, 7), SPANS), max_size=15)
    ):
        slot = Slot(
            len(slots) + 1, f"u{len(slots)}", 0, channel, 1, weekday, clock(start), clock(end)
        )
        if not any(
            (other.channel, other.weekday) == (channel, weekday)
            and other.start < slot.end
            and slot.start < other.end
            for other in slots
        ):
            slots.append(slot)
    specials: list[Special] = []
    for day, channel, (start, end) in draw(st.lists(st.tuples(days, CHANNELS, SPANS), max_size=5)):
        row = Special(len(specials), f"s{len(specials)}", 0, day, channel, clock(start), clock(end))
        if not any((other.day, other.channel) == (day, channel) for other in specials):
            specials.append(row)
    cancelled = draw(
        st.lists(st.tuples(days, CHANNELS, st.none() | st.integers(1, 15)), max_size=5)
    )
    return Timetable(
        term=term,
        slots=slots,
        holidays=dict.fromkeys(draw(st.lists(days, max_size=6)), "วันหยุด"),
        specials=specials,
        cancellations=[Cancellation(*row) for row in cancelled],
        lessons={1: list(range(1, draw(st.integers(0, 30)) + 1))},
    )


@given(timetables())
@settings(max_examples=150, deadline=None)
def test_no_two_airings_overlap_on_a_channel(timetable: Timetable) -> None:
    by_channel: defaultdict[int, list[Airing]] = defaultdict(list)
    for airing in airings(timetable):
        if not airing.cancelled:
            by_channel[airing.channel].append(airing)
    for row in by_channel.values():
        assert all(before.end <= after.start for before, after in pairwise(row))


@given(timetables())
@settings(max_examples=150, deadline=None)
def test_every_slot_is_on_every_school_day_of_its_term_and_on_no_other(
    timetable: Timetable,
) -> None:
    seen: defaultdict[int, list[date]] = defaultdict(list)
    for airing in airings(timetable):
        if airing.slot is not None:
            seen[airing.slot].append(airing.day)
    length = (timetable.term.last_day - timetable.term.first_day).days + 1
    term_days = [timetable.term.first_day + timedelta(days=number) for number in range(length)]
    for slot in timetable.slots:
        assert seen[slot.key] == [
            day
            for day in term_days
            if day.isoweekday() == slot.weekday and day not in timetable.holidays
        ]


@given(timetables())
@settings(max_examples=100, deadline=None)
def test_names_are_unique_and_order_is_that_of_time(timetable: Timetable) -> None:
    schedule = airings(timetable)
    assert len({airing.uid for airing in schedule}) == len(schedule)
    assert [airing.start for airing in schedule] == sorted(airing.start for airing in schedule)
    shown = [airing.lesson for airing in schedule if airing.lesson is not None]
    assert shown == list(range(1, len(shown) + 1))


@given(timetables(), st.data())
@settings(max_examples=100, deadline=None)
def test_on_air_agrees_with_a_search_of_every_airing(
    timetable: Timetable, data: st.DataObject
) -> None:
    schedule = airings(timetable)
    if not schedule:
        return
    picked = data.draw(st.sampled_from(schedule))
    for moment in (picked.start, picked.end, picked.start - timedelta(microseconds=1)):
        found = {
            airing.uid
            for airing in schedule
            if airing.start <= moment < airing.end and not airing.cancelled
        }
        assert {airing.uid for airing in on_air(schedule, moment).values()} == found
