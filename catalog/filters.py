"""The filters of the public lists.

A filter by grade or learning area is literal: it finds what names that grade or area. Platforms and
resources whose list is empty ("not tied to any") are found without the filter only, so that every
number equals a plain count in the database.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.facets import FacetedFilterSet, FacetFilter, SortFilter, from_enum, from_table
from catalog.models import (
    Audience,
    Cost,
    DeliveryMode,
    Grade,
    Login,
    Platform,
    PlatformKind,
    Resource,
    ResourceKind,
    Subject,
)

GRADE = pgettext_lazy("school", "Grade")
SUBJECT = _("Learning area")
MODE = _("Delivery mode")
AUDIENCE = _("For whom")
KIND = _("Kind")
COST = _("Cost")
LOGIN = _("Login")

NEWEST = (F("first_published_at").desc(nulls_last=True), "-pk")


class WordsFilter(django_filters.CharFilter):
    """Keeps resources that have every word in a name, the summary, a tag or an indicator code."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Narrow the rows word by word; no words mean all of them."""
        for word in dict.fromkeys((value or "").split()):
            qs = qs.filter(self._anywhere(word))
        return qs

    def _anywhere(self, word: str) -> Q:
        tagged = Resource.objects.filter(tags__name__icontains=word)
        indicated = Resource.objects.filter(indicators__code__icontains=word)
        in_text = (
            Q(name_th__icontains=word) | Q(name_en__icontains=word) | Q(summary__icontains=word)
        )
        return (
            in_text
            | Q(pk__in=tagged.order_by().values("pk"))
            | Q(pk__in=indicated.order_by().values("pk"))
        )


class PlatformFilter(FacetedFilterSet):
    """Filters of the platform directory."""

    grade = FacetFilter("grades__code", label=GRADE, choices=from_table(Grade.objects.all))
    subject = FacetFilter("subjects__code", label=SUBJECT, choices=from_table(Subject.objects.all))
    mode = FacetFilter("modes__code", label=MODE, choices=from_table(DeliveryMode.objects.all))
    audience = FacetFilter(
        "audiences__code", label=AUDIENCE, choices=from_table(Audience.objects.all)
    )
    kind = FacetFilter("kind", label=KIND, choices=from_enum(PlatformKind), only_used=True)
    cost = FacetFilter("cost", label=COST, choices=from_enum(Cost))
    login = FacetFilter("login", label=LOGIN, choices=from_enum(Login))


RESOURCE_ORDERS = {
    "newest": (_("Newest first"), NEWEST),
    "title": (_("By name"), ("thai_order", "pk")),
}


class ResourceFilter(FacetedFilterSet):
    """Filters of the resource directory."""

    q = WordsFilter(label=_("Words to look for"), max_length=200)
    grade = FacetFilter("grades__code", label=GRADE, choices=from_table(Grade.objects.all))
    subject = FacetFilter("subjects__code", label=SUBJECT, choices=from_table(Subject.objects.all))
    mode = FacetFilter(
        "access_points__mode__code", label=MODE, choices=from_table(DeliveryMode.objects.all)
    )
    kind = FacetFilter("kind", label=KIND, choices=from_enum(ResourceKind), only_used=True)
    audience = FacetFilter(
        "audiences__code", label=AUDIENCE, choices=from_table(Audience.objects.all)
    )
    platform = FacetFilter(
        "platform__slug",
        label=_("Platform"),
        choices=from_table(Platform.objects.public, key="slug"),
        only_used=True,
    )
    cost = FacetFilter("cost", label=COST, choices=from_enum(Cost))
    login = FacetFilter("login", label=LOGIN, choices=from_enum(Login))
    sort = SortFilter(RESOURCE_ORDERS, label=_("Order"))


class ResourceOfGradeFilter(FacetedFilterSet):
    """Filters of the resources of one grade and learning area."""

    mode = FacetFilter(
        "access_points__mode__code", label=MODE, choices=from_table(DeliveryMode.objects.all)
    )
    kind = FacetFilter("kind", label=KIND, choices=from_enum(ResourceKind), only_used=True)
    sort = SortFilter(RESOURCE_ORDERS, label=_("Order"))
