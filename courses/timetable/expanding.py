"""From the weekly timetable of a term to its airings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from .data import BANGKOK, Airing, Pin, Slot, Special, Term, Timetable

_WEEK = timedelta(days=7)


def airings(timetable: Timetable) -> list[Airing]:
    """Give every airing of a term in order of time, cancelled ones marked as such."""
    specials = [
        _special_airing(special)
        for special in timetable.specials
        if timetable.term.first_day <= special.day <= timetable.last_day
    ]
    ordered = sorted(
        [*specials, *_replaced(_planned(timetable), specials)],
        key=lambda airing: (airing.start, airing.channel, airing.cancelled),
    )
    return list(_with_lessons(ordered, timetable))


def _planned(timetable: Timetable) -> Iterator[Airing]:
    slots_off = {(row.slot, row.day): row.reason for row in timetable.cancellations if row.slot}
    channels_off = {
        (row.channel, row.day): row.reason for row in timetable.cancellations if not row.slot
    }
    for slot in timetable.slots:
        for day in _days_of(slot, timetable.term):
            if day in timetable.holidays:
                continue
            own = slots_off.get((slot.key, day))
            reason = own if own is not None else channels_off.get((slot.channel, day))
            yield Airing(
                uid=f"{slot.uid}-{day:%Y%m%d}",
                sequence=slot.sequence,
                channel=slot.channel,
                start=datetime.combine(day, slot.start, BANGKOK),
                end=datetime.combine(day, slot.end, BANGKOK),
                course=slot.course,
                slot=slot.key,
                cancelled=reason is not None,
                reason=reason or "",
                changed_at=slot.changed_at,
            )


def _days_of(slot: Slot, term: Term) -> Iterator[date]:
    first = max(term.first_day, slot.valid_from or term.first_day)
    last = min(term.last_day, slot.valid_to or term.last_day)
    day = first + timedelta(days=(slot.weekday - first.isoweekday()) % 7)
    while day <= last:
        yield day
        day += _WEEK


def _special_airing(special: Special) -> Airing:
    return Airing(
        uid=special.uid,
        sequence=special.sequence,
        channel=special.channel,
        start=datetime.combine(special.day, special.start, BANGKOK),
        end=datetime.combine(special.day, special.end, BANGKOK),
        course=special.course,
        lesson=special.lesson,
        special=special.key,
        title_th=special.title_th,
        title_en=special.title_en,
        reason=special.reason,
        changed_at=special.changed_at,
    )


def _replaced(planned: Iterable[Airing], specials: Iterable[Airing]) -> Iterator[Airing]:
    """Cancel what a special broadcast takes the place of."""
    by_place: defaultdict[tuple[int, date], list[Airing]] = defaultdict(list)
    for special in specials:
        by_place[special.channel, special.day].append(special)
    for airing in planned:
        for special in by_place.get((airing.channel, airing.day), ()):
            if special.start < airing.end and airing.start < special.end:
                reason = airing.reason or special.reason
                yield replace(airing, cancelled=True, reason=reason)
                break
        else:
            yield airing


class _Turn:
    """Whose turn it is in one course: the next lesson in order, unless a pin says otherwise."""

    def __init__(self, lessons: Sequence[int | None], pins: Iterable[Pin]) -> None:
        self.lessons = lessons
        self.place = 0
        self.pins = sorted(pins, key=lambda pin: pin.day, reverse=True)  # the earliest last

    def take(self, day: date) -> int | None:
        while self.pins and self.pins[-1].day <= day:
            pinned = self.pins.pop().lesson
            if pinned in self.lessons:
                self.place = self.lessons.index(pinned)
        self.place += 1
        return self.lessons[self.place - 1] if self.place <= len(self.lessons) else None


def _with_lessons(ordered: Iterable[Airing], timetable: Timetable) -> Iterator[Airing]:
    pins: defaultdict[int, list[Pin]] = defaultdict(list)
    for pin in timetable.pins:
        pins[pin.course].append(pin)
    turns = {course: _Turn(lessons, pins[course]) for course, lessons in timetable.lessons.items()}
    settled = {special.key for special in timetable.specials if special.settled}
    for airing in ordered:
        turn = turns.get(airing.course) if airing.course is not None else None
        if turn is None or airing.cancelled or airing.special in settled:
            yield airing
        else:
            yield replace(airing, lesson=turn.take(airing.day))
