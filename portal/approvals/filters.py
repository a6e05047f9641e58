"""Filters of the list of acts."""

from __future__ import annotations

import django_filters
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from catalog.viewsets.filters import choice_filter

from .models import Act, ApprovalAct


def _kinds() -> list[tuple[int, str]]:
    """The kinds of things that somebody has acted on."""
    keys = ApprovalAct.objects.order_by().values_list("content_type", flat=True).distinct()
    kinds = [ContentType.objects.get_for_id(key) for key in keys]
    return [
        (kind.pk, capfirst(str(model._meta.verbose_name)))
        for kind in kinds
        if (model := kind.model_class()) is not None
    ]


class ActFilterSet(WagtailFilterSet):
    """By person, act, kind of object and date."""

    actor = django_filters.ModelChoiceFilter(
        label=_("Person"),
        queryset=lambda request: (
            get_user_model().objects.filter(approval_acts__isnull=False).distinct()
        ),
    )
    act = choice_filter(Act.choices, "act", _("Act"))
    content_type = choice_filter(lazy(_kinds, list)(), "content_type", _("Kind"))
    object_id = django_filters.CharFilter(label=_("Number of the object"))
    at = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = ApprovalAct
        fields = ["actor", "act", "content_type", "object_id", "at"]
