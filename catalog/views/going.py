"""Leading to resources and platforms themselves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from catalog.going import asked_way, is_from_print, lead_to, web_host
from catalog.lookup import row_or_404
from catalog.models import Platform, Resource
from catalog.signals import access_point_opened


@require_GET
def resource(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to a resource in the mode that was asked for."""
    rows = Resource.objects.public()
    found = row_or_404(rows, _("There is no published resource at this address."), pk=pk)
    point = asked_way(found.access_points.select_related("mode", "document"), request)
    access_point_opened.send_robust(
        Resource,
        item=found,
        mode=point.mode.code,
        from_print=is_from_print(request),
        request=request,
    )
    return lead_to(point.target)


@require_GET
def platform(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to a platform."""
    rows = Platform.objects.public()
    found = row_or_404(rows, _("There is no published platform at this address."), slug=slug)
    if not web_host(found.url):
        raise Http404(_("There is no such way to reach it any more."))
    access_point_opened.send_robust(
        Platform, item=found, mode="", from_print=is_from_print(request), request=request
    )
    return lead_to(found.url)
