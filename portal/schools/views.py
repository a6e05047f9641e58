"""The visitor's own school: look for it, choose it, take the choice back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from catalog.paging import page_or_404

from . import my_school as choice
from .audience import AUDIENCES, chosen_audience, remember_audience
from .codes import CodeError, ministry_code
from .models import School
from .search_words import is_overlong_code, tidy

_PER_PAGE = 20
_MAX_NEXT = 500


@never_cache
def my_school(request: HttpRequest) -> HttpResponse:
    """Show the choice, and the schools that match what was typed."""
    query = tidy(request.GET.get("school", ""))
    if is_overlong_code(query):
        message = _("A school's code has at most 10 digits. Check what you typed.")
        return _page(request, query=query, error=message, status=400)
    return _page(request, query=query)


@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """Remember the school whose ministry code was posted."""
    if request.method != "POST":
        return redirect("schools:my_school")
    typed = request.POST.get("code", "")
    try:
        code = ministry_code(typed)
    except CodeError as error:
        return _page(request, query=tidy(typed), error=str(error), status=400)
    school = School.objects.active().filter(ministry_code=code).first()
    if school is None:
        message = _("There is no open school with the code %(code)s in this register.")
        return _page(request, query=code, error=message % {"code": code}, status=404)
    response = _go_on(request)
    choice.remember(request, response, school)
    messages.success(request, _("Your school is now %(school)s.") % {"school": school})
    return response


@never_cache
def clear(request: HttpRequest) -> HttpResponse:
    """Forget the choice."""
    if request.method != "POST":
        return redirect("schools:my_school")
    response = _go_on(request)
    choice.forget(request, response)
    messages.success(request, _("Your choice of school was cleared."))
    return response


@never_cache
def choose_audience(request: HttpRequest) -> HttpResponse:
    """Remember who the visitor says they are; an empty choice takes it back."""
    if request.method != "POST":
        return redirect("schools:my_school")
    response = _go_on(request)
    remember_audience(request, response, request.POST.get("audience", ""))
    messages.success(request, _("Thank you, your choice was noted."))
    return response


def _page(request: HttpRequest, *, query: str, error: str = "", status: int = 200) -> HttpResponse:
    next_url = _next(request)
    # A list under a complaint would look like its answer.
    schools = School.objects.none() if error else School.objects.active().matching(query)
    context: dict[str, Any] = {
        "query": query,
        "error": error,
        "next_url": next_url,
        "audiences": AUDIENCES.items(),
        "audience": chosen_audience(request),
        "page": page_or_404(request, schools.for_listing(), _PER_PAGE),
        "querystring": urlencode(
            {key: value for key, value in (("school", query), ("next", next_url)) if value}
        ),
    }
    return render(request, "schools/my_school.html", context, status=status)


def _go_on(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(_next(request) or reverse("schools:my_school"))


def _next(request: HttpRequest) -> str:
    """Where the visitor came from, if that is a page of this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if own and len(asked) <= _MAX_NEXT else ""
