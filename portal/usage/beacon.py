"""`POST /e`: a page says that somebody saw it, or which of its results was opened.

It only confirms: without the signed id of an event that we made ourselves it does nothing, and it
always answers 204. A click is kept as an event beside the search that it belongs to.
"""

from __future__ import annotations

import re
import time

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from . import days, marks, records
from .attribution import is_staff
from .codes import Flag
from .robots import is_robot
from .spool import spool
from .visitors import Visitor, agent_of, visitor_without_login

LARGEST = 2048
A_MINUTE = 60
_BODY = re.compile(r"(?P<mark>[0-9a-zA-Z.-]{36,80})(?: (?P<rank>[1-9][0-9]?))?")


@csrf_exempt
def beacon(request: HttpRequest) -> HttpResponse:
    """Confirm, and never say what became of it."""
    if request.method == "POST" and _is_ours(request):
        try:
            _take(request)
        except Exception as error:  # a beacon is sent once; nobody reads the answer
            spool.lose(error)
    return HttpResponse(status=204)


def _take(request: HttpRequest) -> None:
    body = _BODY.fullmatch(_body(request))
    mark = marks.read(body["mark"]) if body else None
    if body is None or mark is None:
        return
    visitor = visitor_without_login(request)
    if not _is_allowed(visitor):
        return
    if body["rank"]:
        spool.append(records.click(mark.eid, int(body["rank"]), visitor, _flags(request)))
    else:
        spool.append(records.confirmation(mark.eid, _key_to_put(mark, visitor)))


def _is_ours(request: HttpRequest) -> bool:
    """Whether a page of this site sent it; old browsers say so by `Origin` only."""
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site == "same-origin"
    return request.META.get("HTTP_ORIGIN") == f"{request.scheme}://{request.get_host()}"


def _body(request: HttpRequest) -> str:
    """The body, read only where it says that it is small."""
    length = request.META.get("CONTENT_LENGTH", "")
    is_small = length.isascii() and length.isdigit() and int(length) <= LARGEST
    return request.body.decode("ascii", "replace").strip() if is_small else ""


def _is_allowed(visitor: Visitor) -> bool:
    """Whether this visitor has sent at most so many in this minute."""
    counters = caches["usage"]
    key = f"usage:{visitor.key}:{int(time.time()) // 60}"
    if counters.add(key, 1, 120):
        return True
    try:
        return counters.incr(key) <= A_MINUTE
    except ValueError:  # it ended in between
        return True


def _key_to_put(mark: marks.Mark, visitor: Visitor) -> int | None:
    """The key of the day's cookie, for an event that had to do with address and agent."""
    same_day = days.day_of(mark.ts) == days.today()
    return visitor.key if mark.is_weak and same_day and not visitor.is_weak else None


def _flags(request: HttpRequest) -> Flag:
    """A click was made on a page that somebody sees: that confirms it."""
    flags = Flag.CONFIRMED
    if is_robot(agent_of(request)):
        flags |= Flag.ROBOT
    if is_staff(request):
        flags |= Flag.STAFF
    return flags
