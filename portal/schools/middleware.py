"""Takes a worthless cookie of a visitor's school away, whichever page noticed it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import my_school


class ForgetRefusedSchool:
    """Clears the cookie once, so that the next page has nothing to refuse."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then look whether the cookie was refused while answering."""
        response = self.get_response(request)
        if my_school.was_refused(request):
            my_school.forget(request, response)
        return response
