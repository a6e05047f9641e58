"""Which periods there are, by the office's calendar; rows of open ones follow it.

A fiscal year runs from October to September. Terms are the office's own dates, and days between
them belong to no term: what happened there counts to the year and to its month only.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Max, Min

from portal.core import office_calendar, thai_calendar

from .models import Period, PeriodKind, UsageDay
from .rollup import last_of, month_of


class Span(NamedTuple):
    """A period as data: its code, its names, its days, both ends included."""

    kind: str
    code: str
    name_th: str
    name_en: str
    first_day: date
    last_day: date

    @classmethod
    def of(cls, period: Period) -> Span:
        """The span of a stored period."""
        return cls(*(getattr(period, name) for name in cls._fields))


def year_span(year: int) -> Span:
    """A fiscal year (B.E.)."""
    first, last = thai_calendar.fiscal_year_days(year)
    names = f"ปีงบประมาณ {year}", f"Fiscal year {thai_calendar.common_year(year)}"
    return Span(PeriodKind.YEAR, f"year-{year}", *names, first, last)


def term_span(term: thai_calendar.TermDates) -> Span:
    """A term of a school year, by the office's dates."""
    year, number = term.academic_year, term.number
    return Span(
        PeriodKind.TERM,
        f"term-{year}-{number}",
        f"ภาคเรียนที่ {number} ปีการศึกษา {year}",
        f"Term {number} of school year {thai_calendar.common_year(year)}",
        term.first_day,
        term.last_day,
    )


def month_span(month: date) -> Span:
    """A month, given by its first day."""
    year = thai_calendar.buddhist_year(month)
    return Span(
        PeriodKind.MONTH,
        f"month-{year}-{month.month:02d}",
        f"{thai_calendar.LONG_MONTHS_TH[month.month - 1]} {year}",
        f"{thai_calendar.LONG_MONTHS_EN[month.month - 1]} {month.year}",
        month,
        last_of(month),
    )


def latest_term(today: date) -> Span:
    """The term of a day, or between terms the one before."""
    year = office_calendar.school_day_of(today).academic_year
    rows = office_calendar.term_rows()
    terms = [
        term
        for each in (year - 1, year)
        for term in thai_calendar.terms_of_year(each, rows)
        if term.first_day <= today
    ]
    return term_span(max(terms, key=lambda term: term.first_day))


def spans_between(first: date, last: date) -> list[Span]:
    """Every fiscal year, term and month that has a day between these."""
    rows = office_calendar.term_rows()
    years = range(thai_calendar.fiscal_year(first), thai_calendar.fiscal_year(last) + 1)
    spans = [year_span(year) for year in years]
    for year in range(
        thai_calendar.buddhist_year(first) - 1, thai_calendar.buddhist_year(last) + 1
    ):
        spans += [term_span(term) for term in thai_calendar.terms_of_year(year, rows)]
    month = month_of(first)
    while month <= last:
        spans.append(month_span(month))
        month = last_of(month) + timedelta(days=1)
    return [span for span in spans if span.first_day <= last and span.last_day >= first]


def refresh_periods() -> None:
    """Bring the rows of open periods in step with the calendar, for all days with use."""
    known = UsageDay.objects.aggregate(first=Min("day"), last=Max("day"))
    if known["first"] is None:
        return
    closed = set(Period.objects.filter(closed_at__isnull=False).values_list("code", flat=True))
    for span in spans_between(known["first"], known["last"]):
        if span.code not in closed:
            values = span._asdict()
            Period.objects.update_or_create(code=values.pop("code"), defaults=values)
