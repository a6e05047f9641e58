"""Editions of plans: their list, one of them, its PDF and its tables as spreadsheets."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.listing import FilteredList
from catalog.lookup import row_or_404
from catalog.spreadsheets.writing import csv_bytes

from .edition_files import FileNotMade, file_digest, ready_file
from .figures import SHEETS
from .models import PlanEdition, PlanIndexPage, PlanPage
from .public_filters import PublicPlanFilter
from .showing import edition_context
from .signals import plan_file_opened

PER_PAGE = 24
RETRY_SECONDS = "60"


def plan_list(index: PlanIndexPage, request: HttpRequest) -> HttpResponse:
    """The published plans below an index, the newest years first."""
    rows = PlanPage.objects.child_of(index).published()
    rows = rows.order_by("-last_fiscal_year", "-first_fiscal_year", "-last_published_at", "pk")
    filters = PublicPlanFilter(request.GET, rows)
    context = index.get_context(request)
    return FilteredList(index.template, "plans", filters, PER_PAGE, context).respond(request)


@require_safe
def editions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every approved edition of a plan, the newest first."""
    page = _plan_or_404(pk)
    context = {"page": page, "editions": page.editions.all(), "breadcrumbs": _trail(page)}
    return render(request, "plans/editions.html", context)


@require_safe
def edition(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """An older edition with a clear notice; the current one is the plan's own page."""
    page = _plan_or_404(pk)
    found = _edition_or_404(page, number)
    if page.current_edition is not None and page.current_edition.pk == found.pk:
        return redirect(page.get_url(request) or "/")
    context = {"page": page, "self": page, "breadcrumbs": _trail(page)}
    context |= edition_context(found, page, request)
    return render(request, "plans/plan_page.html", context)


@require_safe
def edition_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """The PDF of an edition; it never changes, so a copy is good for as long as one likes."""
    found = _edition_or_404(_plan_or_404(pk), number)
    try:
        name = ready_file(found)
    except FileNotMade:
        text = _("The PDF cannot be made at the moment. The office has been told; try again soon.")
        response: HttpResponseBase = render(
            request, "plans/file_missing.html", {"edition": found, "text": text}, status=503
        )
        response["Retry-After"] = RETRY_SECONDS
        return response
    tag = f'"{file_digest(found)}"'
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = FileResponse(default_storage.open(name), content_type="application/pdf")
        title = f"{found.page.slug}-{number}.pdf"
        response["Content-Disposition"] = content_disposition_header(False, title) or ""
    if request.method == "GET":  # also where the reader's copy still holds: it is opened again
        plan_file_opened.send_robust(PlanEdition, edition=found, request=request)
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def edition_sheet(request: HttpRequest, pk: int, number: int, name: str) -> HttpResponse:
    """A table of an edition as a spreadsheet that holds no formula."""
    page = _plan_or_404(pk)
    found = _edition_or_404(page, number)
    if name not in SHEETS:
        raise Http404(_("There is no such table in this plan."))
    current = page.current_edition
    sheet = SHEETS[name](found.plan, current is not None and current.pk == found.pk)
    response = HttpResponse(csv_bytes([sheet.headings, *sheet.rows]), content_type="text/csv")
    file_name = content_disposition_header(True, f"{page.slug}-{number}-{name}.csv")
    response["Content-Disposition"] = file_name or ""
    return response


def _plan_or_404(pk: int) -> PlanPage:
    reason = _("There is no published plan at this address.")
    return row_or_404(PlanPage.objects.published(), reason, pk=pk)


def _edition_or_404(page: PlanPage, number: int) -> PlanEdition:
    rows: Any = page.editions.select_related("revision", "page")
    return row_or_404(rows, _("There is no such edition of this plan."), number=number)


def _trail(page: PlanPage) -> list[Any]:
    return [*page.get_ancestors().live().filter(depth__gt=2).specific(), page]
