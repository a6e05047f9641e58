"""Public pages: the procedures, one of them, an older version, what differs between two."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.lookup import row_or_404

from .comparing import differences
from .detail import list_crumb, stated_days, version_context
from .models import ProcedureVersion


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """All procedures of which a version is published."""
    rows = ProcedureVersion.objects.current().prefetch_related("steps")
    context = {"rows": [(row, stated_days(row.steps.all())) for row in rows]}
    return render(request, "procedures/procedure_list.html", context)


@require_safe
def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """What holds today."""
    rows = ProcedureVersion.objects.current().with_rows()
    found = row_or_404(rows, _("There is no procedure at this address."), procedure__slug=slug)
    return _page(request, found, is_current=True)


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One published version, and whether it still holds."""
    found = _version(slug, number)
    context = {"is_current": found == ProcedureVersion.objects.current().get(procedure__slug=slug)}
    return _page(request, found, **context)


@require_safe
def compare(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    """What differs between two published versions."""
    before, after = _version(slug, old), _version(slug, new)
    if before.number >= after.number:
        raise Http404(_("Compare an older version with a newer one."))
    context = {
        "before": before,
        "after": after,
        "sections": differences(before, after),
        "trail": [
            list_crumb(),
            {"name": after.name, "url": after.procedure.get_absolute_url()},
        ],
    }
    return render(request, "procedures/compare.html", context)


def _version(slug: str, number: int) -> ProcedureVersion:
    rows = ProcedureVersion.objects.published().with_rows()
    missing = _("There is no published version of this number.")
    return row_or_404(rows, missing, procedure__slug=slug, number=number)


def _page(request: HttpRequest, found: ProcedureVersion, **more: Any) -> HttpResponse:
    address = request.build_absolute_uri(found.procedure.get_absolute_url())
    context = {**version_context(found, address), **more}
    return render(request, "procedures/procedure_detail.html", context)
