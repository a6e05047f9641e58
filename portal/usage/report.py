"""The figures of a period as one set of plain data: what a closed period keeps for ever.

Nothing is hidden in it: print it through `publication`. Names are kept along, because titles and
learning areas may change after the period was closed.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from catalog.models import Platform, Resource
from portal.schools.models import School

from . import figures
from .codes import ItemType
from .filing_figures import by_filing
from .periods import Span
from .rules import CURRENT
from .search_figures import searches

TOP = 50


def figures_of(span: Span) -> dict[str, Any]:
    """Read every figure of a span from the cubes."""
    return {
        **public_figures(span),
        "audiences": _by_number("audience", figures.by_audience(span)),
        "schools": _schools(span),
        "filing": [filed._asdict() for filed in by_filing(span)],
        "searches": _searches(span),
    }


def public_figures(span: Span) -> dict[str, Any]:
    """Those of which something is printed for everybody, all of them still open."""
    quality = figures.quality(span)
    percent = figures.attributed_percent(quality)
    return {
        "period": {
            "kind": str(span.kind),
            "code": span.code,
            "name_th": span.name_th,
            "name_en": span.name_en,
            "first_day": span.first_day.isoformat(),
            "last_day": span.last_day.isoformat(),
        },
        "rule_version": CURRENT.version,
        "totals": _use(figures.totals(span)),
        "visits": figures.visits(span)._asdict(),
        "months": [
            {"month": month.isoformat(), **_use(use)}
            for month, use in figures.by_month(span).items()
            if month <= timezone.localdate()
        ],
        "modes": _by_number("mode", figures.by_mode(span)),
        "platforms": _platforms(span),
        "resources": _resources(span),
        "reach": {name: len(found) for name, found in _reach(span)._asdict().items()},
        "quality": quality,
        "attributed_percent": percent,
        "may_say_not_used": figures.may_say_not_used(percent),
    }


def _use(use: figures.Use) -> dict[str, int]:
    return use._asdict()


def _by_number(name: str, found: dict[int, figures.Use]) -> list[dict[str, int]]:
    return [{name: number, **_use(use)} for number, use in sorted(found.items())]


def _platforms(span: Span) -> list[dict[str, Any]]:
    found = figures.by_platform(span)
    names = dict(Platform.objects.filter(pk__in=found).values_list("pk", "name_th"))
    return [
        {"platform": pk, "name_th": names.get(pk, ""), **_use(use)}
        for pk, use in sorted(found.items())
    ]


def _resources(span: Span) -> list[dict[str, Any]]:
    top = figures.top_items(span, ItemType.RESOURCE, TOP)
    rows = Resource.objects.filter(pk__in=[pk for pk, _use in top])
    names = dict(rows.values_list("pk", "name_th"))
    return [{"resource": pk, "name_th": names.get(pk, ""), **_use(use)} for pk, use in top]


def _reach(span: Span) -> figures.Reach:
    active = School.objects.active().order_by("pk")
    return figures.reach(span, active.values_list("pk", flat=True))


def _schools(span: Span) -> dict[str, Any]:
    used = figures.by_school(span)
    days = figures.request_days(span)
    known = School.objects.filter(pk__in=used).values_list("pk", "ministry_code", "name_th")
    return {
        "reach": _reach(span)._asdict(),
        "names": {code: name for _pk, code, name in known},
        "uses": [
            {"school": pk, "code": code, "request_days": days.get(pk, 0), **_use(used[pk])}
            for pk, code, _name in known.order_by("pk")
        ],
        "by_mode": _split(span, "mode"),
        "by_platform": _split(span, "platform"),
        "by_audience": _split(span, "aud"),
    }


def _split(span: Span, column: str) -> list[dict[str, int]]:
    found = figures.by_school_and(span, column)
    return [
        {"school": school, column: value, **_use(use)}
        for (school, value), use in sorted(found.items())
        if school
    ]


def _searches(span: Span) -> dict[str, Any]:
    found = searches(span)
    lists = ("zero_results", "zero_after_filter", "without_click", "most")
    return {
        "rare": found.rare,
        **{name: [query._asdict() for query in getattr(found, name)] for name in lists},
    }
