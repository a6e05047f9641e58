"""Collections: their list and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.detail import collection_context
from catalog.lookup import row_or_404
from catalog.models import Collection
from catalog.paging import page_or_404

PER_PAGE = 24


@require_safe
def collections(request: HttpRequest) -> HttpResponse:
    """The collections in Thai alphabetical order."""
    rows = Collection.objects.public().for_listing().order_by("thai_order", "pk")
    context = {"page_of_items": page_or_404(request, rows, PER_PAGE)}
    return render(request, "catalog/collection_list.html", context)


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """One collection with its resources in the editor's order."""
    rows = Collection.objects.public()
    found = row_or_404(rows, _("There is no published collection at this address."), slug=slug)
    return render(request, "catalog/collection_detail.html", collection_context(found))
