"""The public page about the figures: what is counted, by which rules, and what came of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.spreadsheets import csv_bytes

from .charts import bars
from .models import Period, PeriodKind
from .periods import Span, latest_term
from .printing import PrintedReport, printed_report, spreadsheet
from .publication import Reader, ReleaseStoppedError, threshold
from .retention import DAILY_MONTHS, RAW_DAYS
from .rules import CURRENT

OFFERED = (PeriodKind.TERM, PeriodKind.YEAR)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What is counted and how, with the totals of one period."""
    span = asked_span(request.GET.get("period", ""))
    report = released(span)
    months = report.tables[0] if report else None
    context = {
        "span": span,
        "periods": Period.objects.filter(kind__in=OFFERED),
        "report": report,
        "chart": bars((line.label, line.numbers[:2]) for line in months.lines) if months else [],
        "k": threshold(Reader.PUBLIC),
        "k_students": threshold(Reader.PUBLIC, 1),
        "rules": CURRENT,
        "double_click_seconds": CURRENT.double_click_ms // 1000,
        "raw_days": RAW_DAYS,
        "daily_months": DAILY_MONTHS,
    }
    return render(request, "usage/about.html", context)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same tables as one CSV file."""
    span = asked_span(request.GET.get("period", ""))
    report = released(span)
    if report is None:
        raise Http404(_("The figures of this period are not released."))
    response = HttpResponse(csv_bytes(spreadsheet(report)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="usage-{span.code}.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


def asked_span(code: str) -> Span:
    """The period that a reader chose; without a choice the current term."""
    if not code:
        return latest_term(timezone.localdate())
    period = Period.objects.filter(code=code[:24]).first()
    if period is None:
        raise Http404(_("There is no period “%s”.") % code[:24])
    return Span.of(period)


def released(span: Span) -> PrintedReport | None:
    """What goes out of a period; nothing where the tables would give a hidden figure away."""
    try:
        return printed_report(span)
    except ReleaseStoppedError:
        return None
