"""How long a whole term takes to expand: 12 channels of 40 slots a week. Run it by hand.

CPU time is told beside that of a plain loop over as many objects, which a busy machine slows down
alike: the ratio is what may be compared between machines.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from courses.timetable import Pin, Slot, Term, Timetable, airings

CHANNELS, A_DAY, ROUNDS = 12, 8, 9
TERM = Term(2569, 2, date(2026, 11, 1), date(2027, 4, 1))


def whole_term() -> Timetable:
    slots = [
        Slot(
            key=channel * 100 + weekday * 10 + place,
            uid=f"{channel}-{weekday}-{place}",
            sequence=0,
            channel=channel,
            course=channel * 10 + place,
            weekday=weekday,
            start=time(8 + place, 0),
            end=time(8 + place, 50),
        )
        for channel in range(CHANNELS)
        for weekday in range(1, 6)
        for place in range(A_DAY)
    ]
    courses = {slot.course for slot in slots}
    return Timetable(
        TERM,
        slots,
        holidays={TERM.first_day + timedelta(days=number): "-" for number in range(5, 150, 12)},
        lessons={course: list(range(100)) for course in courses},
        pins=[Pin(course, date(2026, 12, 1), 10) for course in courses],
    )


def seconds(work: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        begun = process_time()
        work()
        times.append(process_time() - begun)
    return median(times)


def main() -> None:
    timetable = whole_term()
    count = len(airings(timetable))
    expanding = seconds(lambda: airings(timetable))
    looping = seconds(lambda: [{"n": number, "of": count} for number in range(count)])
    sys.stdout.write(
        f"timetable: {len(timetable.slots)} slots, {count} airings: {expanding * 1000:.0f} ms CPU, "
        f"{expanding / looping:.0f} x a plain loop over as many objects\n"
    )


if __name__ == "__main__":
    main()
