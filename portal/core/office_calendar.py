"""The calendar of this office: the pure rules with the rows that staff keep, a query each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from . import working_days
from .models import AcademicTerm, HolidayYear, OfficeHoliday
from .thai_calendar import BUDDHIST_OFFSET, SchoolDay, TermDates, buddhist_year, school_day
from .thai_calendar import terms_of_year as rule_terms_of_year


def corrections(years: Collection[int]) -> list[working_days.Correction]:
    """Read the office's corrections for the years (C.E.)."""
    rows = OfficeHoliday.objects.filter(date__year__in=years)
    return [working_days.Correction(*row) for row in rows.values_list("date", "name", "kind")]


def office_holidays(years: Collection[int]) -> dict[date, str]:
    """Give the holidays of this office in the years (C.E.)."""
    return working_days.office_holidays(years, corrections(years))


def due_date(start: date | datetime, days: int, *, count_start: bool = False) -> date:
    """Give the n-th working day of this office after the start."""
    holidays = office_holidays(working_days.years_needed(start, days))
    return working_days.due_date(start, days, holidays, count_start=count_start)


def confirmed_years() -> set[int]:
    """Read the years (B.E.) whose holidays somebody has confirmed."""
    return set(HolidayYear.objects.values_list("year", flat=True))


def current_warnings(today: date | None = None) -> list[working_days.YearWarning]:
    """List what staff should look into for this year and the next."""
    this_year = buddhist_year(today or timezone.localdate())
    years = (this_year, this_year + 1)
    holidays = office_holidays([year - BUDDHIST_OFFSET for year in years])
    return working_days.year_warnings(years, holidays, confirmed_years())


def term_rows() -> list[TermDates]:
    """Read every term whose dates the office sets itself: two rows a year at most."""
    rows = AcademicTerm.objects.values_list("academic_year", "number", "first_day", "last_day")
    return [TermDates(*row) for row in rows]


def school_day_of(value: date | datetime) -> SchoolDay:
    """Give the school year and term of a day by this office's term dates."""
    return school_day(value, term_rows())


def terms_of_year(academic_year: int) -> tuple[TermDates, TermDates]:
    """Give the two terms of a school year (B.E.) by this office's dates."""
    return rule_terms_of_year(academic_year, term_rows())
