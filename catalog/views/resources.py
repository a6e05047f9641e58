"""Resources: the directory and the page of one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.detail import handout_context, resource_context
from catalog.lookup import row_or_404
from catalog.models import Resource
from catalog.signals import resource_opened

# What the directory once took, and what the search page calls it.
_PARAMETERS = {
    **{name: name for name in ("q", "grade", "subject", "mode", "kind", "audience", "platform")},
    **{"cost": "free", "sort": "sort", "page": "page"},
}


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """The old address of the directory: the search page with the same filters."""
    asked = [(new, value) for old, new in _PARAMETERS.items() for value in request.GET.getlist(old)]
    query = urlencode([("room", "resource"), *asked])
    return HttpResponsePermanentRedirect(f"{reverse('search:search')}?{query}")


@require_safe
def resource(request: HttpRequest, pk: int) -> HttpResponse:
    """One resource: what it is and every way to reach it."""
    rows = Resource.objects.public().for_listing()
    rows = rows.prefetch_related("audiences", "indicators", "access_points__document")
    found = _found(rows.select_related("open_count"), pk)
    resource_opened.send_robust(Resource, resource=found, request=request)
    address = request.build_absolute_uri(found.get_absolute_url())
    return render(request, "catalog/resource_detail.html", resource_context(found, address))


@require_safe
def handout(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet to print and hand out: each way to a resource with its QR code."""
    rows = Resource.objects.public()
    found = _found(rows.prefetch_related("access_points__mode", "access_points__document"), pk)
    address = request.build_absolute_uri(found.get_absolute_url())
    return render(request, "catalog/resource_handout.html", handout_context(found, address))


def _found(rows: QuerySet[Resource], pk: int) -> Resource:
    return row_or_404(rows, _("There is no published resource at this address."), pk=pk)
