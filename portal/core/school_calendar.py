"""The office's terms and holidays in the form in which the timetable takes them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_delete, post_save

from courses.models import school_calendar_changed
from courses.timetable import Holiday, SchoolCalendar, Term

from . import office_calendar
from .models import AcademicTerm, OfficeHoliday
from .thai_calendar import terms_of_year


def school_calendar(academic_years: Collection[int]) -> SchoolCalendar:
    """Give the terms of these school years (B.E.) and every holiday on their days."""
    rows = office_calendar.term_rows()
    terms = sorted(
        (Term(*term) for year in academic_years for term in terms_of_year(year, rows)),
        key=lambda term: term.first_day,
    )
    if not terms:
        return SchoolCalendar()
    years = range(terms[0].first_day.year, max(term.last_day for term in terms).year + 1)
    days = sorted(office_calendar.office_holidays(years).items())
    return SchoolCalendar(tuple(terms), tuple(Holiday(day, name) for day, name in days))


def _tell_timetable(**kwargs: Any) -> None:
    school_calendar_changed()


def announce_changes() -> None:
    """Let the timetable know when staff change a term or a holiday."""
    for model in (AcademicTerm, OfficeHoliday):
        for signal in (post_save, post_delete):
            signal.connect(_tell_timetable, sender=model, dispatch_uid="timetable")
