"""Calendar feeds, and the page on which one is put together and subscribed to."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.lookup import row_or_404
from catalog.models import Grade
from courses import calendar, guide
from courses.calendar_choice import CalendarChoice
from courses.models import Course
from courses.schedule import Schedule, current_schedule

from .channels import channel_or_404, channels_crumb, fresh

# A teacher follows a few; every further one makes the feed, and the work of it, longer.
MOST = 10
_LONGEST = 400
_CODE = re.compile(r"[-a-zA-Z0-9_]{1,24}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_MAX_AGE = 15 * 60


@require_safe
def of_channel(request: HttpRequest, code: str) -> HttpResponseBase:
    """Everything on one channel."""
    channel = channel_or_404(current_schedule(timezone.now()), code)
    return _feed(request, CalendarChoice(channels=(channel,)))


@require_safe
def of_grade(request: HttpRequest, code: str) -> HttpResponseBase:
    """Everything for one grade, on whichever channel."""
    return _feed(request, CalendarChoice(grades=_grades([code])))


@require_safe
def of_course(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The broadcasts of one course."""
    missing = _("There is no published course at this address.")
    course = row_or_404(Course.objects.public(), missing, pk=pk)
    return _feed(request, CalendarChoice(courses=(course,)))


@require_safe
def of_set(request: HttpRequest) -> HttpResponseBase:
    """The broadcasts of several channels, grades and courses, each once."""
    choice = read_choice(request.GET, current_schedule(timezone.now()))
    if not choice:
        raise BadRequest(_("Choose at least one channel, grade or course."))
    return _feed(request, choice)


@require_safe
def choose(request: HttpRequest) -> HttpResponseBase:
    """Put a calendar together, and subscribe to it."""
    schedule = current_schedule(timezone.now())
    choice = read_choice(request.GET, schedule)
    context = {
        "choice": choice,
        "channels": guide.channels_in_order(schedule),
        "grades": _grades_on_air(schedule),
        "most": MOST,
        "trail": [channels_crumb()],
    }
    return fresh(render(request, "courses/calendar.html", context))


def read_choice(asked: QueryDict, schedule: Schedule) -> CalendarChoice:
    """Read what an address chooses; values stand apart or joined by commas.

    A course that is no longer public is left out, so that it does not end the calendar of all the
    others.

    Raises:
        BadRequest: when it asks for too much or cannot be read.
        Http404: when a channel or grade does not exist, or none of the courses.
    """
    channels, grades = _values(asked, "channels", _CODE), _values(asked, "grades", _CODE)
    courses = _values(asked, "courses", _NUMBER)
    if len(channels) + len(grades) + len(courses) > MOST:
        raise BadRequest(_too_many())
    public = Course.objects.public().filter(pk__in=courses) if courses else ()
    choice = CalendarChoice(
        channels=tuple(channel_or_404(schedule, code) for code in channels),
        grades=_grades(grades),
        courses=tuple(public),
    )
    if courses and not choice:
        raise Http404(_("None of these courses is open to the public."))
    return choice


def _values(asked: QueryDict, name: str, form: re.Pattern[str]) -> list[str]:
    written = asked.getlist(name)
    if len(written) > MOST or sum(map(len, written)) > _LONGEST:
        raise BadRequest(_too_many())
    values = [text.strip() for text in ",".join(written).split(",")]
    for value in values:
        if value and not form.fullmatch(value):
            message = _("“%(text)s” cannot stand in “%(name)s” of this address.")
            raise BadRequest(message % {"text": value[:20], "name": name})
    return list(dict.fromkeys(value for value in values if value))


def _too_many() -> str:
    message = _("A calendar takes at most %(number)s channels, grades and courses together.")
    return message % {"number": MOST}


def _grades(codes: list[str]) -> tuple[Grade, ...]:
    found = Grade.objects.filter(code__in=codes).in_bulk(field_name="code") if codes else {}
    for code in codes:
        if code not in found:
            raise Http404(_("There is no grade “%(code)s”.") % {"code": code[:24]})
    return tuple(found[code] for code in codes)


def _grades_on_air(schedule: Schedule) -> list[Grade]:
    """Grades that something is on air for, and those that a channel is for."""
    found = {course.grade for course in schedule.courses.values()}
    for channel in schedule.channels.values():
        found.update(channel.grades.all())
    return sorted(found, key=lambda grade: (grade.sort_order, grade.code))


def _feed(request: HttpRequest, choice: CalendarChoice) -> HttpResponseBase:
    now = timezone.now()
    schedule = current_schedule(now)
    etag = quote_etag(calendar.fingerprint(schedule, choice))
    changed = calendar.last_modified(schedule)
    response: Any = get_conditional_response(
        request, etag=etag, last_modified=int(changed.timestamp()) if changed else None
    )
    if response is None:
        root = request.build_absolute_uri("/").rstrip("/")
        address = request.build_absolute_uri()
        response = StreamingHttpResponse(
            calendar.write(schedule, choice, now, root, address),
            content_type=calendar.CONTENT_TYPE,
        )
        name = choice.file_name
        response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"] = etag
    if changed:
        response["Last-Modified"] = http_date(changed.timestamp())
    patch_cache_control(response, public=True, max_age=_MAX_AGE)
    return response
