"""The filters of the public lists.

A filter by grade or learning area is literal: it finds what names that grade or area. Platforms and
resources whose list is empty ("not tied to any") are found without the filter only, so that every
number equals a plain count in the database.
"""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.facets import FacetedFilterSet, FacetFilter, SortFilter, from_enum, from_table
from catalog.models import (
    Audience,
    Cost,
    DeliveryMode,
    Grade,
    Login,
    PlatformKind,
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


class ResourceOfGradeFilter(FacetedFilterSet):
    """Filters of the resources of one grade and learning area."""

    mode = FacetFilter(
        "access_points__mode__code", label=MODE, choices=from_table(DeliveryMode.objects.all)
    )
    kind = FacetFilter("kind", label=KIND, choices=from_enum(ResourceKind), only_used=True)
    sort = SortFilter(RESOURCE_ORDERS, label=_("Order"))
