"""Filters of the register's lists in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from portal.core.models import SiteSettings

from .models import Cluster, District, School
from .sizes import BAND_SETS

_ALL = _("All")
_OPEN_CLOSED = [
    ("1", pgettext_lazy("school", "Open")),
    ("0", pgettext_lazy("school", "Closed")),
]
_YES_NO = [("1", _("Yes")), ("0", _("No"))]


def _yes_no(field: str, label: Any, choices: Any = _YES_NO) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        field_name=field,
        label=label,
        choices=choices,
        empty_label=_ALL,
        widget=forms.RadioSelect,
    )


class SchoolFilterSet(WagtailFilterSet):
    """By place, size, and whether the school is open or invented."""

    district = django_filters.ModelChoiceFilter(
        label=_("District"), queryset=District.objects.all(), empty_label=_ALL
    )
    cluster = django_filters.ModelChoiceFilter(
        label=_("School cluster"), queryset=Cluster.objects.all(), empty_label=_ALL
    )
    size = django_filters.ChoiceFilter(
        label=_("Size"), method="filter_size", empty_label=_ALL, widget=forms.RadioSelect
    )
    is_active = _yes_no("is_active", _("Status"), _OPEN_CLOSED)
    is_sample = _yes_no("is_sample", _("Sample data"))

    class Meta:
        model = School
        fields = ["district", "cluster", "size", "is_active", "is_sample"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = SiteSettings.for_request(self.request)
        self.bands = {band.code: band for band in BAND_SETS[office.size_bands]}
        self.filters["size"].extra["choices"] = [
            (band.code, band.label) for band in self.bands.values()
        ]
        self.filters["cluster"].label = office.cluster_label

    def filter_size(self, schools: QuerySet[School], name: str, value: str) -> QuerySet[School]:
        """Keep schools of one size class of the office's band set."""
        band = self.bands[value]
        schools = schools.filter(pupils__gte=band.first)
        return schools if band.last is None else schools.filter(pupils__lte=band.last)
