"""Filters that write dates, years and digits in the reader's language; nothing for None."""

from __future__ import annotations

from datetime import date, datetime

from django import template

from portal.core import thai_calendar
from search.language import in_english

register = template.Library()


@register.filter
def thai_date(value: object) -> str:
    """22 พฤศจิกายน 2569; in English 22 November 2026."""
    if not isinstance(value, date):
        return ""
    return (thai_calendar.long_date_en if in_english() else thai_calendar.long_date)(value)


@register.filter
def thai_date_short(value: object) -> str:
    """22 พ.ย. 2569; in English 22 Nov 2026."""
    if not isinstance(value, date):
        return ""
    return (thai_calendar.short_date_en if in_english() else thai_calendar.short_date)(value)


@register.filter
def thai_weekday_date(value: object) -> str:
    """วันจันทร์ที่ 30 พฤศจิกายน 2569; in English Monday, 30 November 2026."""
    if not isinstance(value, date):
        return ""
    return (thai_calendar.weekday_date_en if in_english() else thai_calendar.weekday_date)(value)


@register.filter
def thai_weekday_date_short(value: object) -> str:
    """จ. 30 พ.ย. 2569; in English Mon 30 Nov 2026."""
    if not isinstance(value, date):
        return ""
    write = thai_calendar.short_weekday_date
    return (thai_calendar.short_weekday_date_en if in_english() else write)(value)


@register.filter
def thai_datetime_short(value: object) -> str:
    """22 พ.ย. 2569 14:30 น. by Bangkok's clock; in English 22 Nov 2026 14:30."""
    if not isinstance(value, datetime):
        return thai_date_short(value)
    local = value.astimezone(thai_calendar.BANGKOK) if value.tzinfo else value
    return f"{thai_date_short(local)} {local:%H:%M}" + ("" if in_english() else " น.")


@register.filter
def thai_digits(value: object) -> str:
    """Digits as ๐-๙; in English as they are."""
    if value is None:
        return ""
    return str(value) if in_english() else thai_calendar.to_thai_digits(value)


@register.filter
def fiscal_year(value: object) -> str:
    """The fiscal year of a day: Buddhist in Thai, common era in English."""
    return _year(thai_calendar.fiscal_year(value)) if isinstance(value, date) else ""


@register.filter
def buddhist_year(value: object) -> str:
    """The year of a day: Buddhist in Thai, common era in English."""
    return _year(thai_calendar.buddhist_year(value)) if isinstance(value, date) else ""


def _year(year: int) -> str:
    return str(year - thai_calendar.BUDDHIST_OFFSET if in_english() else year)
