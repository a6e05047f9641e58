"""Writes what happened once the view has succeeded, and prints what confirms it into the page.

Nothing here may hurt a page: whatever goes wrong is counted, and the page goes out as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from . import marks, records, visitors
from .beacon import beacon
from .notes import Note, notes_of
from .spool import spool

# Plain numbers: comparing members of an enumeration is slow.
_OK, _PARTIAL = int(HTTPStatus.OK), int(HTTPStatus.PARTIAL_CONTENT)
_COUNTED = {_OK, int(HTTPStatus.NOT_MODIFIED), int(HTTPStatus.FOUND)}


class AnswerBeacons:
    """Answers the beacons of people who are not signed in, before all that only pages need.

    There are as many beacons as pages, and the chain of a page would be most of their cost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.path = reverse("usage_beacon")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a beacon at once; a session has to be looked up, and goes the usual way."""
        if request.path == self.path and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return beacon(request)
        return self.get_response(request)


class CountUse:
    """Counts the use of catalogued items, without a thread, a queue or a row in the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin_root = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write."""
        response = self.get_response(request)
        if request.method == "GET" and not request.path.startswith(self.admin_root):
            try:
                self._after(request, response)
            except Exception as error:  # the page is what people came for
                spool.lose(error)
        return response

    def _after(self, request: HttpRequest, response: HttpResponse) -> None:
        notes = notes_of(request)
        if notes and _is_answered(response):
            _write(request, response, notes)
        if not visitors.has_cookie(request) and _is_page(request, response):
            visitors.give_cookie(request, response)


def _write(request: HttpRequest, response: HttpResponse, notes: list[Note]) -> None:
    base = records.about(request)
    for note in notes:
        record = records.of(note, base)
        if spool.append(record) and note.is_printed_in_page and _is_html(response):
            mark = marks.made(record["eid"], is_weak=base.visitor.is_weak)
            marks.print_into(response, mark, is_search=bool(note.q))
            _never_from_a_copy(response)


def _never_from_a_copy(response: HttpResponse) -> None:
    """An old copy would carry an old id; a page that may not be kept at all stays so."""
    if "no-store" not in response.headers.get("Cache-Control", ""):
        response.headers["Cache-Control"] = "private, no-cache"
    response.headers.pop("ETag", None)


def _is_answered(response: HttpResponse) -> bool:
    """Whether the item was really given; of a file in parts only its beginning counts."""
    if response.status_code == _PARTIAL:
        return response.headers.get("Content-Range", "").startswith("bytes 0-")
    return response.status_code in _COUNTED


def _is_html(response: HttpResponse) -> bool:
    html = response.headers.get("Content-Type", "").startswith("text/html")
    return html and response.status_code == _OK and not response.streaming


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether it is a whole page; parts and what others may keep get no cookie."""
    return _is_html(response) and not getattr(request, "htmx", False)
