"""The page of results, which is also where one browses, and what a box suggests meanwhile."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search import fallback, helping, service
from search.contract import MAX_WINDOW, Stage
from search.engines.base import EngineUnavailable
from search.forms import Asked, SearchForm, clean_words
from search.language import in_english
from search.presenting import PER_PAGE, Pages, Presenter, stage_note
from search.signals import results_shown

PAGE, PARTIAL = "search/search.html", "search/components/update.html"
SUGGESTIONS_SECONDS = 60
_log = logging.getLogger(__name__)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results with their filters: the page, its changed part for htmx, or 400 for a bad value."""
    form = SearchForm(request.GET)
    presenter = Presenter(form.asked, form.tables)
    problems = form.problems()
    context = _frame(request, form.asked)
    if problems:
        context |= {"problems": problems, "facets": presenter.facets({})}
        response = render(request, PAGE, context, status=HTTPStatus.BAD_REQUEST)
    else:
        context |= _results(form.asked, presenter)
        _tell(request, form.asked, context)
        response = _render(request, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A list of titles that go on from what was typed; empty where there is nothing to suggest."""
    try:
        found = service.suggest(clean_words(request.GET.get("q", "")))
        is_reduced = found.is_reduced
    except EngineUnavailable:
        found, is_reduced = service.Suggestions(), True
    context = {"suggestions": found, "in_thai": in_english()}
    response = render(request, "search/suggestions.html", context)
    if is_reduced:
        add_never_cache_headers(response)
    elif found:
        patch_cache_control(response, max_age=SUGGESTIONS_SECONDS)
    response["X-Robots-Tag"] = "noindex"
    return response


def _render(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    htmx: Any = getattr(request, "htmx", None)
    # Somebody who goes back in history needs the page, also when htmx asks for it.
    if not htmx or htmx.history_restore_request:
        response = render(request, PAGE, context)
    else:
        response = render(request, PARTIAL, context)
        query = f"?{context['query']}" if context["query"] else ""
        response["HX-Push-Url"] = request.path + query
    if context["is_reduced"]:
        add_never_cache_headers(response)
    return response


def _frame(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    only_resources = asked.filters.get("room") == {"resource"}
    heading = _("Learning resources") if only_resources else _("Everything on this site")
    return {
        "asked": asked,
        "heading": _("Search results") if asked.words else heading,
        "path": request.path,
        "query": asked.query(),
        "query_without_filters": Asked(asked.words, sort=asked.sort, exact=asked.exact).query(),
        "without_header_search": True,
        "is_reduced": False,
    }


def _results(asked: Asked, presenter: Presenter) -> dict[str, Any]:
    if asked.page * PER_PAGE > MAX_WINDOW:
        raise _no_page(asked)
    try:
        found = service.find(
            asked.words, asked.filters, asked.order, asked.page, PER_PAGE, literal=asked.exact
        )
        return _found(asked, found, presenter)
    except EngineUnavailable as error:
        _log.warning("search answers from the database: %s", error)
        return _from_database(asked, presenter)


def _tell(request: HttpRequest, asked: Asked, context: dict[str, Any]) -> None:
    total = context["total"]
    results_shown.send_robust(
        sender=None,
        request=request,
        words=asked.words,
        total=total,
        # Whether the filters took everything away is asked only where nothing is left.
        unfiltered=context.get("unfiltered") if asked.filters else total,
        page=asked.page,
        stage=context.get("stage", Stage.DATABASE),
    )


def _found(asked: Asked, found: service.Found, presenter: Presenter) -> dict[str, Any]:
    return {
        **_listed(asked, found.answer.total, presenter),
        "cards": presenter.cards(found.answer.hits, found.groups),
        "facets": presenter.facets(found.answer.facets or {"": {}}),
        "pins": found.pins,
        "pins_in_thai": in_english(),
        "corrected_from": found.corrected_from,
        "shown_query": found.shown_query,
        "query_as_typed": asked.query(exact="1"),
        "did_you_mean": found.did_you_mean,
        "query_meant": asked.query(q=found.did_you_mean or "", exact=""),
        "stage_note": stage_note(found.stage) if found.total else "",
        "is_approximate": found.is_approximate,
        "is_reduced": found.is_reduced,
        "is_local": found.is_reduced,
        "stage": found.stage,
        **(helping.advice(asked, found, presenter) if not found.total else {}),
    }


def _from_database(asked: Asked, presenter: Presenter) -> dict[str, Any]:
    offset = (asked.page - 1) * PER_PAGE
    found = fallback.browse(asked.words, asked.filters, offset, PER_PAGE)
    return {
        **_listed(asked, found.answer.total, presenter),
        "cards": presenter.cards(found.answer.hits, ()),
        "facets": presenter.facets(found.answer.facets),
        "orders": [],
        "is_reduced": True,
        "is_cut": found.is_cut,
        "stage_note": stage_note(Stage.DATABASE),
    }


def _listed(asked: Asked, total: int, presenter: Presenter) -> dict[str, Any]:
    """What every list of results shows of itself."""
    pages = Pages.of(total, asked.page)
    if pages.number > pages.num_pages:
        raise _no_page(asked)
    return {
        "total": total,
        "pages": pages,
        "chips": presenter.chips(),
        "orders": presenter.orders(),
    }


def _no_page(asked: Asked) -> Http404:
    return Http404(_("There is no page “%(page)s” in this list.") % {"page": asked.page})
