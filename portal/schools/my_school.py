"""The school a visitor said they are from, kept in a signed cookie of this site only.

It holds the school's public code and nothing about the person. What cannot be trusted counts as
not chosen: one line in the log, and the middleware takes the cookie away.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import cast

from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from portal.core import thai_calendar

from .models import School

COOKIE = "my_school"
PARAMETER = "s"
_SALT = "portal.schools.my_school"
_ONE_YEAR = dt.timedelta(days=366)

logger = logging.getLogger(__name__)


def chosen_school(request: HttpRequest) -> School | None:
    """Return the visitor's school; read once for each request, without a query for most."""
    if not hasattr(request, "_my_school"):
        setattr(request, "_my_school", _read(request))  # noqa: B010  a place for this room only
    return cast("School | None", getattr(request, "_my_school"))  # noqa: B009


def _read(request: HttpRequest) -> School | None:
    if not request.COOKIES.get(COOKIE):
        return None
    try:
        code = request.get_signed_cookie(COOKIE, salt=_SALT, max_age=_ONE_YEAR)
    except (signing.BadSignature, ValueError):
        _refuse(request, "not signed by this site, or too old")
        return None
    school = School.objects.active().for_listing().filter(ministry_code=code).first()
    if school is None:
        _refuse(request, "names a school that is closed or gone")
    return school


def offered_school(request: HttpRequest) -> School | None:
    """The school that a link or a QR code with `?s=` names, while the visitor has chosen none.

    The page asks whether it is theirs; nothing is remembered before they say so.
    """
    if PARAMETER not in request.GET or chosen_school(request) is not None:
        return None
    if not hasattr(request, "_offered_school"):
        code = request.GET[PARAMETER][:10]
        rows = School.objects.active().filter(ministry_code=code)
        setattr(request, "_offered_school", rows.first())  # noqa: B010
    return cast("School | None", getattr(request, "_offered_school"))  # noqa: B009


def address_without_offer(request: HttpRequest) -> str:
    """The address of the page that was asked for, without the school."""
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _refuse(request: HttpRequest, reason: str) -> None:
    # Never the cookie itself: a stranger wrote it.
    logger.warning("The cookie of a visitor's school was put aside: %s", reason)
    setattr(request, "_my_school_refused", True)  # noqa: B010


def was_refused(request: HttpRequest) -> bool:
    """Whether the cookie of this request was found to be worthless."""
    return getattr(request, "_my_school_refused", False)


def remember(request: HttpRequest, response: HttpResponseBase, school: School) -> None:
    """Keep the choice until the school year ends."""
    setattr(request, "_my_school", school)  # noqa: B010
    setattr(request, "_my_school_refused", False)  # noqa: B010
    response.set_signed_cookie(
        COOKIE,
        school.ministry_code,
        salt=_SALT,
        expires=end_of_school_year(timezone.now()),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def forget(request: HttpRequest, response: HttpResponseBase) -> None:
    """Take the choice away."""
    setattr(request, "_my_school", None)  # noqa: B010
    response.delete_cookie(COOKIE, samesite="Lax")


def end_of_school_year(now: dt.datetime) -> dt.datetime:
    """Return the last moment of 15 May of the school year that `now` belongs to."""
    year = thai_calendar.common_year(thai_calendar.academic_year(now) + 1)
    return dt.datetime(year, 5, 15, 23, 59, 59, tzinfo=thai_calendar.BANGKOK)
