"""Channels: what is on air now and next, on all of them or on one."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import guide
from courses.addresses import week_code
from courses.models import Channel
from courses.schedule import Schedule, current_schedule
from courses.structured_data import broadcasts_script
from courses.timetable import bangkok

MISSED_SHOWN = 10
REFRESH_SECONDS = 30


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """All channels with what is on air now and next; asks for news by itself."""
    now = timezone.now()
    context = _board(current_schedule(now), now)
    return fresh(render(request, "courses/channel_list.html", context))


@require_safe
def channels_now(request: HttpRequest) -> HttpResponse:
    """What changes on the page of all channels; nothing while it still reads the same."""
    now = timezone.now()
    return _news(request, _board(current_schedule(now), now))


@require_safe
def channel(request: HttpRequest, code: str) -> HttpResponse:
    """One channel: now and next, today, and what was missed lately."""
    now = timezone.now()
    schedule = current_schedule(now)
    found = channel_or_404(schedule, code)
    today = bangkok(now).date()
    day = [airing for airing in schedule.of_channel(found) if airing.day == today]
    context = {
        **_board(schedule, now, found),
        "channel": found,
        "grades": found.grades.all(),
        "entries": guide.make_entries(schedule, day, now),
        "missed": guide.missed(schedule, found, now, MISSED_SHOWN),
        "week": week_code(today),
        "trail": [channels_crumb()],
    }
    on_air = [each for row in context["board"] for each in (row.now, row.next) if each]
    context["structured_data"] = broadcasts_script(on_air)
    return fresh(render(request, "courses/channel_detail.html", context))


@require_safe
def channel_now(request: HttpRequest, code: str) -> HttpResponse:
    """What changes on the page of one channel; nothing while it still reads the same."""
    now = timezone.now()
    schedule = current_schedule(now)
    return _news(request, _board(schedule, now, channel_or_404(schedule, code)))


def channel_or_404(schedule: Schedule, code: str) -> Channel:
    """Find a channel by its code.

    Raises:
        Http404: with the reason, which the error page prints.
    """
    for found in schedule.channels.values():
        if found.code == code:
            return found
    raise Http404(_("There is no channel “%(code)s”.") % {"code": code[:24]})


def channels_crumb() -> dict[str, str]:
    """The way back to all channels."""
    return {"name": _("Channels"), "url": reverse("courses:channels")}


def _board(schedule: Schedule, now: datetime, channel: Channel | None = None) -> dict[str, Any]:
    board = guide.now_and_next(schedule, now, [channel] if channel else None)
    today = bangkok(now).date()
    return {
        "board": board,
        "channel": channel,
        "key": guide.key_of(board, schedule, now),
        "seconds": REFRESH_SECONDS,
        "now": now,
        "today": today,
        "status": guide.day_status(schedule, today),
    }


def _news(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if request.GET.get("shown") == context["key"]:
        return fresh(HttpResponse(status=HTTPStatus.NO_CONTENT))  # htmx leaves the page alone
    response = fresh(render(request, "courses/components/board.html", context))
    response["X-Robots-Tag"] = "noindex"
    return response


def fresh(response: HttpResponse) -> HttpResponse:
    """Whoever keeps a copy asks again before showing it."""
    patch_cache_control(response, no_cache=True, max_age=0)
    return response
