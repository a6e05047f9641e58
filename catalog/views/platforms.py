"""Platforms: the directory and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.detail import platform_context
from catalog.filters import PlatformFilter
from catalog.listing import FilteredList
from catalog.lookup import row_or_404
from catalog.models import Platform
from catalog.signals import platform_opened

PER_PAGE = 60


@require_safe
def platforms(request: HttpRequest) -> HttpResponse:
    """The platform directory in Thai alphabetical order."""
    rows = Platform.objects.public().order_by("thai_order", "pk")
    filters = PlatformFilter(request.GET, rows)
    listing = FilteredList("catalog/platform_list.html", "platforms", filters, PER_PAGE)
    return listing.respond(request)


@require_safe
def platform(request: HttpRequest, slug: str) -> HttpResponse:
    """One platform: what it is, how sure that is, and what the catalogue has of it."""
    rows = Platform.objects.public().for_listing().prefetch_related("audiences")
    rows = rows.select_related("open_count")
    found = row_or_404(rows, _("There is no published platform at this address."), slug=slug)
    platform_opened.send_robust(Platform, platform=found, request=request)
    address = request.build_absolute_uri(found.get_absolute_url())
    return render(request, "catalog/platform_detail.html", platform_context(found, address))
