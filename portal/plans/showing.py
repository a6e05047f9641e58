"""What the page of a plan lays out: an approved edition, or the draft of a preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.approvals.trail import acts_of, signatures

from . import charts, figures
from .models import PlanEdition, PlanPage, SwotKind
from .reading import chapters_of
from .structured_data import plan_script

_SHARED = {
    "LINE": "https://social-plugins.line.me/lineit/share?url={url}",
    "Facebook": "https://www.facebook.com/sharer/sharer.php?u={url}",
    "X": "https://twitter.com/intent/tweet?url={url}&text={title}",
}


@dataclass(frozen=True)
class ShownIndicator:
    """An indicator with its years and their chart."""

    row: Any
    years: list[figures.YearResult]
    chart: str


def plan_context(page: PlanPage, request: HttpRequest) -> dict[str, Any]:
    """What the public page shows: the last approved edition; in a preview the draft.

    Raises:
        Http404: for a plan that nobody has approved yet.
    """
    if getattr(request, "is_preview", False):
        return {**reading_context(page, None), "is_draft": True}
    edition = page.current_edition
    if edition is None:
        raise Http404(_("This plan has not been approved yet."))
    return edition_context(edition, page, request)


def edition_context(edition: PlanEdition, page: PlanPage, request: HttpRequest) -> dict[str, Any]:
    """An approved edition with its approval, its neighbours and ways to share it."""
    current = page.current_edition
    is_current = current is not None and current.pk == edition.pk
    replacing = page.replaced_by.filter(live=True).first()
    plan = edition.plan
    address = request.build_absolute_uri(request.path)
    return {
        **reading_context(plan, edition, with_live=is_current),
        "is_current": is_current,
        "replaced_by": replacing,
        "signatures": signatures(page, edition.revision),
        "acts": list(acts_of(page).filter(at__lte=edition.approved_at)),
        "share": _share(address, plan.title),
        "structured_data": plan_script(edition, plan, page, address),
        "editions_url": reverse("plans:editions", args=[page.pk]),
        "pdf_url": reverse("plans:edition_file", args=[page.pk, edition.number]),
        "sheet_urls": {
            name: reverse("plans:edition_sheet", args=[page.pk, edition.number, name])
            for name in figures.SHEETS
        },
    }


def reading_context(
    plan: PlanPage, edition: PlanEdition | None, *, with_live: bool = True
) -> dict[str, Any]:
    """Chapters, tables and charts of a plan."""
    chapters = chapters_of(plan)
    parts = {part for chapter in chapters for part in chapter.parts}
    return {
        "plan": plan,
        "edition": edition,
        "chapters": chapters,
        "as_of": timezone.now(),
        "swot": [
            (kind.label, [row for row in plan.swot_points.all() if row.kind == kind])
            for kind in SwotKind
        ],
        **(_money(plan) if "budget" in parts else {}),
        "indicators": _indicators(plan, with_live=with_live) if "indicators" in parts else [],
    }


def _money(plan: PlanPage) -> dict[str, Any]:
    quarters, strategies = figures.budget_by_quarter(plan), figures.budget_by_strategy(plan)
    by_quarter, by_strategy = _("Budget by quarter (baht)"), _("Budget by strategy (baht)")
    return {
        "total_budget": figures.total_budget(plan),
        "budget": figures.budget_sheet(plan),
        "quarters": quarters,
        "strategy_amounts": strategies,
        "quarter_chart": charts.bars("chart-quarters", by_quarter, quarters),
        "strategy_chart": charts.bars("chart-strategies", by_strategy, strategies),
        "projects": [(row, figures.project_facts(row)) for row in plan.projects.all()],
    }


def _indicators(plan: PlanPage, *, with_live: bool) -> list[ShownIndicator]:
    shown = []
    for place, row in enumerate(plan.indicators.all(), 1):
        years = figures.results_of(row, with_live=with_live)
        chart = charts.results(f"chart-indicator-{place}", row, years) if years else ""
        shown.append(ShownIndicator(row, years, chart))
    return shown


def _share(address: str, title: str) -> list[tuple[str, str]]:
    """Plain links: nothing is loaded from anybody before a reader follows one."""
    query = {"url": urlencode({"": address})[1:], "title": urlencode({"": title})[1:]}
    links = [(name, pattern.format(**query)) for name, pattern in _SHARED.items()]
    mail = urlencode({"subject": title, "body": f"{title}\n{address}"}).replace("+", "%20")
    return [*links, (_("E-mail"), f"mailto:?{mail}")]
