"""Dates as a Thai office writes and counts them: Buddhist era, fiscal year, school terms.

Pure: no settings, no database. What the office decided for itself (its term dates) is passed in.
Dates are stored in the common era; the Buddhist year only appears in what people read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

BUDDHIST_OFFSET = 543
# Thailand keeps UTC+7 without summer time: a fixed offset needs no time zone database.
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")

LONG_MONTHS_TH = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
SHORT_MONTHS_TH = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
LONG_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT_MONTHS_EN = tuple(name[:3] for name in LONG_MONTHS_EN)
LONG_WEEKDAYS_TH = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
SHORT_WEEKDAYS_TH = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")
LONG_WEEKDAYS_EN = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_FROM_THAI = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

# The regulation of 2549, as (month, day); both ends of a term belong to it.
_SCHOOL_YEAR_BEGINS = (5, 16)
_TERM_1_ENDS = (10, 11)
_TERM_2_BEGINS = (11, 1)
_TERM_2_ENDS = (4, 1)
_FISCAL_YEAR_BEGINS_IN = 10


class TermDates(NamedTuple):
    """First and last day of a term, as the regulation or the office sets them."""

    academic_year: int
    number: int
    first_day: date
    last_day: date


class SchoolDay(NamedTuple):
    """The school year (B.E.) of a day and its term, None between terms."""

    academic_year: int
    term: int | None


def local_date(value: date | datetime) -> date:
    """Take the date in Bangkok; a naive time is taken to be Bangkok's already."""
    if isinstance(value, datetime):
        return (value.astimezone(BANGKOK) if value.tzinfo else value).date()
    if isinstance(value, date):
        return value
    raise TypeError(f"expected a date or a datetime, not {type(value).__name__}")


def buddhist_year(value: date | datetime) -> int:
    """Give the Buddhist year of a day: 2026 is 2569."""
    return local_date(value).year + BUDDHIST_OFFSET


def common_year(year: int) -> int:
    """Turn a Buddhist year into the common era, refusing what no calendar date can have."""
    if not date.min.year <= year - BUDDHIST_OFFSET <= date.max.year:
        raise ValueError(f"not a Buddhist year: {year}")
    return year - BUDDHIST_OFFSET


# --- writing ----------------------------------------------------------------------------


def to_thai_digits(text: object) -> str:
    """Write 0-9 as ๐-๙, leaving everything else alone."""
    return str(text).translate(_TO_THAI)


def from_thai_digits(text: object) -> str:
    """Write ๐-๙ as 0-9, leaving everything else alone."""
    return str(text).translate(_FROM_THAI)


def long_date(value: date | datetime, *, thai_digits: bool = False) -> str:
    """Write 22 พฤศจิกายน 2569."""
    return _thai_date(local_date(value), LONG_MONTHS_TH, thai_digits=thai_digits)


def short_date(value: date | datetime, *, thai_digits: bool = False) -> str:
    """Write 22 พ.ย. 2569."""
    return _thai_date(local_date(value), SHORT_MONTHS_TH, thai_digits=thai_digits)


def long_date_en(value: date | datetime, *, buddhist_era: bool = False) -> str:
    """Write 22 November 2026, or 22 November B.E. 2569."""
    return _english_date(local_date(value), LONG_MONTHS_EN, buddhist_era=buddhist_era)


def short_date_en(value: date | datetime, *, buddhist_era: bool = False) -> str:
    """Write 22 Nov 2026, or 22 Nov B.E. 2569."""
    return _english_date(local_date(value), SHORT_MONTHS_EN, buddhist_era=buddhist_era)


def weekday_date(value: date | datetime) -> str:
    """Write วันจันทร์ที่ 30 พฤศจิกายน 2569."""
    day = local_date(value)
    return f"วัน{LONG_WEEKDAYS_TH[day.weekday()]}ที่ {long_date(day)}"


def short_weekday_date(value: date | datetime) -> str:
    """Write จ. 30 พ.ย. 2569."""
    day = local_date(value)
    return f"{SHORT_WEEKDAYS_TH[day.weekday()]} {short_date(day)}"


def weekday_date_en(value: date | datetime) -> str:
    """Write Monday, 30 November 2026."""
    day = local_date(value)
    return f"{LONG_WEEKDAYS_EN[day.weekday()]}, {long_date_en(day)}"


def short_weekday_date_en(value: date | datetime) -> str:
    """Write Mon 30 Nov 2026."""
    day = local_date(value)
    return f"{LONG_WEEKDAYS_EN[day.weekday()][:3]} {short_date_en(day)}"


def _thai_date(day: date, months: tuple[str, ...], *, thai_digits: bool) -> str:
    text = f"{day.day} {months[day.month - 1]} {day.year + BUDDHIST_OFFSET}"
    return to_thai_digits(text) if thai_digits else text


def _english_date(day: date, months: tuple[str, ...], *, buddhist_era: bool) -> str:
    year = f"B.E. {day.year + BUDDHIST_OFFSET}" if buddhist_era else f"{day.year}"
    return f"{day.day} {months[day.month - 1]} {year}"


# --- the fiscal year --------------------------------------------------------------------


def fiscal_year(value: date | datetime) -> int:
    """Give the fiscal year (B.E.) of a day; it begins on 1 October."""
    day = local_date(value)
    return day.year + BUDDHIST_OFFSET + (day.month >= _FISCAL_YEAR_BEGINS_IN)


def fiscal_quarter(value: date | datetime) -> int:
    """Give the quarter of the fiscal year, 1 (October to December) to 4."""
    return (local_date(value).month - _FISCAL_YEAR_BEGINS_IN) % 12 // 3 + 1


def fiscal_year_days(year: int) -> tuple[date, date]:
    """Give the first and the last day of a fiscal year (B.E.)."""
    ends_in = common_year(year)
    return date(common_year(year - 1), 10, 1), date(ends_in, 9, 30)


# --- the school year --------------------------------------------------------------------


def regulation_terms(academic_year: int) -> tuple[TermDates, TermDates]:
    """Give the two terms of a school year (B.E.) as the regulation of 2549 sets them."""
    begins, ends = common_year(academic_year), common_year(academic_year + 1)
    return (
        TermDates(
            academic_year, 1, date(begins, *_SCHOOL_YEAR_BEGINS), date(begins, *_TERM_1_ENDS)
        ),
        TermDates(academic_year, 2, date(begins, *_TERM_2_BEGINS), date(ends, *_TERM_2_ENDS)),
    )


def terms_of_year(
    academic_year: int, overrides: Iterable[TermDates] = ()
) -> tuple[TermDates, TermDates]:
    """Give the two terms of a school year; a row of the office wins over the regulation."""
    own = {(term.academic_year, term.number): term for term in overrides}
    first, second = regulation_terms(academic_year)
    return own.get((academic_year, 1), first), own.get((academic_year, 2), second)


def school_day(value: date | datetime, overrides: Iterable[TermDates] = ()) -> SchoolDay:
    """Give the school year and the term of a day; the term is None between terms.

    Where a row of the office reaches into a term of the regulation, the row wins.
    """
    day = local_date(value)
    rows = list(overrides)
    for term in rows:
        if term.first_day <= day <= term.last_day:
            return SchoolDay(term.academic_year, term.number)
    by_regulation = _school_day_by_regulation(day)
    replaced = {(term.academic_year, term.number) for term in rows}
    if (by_regulation.academic_year, by_regulation.term) in replaced:
        return SchoolDay(by_regulation.academic_year, None)
    return by_regulation


def academic_year(value: date | datetime, overrides: Iterable[TermDates] = ()) -> int:
    """Give the school year (B.E.) of a day; it begins on 16 May unless the office says so."""
    return school_day(value, overrides).academic_year


def _school_day_by_regulation(day: date) -> SchoolDay:
    in_year = (day.month, day.day)
    begun = in_year >= _SCHOOL_YEAR_BEGINS
    year = day.year + BUDDHIST_OFFSET - (not begun)
    if _SCHOOL_YEAR_BEGINS <= in_year <= _TERM_1_ENDS:
        return SchoolDay(year, 1)
    if in_year >= _TERM_2_BEGINS or in_year <= _TERM_2_ENDS:
        return SchoolDay(year, 2)
    return SchoolDay(year, None)
