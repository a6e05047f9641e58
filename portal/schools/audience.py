"""Who a visitor said they are: chosen by a tap, never inferred, forgotten with the school year.

The cookie holds one of a few words; whoever writes another one has said nothing.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .my_school import end_of_school_year

COOKIE = "audience"
AUDIENCES: dict[str, Promise] = {
    "student": _("Pupil"),
    "teacher": _("Teacher"),
    "administrator": _("School director"),
    "parent": _("Parent or guardian"),
    "public": _("Anybody else"),
}


def chosen_audience(request: HttpRequest) -> str:
    """The code of the choice; empty where there is none."""
    said = request.COOKIES.get(COOKIE, "")
    return said if said in AUDIENCES else ""


def remember_audience(request: HttpRequest, response: HttpResponseBase, code: str) -> None:
    """Keep the choice until the school year ends, or take it away."""
    if code not in AUDIENCES:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        code,
        expires=end_of_school_year(timezone.now()),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
