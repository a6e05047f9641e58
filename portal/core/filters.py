"""Filters of the calendar's lists in the admin: years are offered as people write them."""

from __future__ import annotations

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from .models import AcademicTerm, OfficeHoliday
from .thai_calendar import BUDDHIST_OFFSET


def _years_with_rows() -> list[tuple[str, str]]:
    days = OfficeHoliday.objects.dates("date", "year", order="DESC")
    return [(str(day.year), str(day.year + BUDDHIST_OFFSET)) for day in days]


def _school_years() -> list[tuple[str, str]]:
    years = AcademicTerm.objects.order_by("-academic_year").values_list("academic_year", flat=True)
    return [(str(year), str(year)) for year in years.distinct()]


class OfficeHolidayFilterSet(WagtailFilterSet):
    """By year and by what the row does."""

    year = django_filters.ChoiceFilter(
        field_name="date",
        lookup_expr="year",
        label=_("Year (B.E.)"),
        choices=_years_with_rows,
        empty_label=_("All years"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = OfficeHoliday
        fields = ["year", "kind"]


class AcademicTermFilterSet(WagtailFilterSet):
    """By school year and by term."""

    academic_year = django_filters.ChoiceFilter(
        label=_("School year (B.E.)"),
        choices=_school_years,
        empty_label=_("All years"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = AcademicTerm
        fields = ["academic_year", "number"]
