"""The Gantt chart of a round: where each bar lies, reckoned in one place for picture and table.

Pure: rows and the present day are passed in; the template only writes what is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEFT = 180
TOP = 34
ROW = 44
_WIDTH = 720
_LEAST_DAY = 2.0
_MARGIN = timedelta(days=3)


@dataclass(frozen=True)
class Task:
    """One attempt at a step as the chart needs it."""

    label: str
    planned: tuple[date | None, date | None]
    started_on: date | None
    finished_on: date | None
    due: date | None


@dataclass(frozen=True)
class Bar:
    """A stretch on the time axis."""

    x: float
    width: float


@dataclass(frozen=True)
class Line:
    """A row of the picture."""

    task: Task
    y: int
    planned: Bar | None
    actual: Bar | None
    due_x: float | None
    late: bool

    @property
    def running(self) -> bool:
        """Whether the work still goes on."""
        return self.actual is not None and self.task.finished_on is None


@dataclass(frozen=True)
class Chart:
    """The whole picture."""

    lines: list[Line]
    months: list[tuple[float, date]]
    today_x: float | None
    width: float
    height: int


def draw(tasks: Sequence[Task], today: date) -> Chart:
    """Lay out the bars; nothing for tasks without a single date."""
    days = [day for task in tasks for day in _days(task)]
    if not days:
        return Chart([], [], None, LEFT, TOP)
    first = min(days) - _MARGIN
    last = max([*days, today if _anything_runs(tasks) else max(days)]) + _MARGIN
    scale = max(_LEAST_DAY, _WIDTH / ((last - first).days + 1))

    def at(day: date) -> float:
        return round(LEFT + (day - first).days * scale, 1)

    def bar(start: date | None, end: date | None) -> Bar | None:
        if start is None or end is None:
            return None
        return Bar(at(start), round(max((end - start).days, 1) * scale, 1))

    lines = [
        Line(
            task=task,
            y=TOP + place * ROW,
            planned=bar(*task.planned),
            actual=bar(task.started_on, task.finished_on or max(today, task.started_on or today)),
            due_x=at(task.due) if task.due else None,
            late=task.due is not None and (task.finished_on or today) > task.due,
        )
        for place, task in enumerate(tasks)
    ]
    return Chart(
        lines=lines,
        months=[(at(day), day) for day in _month_starts(first, last)],
        today_x=at(today) if first <= today <= last else None,
        width=round(LEFT + ((last - first).days + 1) * scale, 1),
        height=TOP + len(tasks) * ROW + 10,
    )


def _days(task: Task) -> list[date]:
    every = [*task.planned, task.started_on, task.finished_on, task.due]
    return [day for day in every if day is not None]


def _anything_runs(tasks: Sequence[Task]) -> bool:
    return any(task.started_on and not task.finished_on for task in tasks)


def _month_starts(first: date, last: date) -> list[date]:
    month = first.replace(day=1)
    found = []
    while month <= last:
        if month >= first:
            found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found
