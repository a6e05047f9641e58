"""How the values of the catalogue's facets are called, read from its tables and choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Choices
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalog.models import (
    Audience,
    Cost,
    DeliveryMode,
    Grade,
    Platform,
    PlatformKind,
    Provider,
    ResourceKind,
    Subject,
)
from search.sources import FacetValue, labelled, register_facet

# Platforms have kinds of their own, some of the same name as kinds of resources.
PLATFORM_KIND = "platform_{}"


def _table(rows: Callable[[], Iterable[Any]], key: str = "code") -> Callable[[], list[FacetValue]]:
    return lambda: [
        FacetValue(getattr(row, key), row.name_th, row.name_en, order)
        for order, row in enumerate(rows())
    ]


def _enum(choices: type[Choices]) -> list[FacetValue]:
    return [labelled(value, label, order) for order, (value, label) in enumerate(choices.choices)]


def _kinds() -> list[FacetValue]:
    own = _enum(ResourceKind)
    platforms = [
        labelled(
            PLATFORM_KIND.format(value),
            format_lazy("{}: {}", _("Platform"), label),
            len(own) + order,
        )
        for order, (value, label) in enumerate(PlatformKind.choices)
    ]
    return own + platforms


def register_facets() -> None:
    """Tell the search what the values of its facets are called."""
    register_facet("grade", _table(Grade.objects.all), Grade)
    register_facet("subject", _table(Subject.objects.all), Subject)
    register_facet("mode", _table(DeliveryMode.objects.all), DeliveryMode)
    register_facet("kind", _kinds)
    register_facet("platform", _table(Platform.objects.public, key="slug"), Platform)
    register_facet("provider", _table(Provider.objects.all, key="slug"), Provider)
    register_facet("audience", _table(Audience.objects.all), Audience)
    register_facet("free", lambda: _enum(Cost))
