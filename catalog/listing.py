"""One page of a filtered list, whole or only what a changed filter changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from catalog.facets import FacetedFilterSet
from catalog.paging import page_or_404


@dataclass(frozen=True)
class FilteredList:
    """A list as its page shows it; `counted` names what stands in it, e.g. "platforms"."""

    template: str
    counted: str
    filters: FacetedFilterSet
    per_page: int
    context: dict[str, Any] = field(default_factory=dict)

    # What htmx swaps: the results, and the numbers beside the filters.
    partial = "catalog/components/list_update.html"

    def respond(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page, with its changed part for htmx, or 400 for an unknown value."""
        problems = self.filters.problems()
        context = {
            **self.context,
            "counted": self.counted,
            "path": request.path,
            "sort": self.filters.sort(),
            "facets": self.filters.facets(),
            "asked": self.filters.values,
            "query": self.filters.query(),
            "active_filters": self.filters.active(),
            "problems": problems,
        }
        if problems:
            response = render(request, self.template, context, status=HTTPStatus.BAD_REQUEST)
        else:
            response = self._results(request, context)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def _results(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        # for_listing comes last: filtering and counting need none of what a card shows.
        rows = self.filters.qs.for_listing()
        context["page_of_items"] = page_or_404(request, rows, self.per_page)
        # Somebody who goes back in history needs the page, also when htmx asks for it.
        if not request.htmx or request.htmx.history_restore_request:  # type: ignore[attr-defined]
            return render(request, self.template, context)
        response = render(request, self.partial, context)
        address = f"?{context['query']}" if context["query"] else ""
        response["HX-Push-Url"] = request.path + address
        return response
