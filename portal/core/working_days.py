"""Working days of a government office: the packaged holidays as an office keeps them.

Pure: the office's corrections are passed in. The package is not right for an office as it stands:
it lists Labour Day (offices work), knows วันพืชมงคล only as far as it was announced, and no
special day before the cabinet released it. Hence the corrections and the warnings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from .thai_calendar import common_year, local_date

REMOVE = "remove"
PACKAGED_YEARS = range(1914, 2101)
_LABOUR_DAY = "วันแรงงานแห่งชาติ"
_CHILDRENS_DAY = "วันเด็กแห่งชาติ"
_PLOUGHING_DAY = "พืชมงคล"
_SATURDAY = 5
# No year has had fewer working days; used to see how many years a long count can reach.
_FEWEST_WORKING_DAYS = 200


class Correction(NamedTuple):
    """One row of the office: `remove` opens the office that day, anything else adds or renames."""

    day: date
    name: str
    kind: str


class Concern(StrEnum):
    """What staff should look into before relying on the holidays of a year."""

    UNCONFIRMED = "unconfirmed"
    NO_PLOUGHING_DAY = "no_ploughing_day"


class YearWarning(NamedTuple):
    """A concern about one year (B.E.)."""

    year: int
    concern: Concern


@lru_cache(maxsize=64)
def _packaged(year: int) -> tuple[tuple[date, str], ...]:
    """Compute a year's packaged holidays once; the library is loaded when first needed."""
    if year not in PACKAGED_YEARS:
        raise ValueError(f"no holidays are known for the year {year}")
    import holidays

    days = holidays.country_holidays(
        "TH", years=year, categories=("public", "government"), language="th"
    )
    return tuple(sorted(days.items()))


def office_holidays(
    years: Iterable[int], corrections: Iterable[Correction] = ()
) -> dict[date, str]:
    """Give the holidays of an office in the years (C.E.); its corrections win."""
    days: dict[date, str] = {}
    for year in years:
        for day, names in _packaged(year):
            kept = [name for name in names.split("; ") if _LABOUR_DAY not in name]
            if kept:
                days[day] = "; ".join(kept)
    for day, name, kind in corrections:
        if kind == REMOVE:
            days.pop(day, None)
        else:
            days[day] = name
    return days


def holidays_to_show(holidays: Mapping[date, str]) -> list[tuple[date, str]]:
    """List holidays in order for reading; วันเด็ก on a weekend closes nothing and is left out."""
    return [
        (day, name)
        for day, name in sorted(holidays.items())
        if not (day.weekday() >= _SATURDAY and name == _CHILDRENS_DAY)
    ]


def is_working_day(value: date | datetime, holidays: Mapping[date, str]) -> bool:
    """Say whether the office works on that day."""
    day = local_date(value)
    return day.weekday() < _SATURDAY and day not in holidays


def years_needed(start: date | datetime, working_days: int) -> range:
    """Name the years (C.E.) a count can reach: the start year, the next, more for a long one."""
    year = local_date(start).year
    return range(year, year + 2 + working_days // _FEWEST_WORKING_DAYS)


def due_date(
    start: date | datetime,
    working_days: int,
    holidays: Mapping[date, str],
    *,
    count_start: bool = False,
) -> date:
    """Give the n-th working day after the start, or from the start on when it counts itself.

    `holidays` must cover the years of `years_needed`.
    """
    if working_days < 1:
        raise ValueError("a due date needs at least one working day")
    day = local_date(start) - timedelta(days=1 if count_start else 0)
    left = working_days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, holidays)
    return day


def year_warnings(
    years: Iterable[int], holidays: Mapping[date, str], confirmed: Collection[int]
) -> list[YearWarning]:
    """List what staff should look into in the years (B.E.), given who confirmed which."""
    warnings = []
    for year in years:
        if year not in confirmed:
            warnings.append(YearWarning(year, Concern.UNCONFIRMED))
        names = (name for day, name in holidays.items() if day.year == common_year(year))
        if not any(_PLOUGHING_DAY in name for name in names):
            warnings.append(YearWarning(year, Concern.NO_PLOUGHING_DAY))
    return warnings
