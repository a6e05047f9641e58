"""The timetable: one day of all channels or of one, and one week of a channel."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses import guide
from courses.addresses import (
    day_or_404,
    first_day,
    is_within_reach,
    last_day,
    monday_or_404,
    out_of_reach,
    read_day,
    week_code,
)
from courses.models import Channel
from courses.schedule import Schedule, current_schedule
from courses.sheet import density
from courses.timetable import bangkok

from .channels import channel_or_404, channels_crumb, fresh

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Today on all channels, or the way to the day that the form asks for."""
    now = timezone.now()
    current = bangkok(now).date()
    if asked := request.GET.get("date"):
        day = read_day(asked)
        if day is None or not is_within_reach(day, current):
            raise BadRequest(out_of_reach(current))
        return HttpResponseRedirect(reverse("courses:day", args=[day.isoformat()]))
    return _day_page(request, current_schedule(now), current, now)


@require_safe
def day(request: HttpRequest, day: str) -> HttpResponse:
    """One day on all channels."""
    now = timezone.now()
    found = day_or_404(day, bangkok(now).date())
    return _day_page(request, current_schedule(now), found, now)


@require_safe
def channel_day(request: HttpRequest, code: str, day: str) -> HttpResponse:
    """One day on one channel."""
    now = timezone.now()
    schedule = current_schedule(now)
    channel = channel_or_404(schedule, code)
    return _day_page(request, schedule, day_or_404(day, bangkok(now).date()), now, channel)


@require_safe
def this_week(request: HttpRequest, code: str) -> HttpResponse:
    """This week of one channel."""
    return week(request, code, week_code(bangkok(timezone.now()).date()))


@require_safe
def week(request: HttpRequest, code: str, week: str) -> HttpResponse:
    """One week of one channel."""
    now = timezone.now()
    current = bangkok(now).date()
    schedule = current_schedule(now)
    channel = channel_or_404(schedule, code)
    monday = monday_or_404(week, current)
    context = {
        "channel": channel,
        "monday": monday,
        "sunday": monday + _WEEK - _DAY,
        "week": guide.week_of(schedule, channel, monday, now),
        "today": current,
        "is_current": monday <= current < monday + _WEEK,
        "trail": [
            channels_crumb(),
            {"name": channel.name, "url": channel.get_absolute_url()},
        ],
        **_week_links(code, monday, current),
    }
    return fresh(render(request, "courses/week.html", context))


def _day_page(
    request: HttpRequest,
    schedule: Schedule,
    day: date,
    now: datetime,
    channel: Channel | None = None,
) -> HttpResponse:
    current = bangkok(now).date()
    crumbs = [channels_crumb()]
    if channel:
        crumbs.append({"name": channel.name, "url": channel.get_absolute_url()})
    rows = guide.by_channel(guide.entries_between(schedule, (day, day), now, channel))
    context = {
        "day": day,
        "channel": channel,
        "rows": rows,
        "density": density(rows),
        "status": guide.day_status(schedule, day),
        "today": current,
        "first": first_day(current),
        "last": last_day(current),
        "trail": crumbs,
        **_day_links(channel.code if channel else "", day, current),
    }
    return fresh(render(request, "courses/day.html", context))


def _day_links(code: str, day: date, today: date) -> dict[str, str]:
    """Where the days beside this one are; nothing where the timetable ends."""

    def address(other: date) -> str:
        if not is_within_reach(other, today):
            return ""
        if code:
            return reverse("courses:channel_day", args=[code, other.isoformat()])
        return reverse("courses:day", args=[other.isoformat()])

    return {
        "previous_url": address(day - _DAY),
        "next_url": address(day + _DAY),
        "today_url": address(today) if code else reverse("courses:timetable"),
    }


def _week_links(code: str, monday: date, today: date) -> dict[str, str]:
    """Where the weeks beside this one are; nothing where the timetable ends."""

    def address(other: date, edge: date) -> str:
        if not is_within_reach(edge, today):
            return ""
        return reverse("courses:week", args=[code, week_code(other)])

    return {
        "previous_url": address(monday - _WEEK, monday - _DAY),
        "next_url": address(monday + _WEEK, monday + _WEEK),
        "today_url": reverse("courses:this_week", args=[code]),
    }
