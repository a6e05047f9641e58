"""What of the plans can be found: the approved edition that anybody may read, never a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.models import Site

from portal.core.page_sources import BasePageSource
from search.contract import Document
from search.sources import FacetValue, labelled, register, register_facet

from .models import PlanEdition, PlanKind, PlanPage
from .reading_text import plan_text
from .titles import fiscal_years

# Behind the kinds of resources, platforms, courses.
_ORDER = 2000


def _kinds() -> list[FacetValue]:
    return [
        labelled(f"plan-{kind.value}", kind.label, _ORDER + place)
        for place, kind in enumerate(PlanKind)
    ]


register_facet("kind", _kinds)


@register
class PlanSource(BasePageSource):
    """Plans of the office."""

    kind = "plan"
    label = _("Plans")
    model = PlanPage
    watches = (PlanPage, PlanEdition, Site, get_image_model())

    def queryset(self) -> QuerySet[Any]:
        """Published plans with an approved edition."""
        rows = PlanPage.objects.published().for_listing()
        return rows.select_related("picture").prefetch_related("picture__renditions")

    def dependents(self, changed: Model) -> Iterable[int]:
        """The page of an edition, beside what concerns every page."""
        if isinstance(changed, PlanEdition):
            return [changed.page_id]
        return super().dependents(changed)

    def document(self, row: Any) -> Document:
        """Describe what was approved."""
        with translation.override("th"):
            years, kind = fiscal_years(row), str(row.get_kind_display())
        with translation.override("en"):
            kind_en = str(row.get_kind_display())
        spoken = [str(year) for year in row.fiscal_years]
        return replace(
            super().document(row),
            keywords=(kind, kind_en, years, *spoken),
            facets={"room": (self.kind,), "kind": (f"plan-{row.kind}",)},
            labels=(kind, years),
        )

    def body(self, row: Any) -> str:
        """The words of the current edition."""
        return plan_text(row.current_edition.plan)

    def moment(self, row: Any) -> datetime | None:
        """When the current edition was approved."""
        return row.approved_at
