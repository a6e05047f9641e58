"""Resources: the directory and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.detail import resource_context
from catalog.filters import ResourceFilter
from catalog.models import Resource

from .listing import FilteredList
from .lookup import row_or_404

PER_PAGE = 24


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """The resource directory with its filters and words to look for."""
    filters = ResourceFilter(request.GET, Resource.objects.public())
    listing = FilteredList("catalog/resource_list.html", "resources", filters, PER_PAGE)
    return listing.respond(request)


@require_safe
def resource(request: HttpRequest, pk: int) -> HttpResponse:
    """One resource: what it is and every way to reach it."""
    rows = Resource.objects.public().for_listing()
    rows = rows.prefetch_related("audiences", "indicators", "access_points__document")
    found = row_or_404(rows, _("There is no published resource at this address."), pk=pk)
    address = request.build_absolute_uri(found.get_absolute_url())
    return render(request, "catalog/resource_detail.html", resource_context(found, address))
