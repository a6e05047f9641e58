"""Filters of the admin's lists."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from catalog.models import (
    Audience,
    Certainty,
    Collection,
    DeliveryMode,
    Grade,
    Indicator,
    Platform,
    PlatformKind,
    Provider,
    Resource,
    ResourceKind,
    Subject,
)

ALL = _("All")


def row_filter(model: type[Any], field: str, label: Any, **kwargs: Any) -> Any:
    """A filter by one row of a table."""
    return django_filters.ModelChoiceFilter(
        field_name=field, label=label, queryset=model.objects.all(), empty_label=ALL, **kwargs
    )


def choice_filter(choices: Any, field: str, label: Any, **kwargs: Any) -> Any:
    """A filter by one of a field's choices."""
    return django_filters.ChoiceFilter(
        field_name=field, label=label, choices=choices, empty_label=ALL, **kwargs
    )


class StatusFilterSet(WagtailFilterSet):
    """By what the public sees of an entry."""

    STATUSES = {
        "live": (_("Published"), {"live": True}),
        "draft": (_("Draft"), {"live": False}),
        "changed": (
            _("Published, with changes not yet published"),
            {"live": True, "has_unpublished_changes": True},
        ),
        "review": (_("Waiting for approval"), {"in_review": True}),
        "scheduled": (_("Scheduled"), {"is_scheduled": True}),
    }

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[(code, label) for code, (label, _lookups) in STATUSES.items()],
        empty_label=ALL,
        method="filter_status",
        widget=forms.RadioSelect,
    )

    def filter_status(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep entries of one status; `in_review` and `is_scheduled` come with the list."""
        return queryset.filter(**self.STATUSES[value][1])


class EntryFilterSet(StatusFilterSet):
    """What platforms and resources share."""

    grade = row_filter(Grade, "grades", pgettext_lazy("school", "Grade"))
    subject = row_filter(Subject, "subjects", _("Learning area"))
    audience = row_filter(Audience, "audiences", _("Audience"))
    checked = django_filters.ChoiceFilter(
        label=_("Last check"),
        choices=[("yes", _("Checked")), ("no", _("Not yet checked"))],
        empty_label=ALL,
        method="filter_checked",
        widget=forms.RadioSelect,
    )

    def filter_checked(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep entries that somebody has checked, or that nobody has."""
        return queryset.filter(last_checked_at__isnull=value == "no")


class PlatformFilterSet(EntryFilterSet):
    """Filters of the list of platforms."""

    mode = row_filter(DeliveryMode, "modes", _("Delivery mode"))
    kind = choice_filter(PlatformKind.choices, "kind", _("Kind"))
    provider = row_filter(Provider, "provider", _("Provider"))
    certainty = choice_filter(Certainty.choices, "url_certainty", _("Certainty of the address"))

    class Meta:
        model = Platform
        fields: list[str] = []


class ResourceFilterSet(EntryFilterSet):
    """Filters of the list of resources."""

    # Two access points of one mode must not show the resource twice.
    mode = row_filter(DeliveryMode, "access_points__mode", _("Delivery mode"), distinct=True)
    kind = choice_filter(ResourceKind.choices, "kind", _("Kind"))
    platform = row_filter(Platform, "platform", _("Platform"))
    certainty = choice_filter(Certainty.choices, "certainty", _("Certainty"))
    sample = django_filters.BooleanFilter(field_name="is_sample", label=_("Sample data"))

    class Meta:
        model = Resource
        fields: list[str] = []


class CollectionFilterSet(StatusFilterSet):
    """Filters of the list of collections."""

    class Meta:
        model = Collection
        fields: list[str] = []


class IndicatorFilterSet(WagtailFilterSet):
    """Filters of the list of indicators."""

    subject = row_filter(Subject, "subject", _("Learning area"))
    grade = row_filter(Grade, "grades", pgettext_lazy("school", "Grade"))

    class Meta:
        model = Indicator
        fields = ["curriculum_version"]
