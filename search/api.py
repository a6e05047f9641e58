"""The public API of search: strict where the page is lenient.

An unknown or bad parameter is answered with 422 and its name, so that a program that is wrong
learns it at once instead of reading a list that was never filtered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from ninja.errors import ValidationError
from pydantic import Field

from search import fallback, service
from search.answering import AnsweredBy
from search.contract import MAX_LIMIT, MAX_WINDOW, Answer, Filters, Hit, Stage
from search.engines.base import EngineUnavailable
from search.forms import LONGEST_WORDS, clean_words
from search.sources import FacetValue, all_facet_values

router = Router(tags=["search"])


class SearchParameters(Schema, extra="forbid"):
    """What can be asked; a filter given several times keeps what has any of its values."""

    q: str = Field("", max_length=LONGEST_WORDS, description="Words; without them, everything.")
    grade: list[str] = []
    subject: list[str] = []
    mode: list[str] = []
    kind: list[str] = []
    platform: list[str] = []
    provider: list[str] = []
    audience: list[str] = []
    free: list[str] = []
    room: list[str] = []
    sort: Literal["relevance", "newest", "popular", "title"] | None = None
    page: int = Field(1, ge=1, le=MAX_WINDOW)
    per_page: int = Field(20, ge=1, le=MAX_LIMIT)
    exact: bool = Field(False, description="Search for the words as typed, without correction.")


class SuggestParameters(Schema, extra="forbid"):
    """The beginning of a title, unfinished words too."""

    q: str = Field(..., min_length=1, max_length=LONGEST_WORDS)


class Result(Schema):
    """One thing that was found."""

    key: str
    title: str
    title_en: str
    url: str
    summary: str
    labels: list[str]
    is_sample: bool
    facets: dict[str, list[str]]


class FacetCount(Schema):
    """A value of a filter with the number of results that it would give."""

    value: str
    label_th: str
    label_en: str
    count: int
    selected: bool


class SearchAnswer(Schema):
    """One page of results; `stage` says which rule answered, `approximate` that it is not exact.

    `answered_by` is "main" but while the site's search engine is away: then it is "local" for the
    index of a web node or "database" for plain lists, and `reduced` is true.
    """

    total: int
    page: int
    pages: int
    per_page: int
    stage: str
    approximate: bool
    shown_query: str
    corrected_from: str | None
    did_you_mean: str | None
    answered_by: str
    reduced: bool
    results: list[Result]
    facets: dict[str, list[FacetCount]]


class SuggestedTitle(Schema):
    """A title and where it leads."""

    title: str
    url: str


class Suggestions(Schema):
    """Titles that go on from what was typed; `reduced` as for a search."""

    suggestions: list[SuggestedTitle]
    reduced: bool


@router.get("/search", response=SearchAnswer, summary="Search and browse")
def search(
    request: HttpRequest, response: HttpResponse, asked: Query[SearchParameters]
) -> SearchAnswer:
    """Find what a query and filters ask for; every facet counts as if only its own box changed."""
    refuse_unknown(request, SearchParameters)
    tables = all_facet_values()
    filters = _filters(asked, tables)
    if asked.page * asked.per_page > MAX_WINDOW:
        raise _refusal("page", f"page times per_page may be at most {MAX_WINDOW}")
    found = _find(asked, filters)
    if found.is_reduced:
        response["Cache-Control"] = "no-store"
    return SearchAnswer(
        total=found.total,
        page=found.page,
        pages=found.total_pages,
        per_page=found.per_page,
        stage=found.stage.name.lower(),
        approximate=found.is_approximate,
        shown_query=found.shown_query,
        corrected_from=found.corrected_from,
        did_you_mean=found.did_you_mean,
        answered_by=found.answered_by,
        reduced=found.is_reduced,
        results=[_result(request, hit) for hit in found.answer.hits],
        facets=_facets(found.answer, filters, tables),
    )


def _find(asked: SearchParameters, filters: Filters) -> service.Found:
    """What search says, or the database in its place."""
    words = clean_words(asked.q)
    sort = asked.sort or ("relevance" if words else "newest")
    try:
        return service.find(words, filters, sort, asked.page, asked.per_page, literal=asked.exact)
    except EngineUnavailable:
        pass
    offset = (asked.page - 1) * asked.per_page
    answer = fallback.browse(words, filters, offset, asked.per_page).answer
    return service.Found(
        text=words,
        answer=answer,
        stage=Stage.DATABASE,
        shown_query=words,
        corrected_from=None,
        did_you_mean=None,
        pins=(),
        page=asked.page,
        per_page=asked.per_page,
        total_pages=max(1, -(-min(answer.total, MAX_WINDOW) // asked.per_page)),
        groups=(),
        answered_by=AnsweredBy.DATABASE,
    )


@router.get("/suggest", response=Suggestions, summary="Suggest titles")
def suggest(
    request: HttpRequest, response: HttpResponse, asked: Query[SuggestParameters]
) -> Suggestions:
    """Titles that go on from what was typed, from two characters on."""
    refuse_unknown(request, SuggestParameters)
    try:
        found = service.suggest(clean_words(asked.q))
        is_reduced = found.is_reduced
    except EngineUnavailable:
        found, is_reduced = service.Suggestions(), True
    if is_reduced:
        response["Cache-Control"] = "no-store"
    return Suggestions(
        reduced=is_reduced,
        suggestions=[
            SuggestedTitle(title=each.title, url=request.build_absolute_uri(each.url))
            for each in found
        ],
    )


def refuse_unknown(request: HttpRequest, parameters: type[Schema]) -> None:
    """Answer with 422 for a parameter that nobody knows; ninja itself would overlook it.

    Raises:
        ValidationError: naming every such parameter.
    """
    unknown = [name for name in request.GET if name not in parameters.model_fields]
    if unknown:
        raise ValidationError([_fault(name, "extra_forbidden", _UNKNOWN) for name in unknown])


def _filters(
    asked: SearchParameters, tables: Mapping[str, list[FacetValue]]
) -> dict[str, frozenset[str]]:
    filters = {}
    for name, rows in tables.items():
        given = frozenset(getattr(asked, name))
        unknown = sorted(given - {row.value for row in rows})
        if unknown:
            shown = clean_words(", ".join(unknown))[:80]
            raise _refusal(name, f"unknown value: {shown}")
        if given:
            filters[name] = given
    return filters


_UNKNOWN = "Extra inputs are not permitted"


def _refusal(name: str, message: str) -> ValidationError:
    return ValidationError([_fault(name, "value_error", message)])


def _fault(name: str, kind: str, message: str) -> dict[str, Any]:
    return {"type": kind, "loc": ["query", clean_words(name)[:80]], "msg": message}


def _result(request: HttpRequest, hit: Hit) -> Result:
    return Result(
        key=hit.key,
        title=hit.title,
        title_en=hit.title_en,
        url=request.build_absolute_uri(hit.url),
        summary=hit.summary,
        labels=list(hit.labels),
        is_sample=hit.is_sample,
        facets={name: list(values) for name, values in hit.facets.items() if values},
    )


def _facets(
    answer: Answer, filters: Filters, tables: Mapping[str, list[FacetValue]]
) -> dict[str, list[FacetCount]]:
    return {
        name: [
            FacetCount(
                value=row.value,
                label_th=row.label_th,
                label_en=row.label_en,
                count=answer.facets.get(name, {}).get(row.value, 0),
                selected=row.value in filters.get(name, ()),
            )
            for row in rows
            if row.value in answer.facets.get(name, {}) or row.value in filters.get(name, ())
        ]
        for name, rows in tables.items()
    }
