"""Answers that belong to no page: errors, the icon, and what robots may read."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.urls import Resolver404, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from portal.home.navigation import ENGLISH_ROOT

# What Django's `get_object_or_404` says; meant for developers, in English only.
_DJANGO_SAYS = "matches the given query."
_THAI_LETTERS = ("\u0e01", "\u0e5b")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: with a reason of ours the full page, otherwise one that asks nothing of the request."""
    title = _("The request could not be understood")
    reason = _reason(exception) if isinstance(exception, BadRequest) else ""
    if reason:
        return _error_page(request, 400, title, reason)
    advice = _("Something in the address or the form is not right. Please go back and try again.")
    return _plain_page(request, 400, title, advice)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: no right to see or do this."""
    advice = _reason(exception) or _("You do not have the right to see or to do this.")
    return _error_page(request, 403, _("Not allowed"), advice)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open for too long, or cookies are off."""
    advice = _(
        "The form was open for too long, or your browser accepts no cookies. "
        "Please go back, reload the page and send the form again."
    )
    return _error_page(request, 403, _("The form could not be accepted"), advice)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: with the reason where one of our rooms gave it."""
    advice = _reason(exception) or _("There is no page at this address. It may have been moved.")
    return _error_page(request, 404, _("This page was not found"), advice)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: without the database, the session or anything else that may be what broke."""
    language = "en" if request.path.startswith(ENGLISH_ROOT) else "th"
    with translation.override(language):
        advice = _("The mistake is ours and has been noted. Please try again in a moment.")
        return _plain_page(request, 500, _("Something went wrong"), advice)


@cache_control(max_age=86_400, public=True)
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Tell robots what is not for them, and where the sitemap is."""
    closed = [reverse("wagtailadmin_home"), "/my-school/", "/en/my-school/", "/go/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _reason(exception: Exception) -> str:
    """What a room of ours gave as the reason, in the reader's language; otherwise nothing."""
    said: Any = exception.args[0] if exception.args else ""
    if isinstance(exception, Resolver404) or not isinstance(said, str):
        return ""
    if translation.get_language() == "th":
        first, last = _THAI_LETTERS
        return said if any(first <= letter <= last for letter in said) else ""
    return "" if isinstance(exception, Http404) and said.endswith(_DJANGO_SAYS) else said


def _error_page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    context = {"status": status, "title": title, "advice": advice}
    return render(request, "errors/error.html", context, status=status)


def _plain_page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    """Render without a request, so that no context processor runs."""
    context = {"status": status, "title": title, "advice": advice}
    return HttpResponse(loader.render_to_string("errors/plain.html", context), status=status)
