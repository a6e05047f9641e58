"""How many people were trained: for whoever reports on it. Pure reads, nothing of a person.

Counted is attendance that was recorded (by the code on the screen or by the organiser's list) at
trainings that began within a period and are published. Nobody is recognised, so somebody who came
to two trainings counts twice: these are attendances (คน-ครั้ง), not heads. Samples are left out
unless asked for.

    figures = trained_by_school(Period(first_day, last_day))
    figures["1099900001"].teachers
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Count, QuerySet

from .models import TrainingRegistration, TrainingRole
from .timetable import BANGKOK, bangkok

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included, by Bangkok's clock."""

    first_day: date
    last_day: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment, and the first one after."""
        after = self.last_day + timedelta(days=1)
        return _midnight(self.first_day), _midnight(after)


@dataclass(frozen=True)
class Trained:
    """Attendances by role."""

    teachers: int = 0
    executives: int = 0
    supervisors: int = 0
    staff: int = 0

    @property
    def all(self) -> int:
        """Everybody."""
        return self.teachers + self.executives + self.supervisors + self.staff


_FIELDS = {
    TrainingRole.TEACHER: "teachers",
    TrainingRole.EXECUTIVE: "executives",
    TrainingRole.SUPERVISOR: "supervisors",
    TrainingRole.STAFF: "staff",
}


def trained(period: Period, *, samples: bool = False) -> Trained:
    """Everybody trained in a period."""
    return _counted(_attended(period, samples), (), lambda row: 0).get(0, Trained())


def trained_by_school(period: Period, *, samples: bool = False) -> dict[str, Trained]:
    """By 10-digit school code; whoever is of no school stands under ""."""
    rows = _attended(period, samples)
    return _counted(rows, ("school_code",), lambda row: str(row[0]))


def trained_by_event(period: Period, *, samples: bool = False) -> dict[int, Trained]:
    """By the key of the training; without those that nobody attended."""
    return _counted(_attended(period, samples), ("event",), lambda row: int(str(row[0])))


def trained_by_month(period: Period, *, samples: bool = False) -> dict[tuple[int, int], Trained]:
    """By year and month (C.E.) in which the training began."""

    def month(row: tuple[object, ...]) -> tuple[int, int]:
        begun = row[0]
        assert isinstance(begun, datetime)  # noqa: S101
        return bangkok(begun).year, bangkok(begun).month

    return _counted(_attended(period, samples), ("event__starts_at",), month)


def schools_reached(period: Period, *, samples: bool = False) -> set[str]:
    """Codes of the schools of which at least one person was trained."""
    return {code for code in trained_by_school(period, samples=samples) if code}


def _attended(period: Period, samples: bool) -> QuerySet[TrainingRegistration]:
    begin, after = period.moments
    rows = TrainingRegistration.objects.attended().filter(
        event__live=True, event__starts_at__gte=begin, event__starts_at__lt=after
    )
    return rows if samples else rows.filter(event__is_sample=False)


def _counted(
    rows: QuerySet[TrainingRegistration],
    fields: tuple[str, ...],
    key: Callable[[tuple[object, ...]], Key],
) -> dict[Key, Trained]:
    """Add up one grouped query, which the database counts."""
    counted: Iterable[tuple[object, ...]] = (
        rows.order_by().values_list(*fields, "role").annotate(number=Count("pk"))
    )
    sums: dict[Key, dict[str, int]] = {}
    for row in counted:
        *_group, role, number = row
        own = sums.setdefault(key(row), dict.fromkeys(_FIELDS.values(), 0))
        own[_FIELDS[TrainingRole(str(role))]] += int(str(number))
    return {group: Trained(**numbers) for group, numbers in sums.items()}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BANGKOK)
