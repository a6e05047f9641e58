"""Filters of the lists of plans in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from .models import PlanKind, PlanPage, PlanState


def _years() -> list[tuple[str, str]]:
    ends = PlanPage.objects.aggregate(first=Min("first_fiscal_year"), last=Max("last_fiscal_year"))
    if ends["first"] is None:
        return []
    return [(str(year), str(year)) for year in range(ends["last"], ends["first"] - 1, -1)]


class PlanFilterSet(WagtailFilterSet):
    """By fiscal year, kind and state."""

    fiscal_year = django_filters.ChoiceFilter(
        label=_("Fiscal year"),
        choices=_years,
        method="of_year",
        empty_label=_("All years"),
        widget=forms.RadioSelect,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of plan"), choices=PlanKind.choices, widget=forms.CheckboxSelectMultiple
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PlanState.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = PlanPage
        fields: list[str] = []

    def of_year(self, plans: Any, name: str, value: str) -> Any:
        """Keep the plans that the year belongs to."""
        return plans.filter(first_fiscal_year__lte=value, last_fiscal_year__gte=value)
