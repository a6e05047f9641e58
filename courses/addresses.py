"""Days and weeks as addresses write them: 2026-11-30 and 2026-W49, in the common era."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.http import Http404
from django.utils.translation import gettext as _

# What a timetable is asked for; beyond it there would be endless empty pages to walk through.
YEARS_BACK, YEARS_AHEAD = 3, 1
_DAYS_TO_SUNDAY = timedelta(days=6)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})", re.ASCII)


def read_day(text: str) -> date | None:
    """Read a day; nothing for what is none."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def first_day(today: date) -> date:
    """The first day that the timetable can be asked for."""
    return date(today.year - YEARS_BACK, 1, 1)


def last_day(today: date) -> date:
    """The last day that the timetable can be asked for."""
    return date(today.year + YEARS_AHEAD, 12, 31)


def is_within_reach(day: date, today: date) -> bool:
    """Whether the timetable can be asked for this day."""
    return first_day(today) <= day <= last_day(today)


def day_or_404(text: str, today: date) -> date:
    """Read the day of an address.

    Raises:
        Http404: with the reason, which the error page prints.
    """
    day = read_day(text)
    if day is None:
        raise Http404(
            _("“%(text)s” is not a day. Write it by year, month and day, such as %(example)s.")
            % {"text": text[:20], "example": today.isoformat()}
        )
    if not is_within_reach(day, today):
        raise Http404(out_of_reach(today))
    return day


def monday_or_404(text: str, today: date) -> date:
    """Read the week of an address: its Monday.

    Raises:
        Http404: with the reason, which the error page prints.
    """
    example = week_code(today)
    found = _WEEK.fullmatch(text)
    if found is None:
        raise Http404(
            _("“%(text)s” is not a week. Write it by year and week, such as %(example)s.")
            % {"text": text[:20], "example": example}
        )
    year, week = int(found[1]), int(found[2])
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError as error:
        raise Http404(
            _("The year %(year)s has no week %(week)s. This week is %(example)s.")
            % {"year": year, "week": week, "example": example}
        ) from error
    if not first_day(today) - _DAYS_TO_SUNDAY <= monday <= last_day(today):
        raise Http404(out_of_reach(today))
    return monday


def out_of_reach(today: date) -> str:
    """Say which days can be asked for."""
    return _("The timetable can be seen from %(first)s to %(last)s only.") % {
        "first": first_day(today).isoformat(),
        "last": last_day(today).isoformat(),
    }


def week_code(day: date) -> str:
    """Write the week of a day as addresses do: 2026-W49."""
    year, week, __ = day.isocalendar()
    return f"{year}-W{week:02d}"
