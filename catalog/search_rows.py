"""Resources as the search reads them by the thousand: plain rows, a few light queries a batch.

Making a model of each resource and of all that it is filed under costs ten times as much, and a
rebuild of the index does it for every resource there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model
from wagtail.images import get_image_model

from catalog.models import (
    AccessPoint,
    DeliveryMode,
    Platform,
    Provider,
    Resource,
    TaggedResource,
)

# Every name that a row of a table may have, in the order of keywords.
_NAMES = ("name_th", "long_name_th", "short_name_th", "name_en")
_OWN = (
    "pk",
    "name_th",
    "name_en",
    "summary",
    "kind",
    "cost",
    "is_sample",
    "first_published_at",
    "thai_order",
    "open_count__opens",
    "thumbnail_id",
    "platform_id",
    "provider_id",
)


class Named(NamedTuple):
    """A row of another table: its code or slug, and its names, the Thai one first."""

    code: str
    names: tuple[str, ...]


Owned = tuple[Named | None, int]  # a platform and the key of its provider
_NOBODY: Owned = (None, 0)


class ResourceRow(NamedTuple):
    """A published resource with all that its document tells."""

    pk: int
    name_th: str
    name_en: str
    summary: str
    kind: str
    cost: str
    is_sample: bool
    first_published_at: datetime | None
    thai_order: str
    opens: int | None  # in the current term
    picture: Any
    platform: Named | None
    provider: Named | None
    grades: list[Named]
    subjects: list[Named]
    audiences: list[Named]
    modes: list[Named]  # one for each access point
    documents: list[int]  # that access points open
    indicators: list[str]
    tags: list[str]


def resource_rows(pks: Collection[int]) -> Iterator[ResourceRow]:
    """Those of the resources that are published, in the order of their keys."""
    wanted = set(pks)
    public = Resource.objects.public().filter(**_among("pk", wanted)).order_by("pk")
    rows = [row for row in public.values_list(*_OWN) if row[0] in wanted]
    found = [row[0] for row in rows]
    points = _points(found)
    related: tuple[dict[int, Any], ...] = (
        *(_filed(name, found) for name in ("grades", "subjects", "audiences")),
        {pk: [mode for mode, _ in each] for pk, each in points.items()},
        {pk: [document for _, document in each if document] for pk, each in points.items()},
        _words(Resource.indicators.through, "resource", "indicator__code", found),
        _words(TaggedResource, "content_object", "tag__name", found),
    )
    pictures = _pictures({row[-3] for row in rows} - {None})
    platforms, providers = _owners(rows)
    for *own, picture, platform, provider in rows:
        shown, owner = platforms.get(platform, _NOBODY)
        values = (
            *own,
            pictures.get(picture),
            shown,
            providers.get(provider or owner),
            *[each.get(own[0], []) for each in related],
        )
        yield ResourceRow._make(values)


def _among(path: str, pks: Collection[int]) -> dict[str, Any]:
    """A filter that lets these keys through, and perhaps others.

    Keys that lie close together are told by the first and the last: a list of hundreds costs more
    than all that is read.
    """
    if pks and max(pks) - min(pks) < 2 * len(pks):
        return {f"{path}__gte": min(pks), f"{path}__lte": max(pks)}
    return {f"{path}__in": pks}


def _columns(model: type[Model], path: str = "") -> list[str]:
    """Where the code and the names of rows of a table are, as seen from the other end of a path."""
    known = {field.name for field in model._meta.fields}
    code = "slug" if "slug" in known else "code"
    return [path + name for name in (code, *_NAMES) if name in known]


def _filed(name: str, pks: Collection[int]) -> dict[int, list[Named]]:
    """Rows of a table that resources are filed under, in the table's own order."""
    field: Any = Resource._meta.get_field(name)
    model, through = field.related_model, field.remote_field.through
    path = f"{field.m2m_reverse_field_name()}__"
    rows = through.objects.filter(**_among("resource", pks)).order_by(
        *(path + column for column in model._meta.ordering)
    )
    found: defaultdict[int, list[Named]] = defaultdict(list)
    for pk, code, *names in rows.values_list("resource_id", *_columns(model, path)).iterator(5_000):
        found[pk].append(Named(code, tuple(names)))
    return found


def _points(pks: Collection[int]) -> dict[int, list[tuple[Named, int | None]]]:
    """The mode of each access point, and the document that it opens."""
    rows = AccessPoint.objects.filter(**_among("resource", pks)).order_by("sort_order", "pk")
    columns = _columns(DeliveryMode, "mode__")
    found: defaultdict[int, list[tuple[Named, int | None]]] = defaultdict(list)
    for pk, document, code, *names in rows.values_list("resource_id", "document_id", *columns):
        found[pk].append((Named(code, tuple(names)), document))
    return found


def _words(
    through: type[Model], owner: str, path: str, pks: Collection[int]
) -> dict[int, list[str]]:
    """One text of each row that resources are tied to, in no order."""
    rows = through._default_manager.filter(**_among(owner, pks))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk, text in rows.order_by().values_list(f"{owner}_id", path):
        found[pk].append(text)
    return found


def _owners(rows: Collection[Any]) -> tuple[dict[int, Owned], dict[int, Named]]:
    """Published platforms with the key of their provider, and providers, by key."""
    wanted = {row[-2] for row in rows}
    found = Platform.objects.public().filter(pk__in=wanted).order_by()
    platforms: dict[int, Owned] = {
        pk: (Named(code, tuple(names)), provider)
        for pk, provider, code, *names in found.values_list(
            "pk", "provider_id", *_columns(Platform)
        )
    }
    wanted = {row[-1] for row in rows} | {provider for _, provider in platforms.values()}
    named = Provider.objects.filter(pk__in=wanted).order_by()
    providers = {
        pk: Named(code, tuple(names))
        for pk, code, *names in named.values_list("pk", *_columns(Provider))
    }
    return platforms, providers


def _pictures(pks: Collection[int]) -> dict[int, Any]:
    """Thumbnails with what was already cut from them."""
    if not pks:
        return {}
    return dict(get_image_model().objects.prefetch_renditions("fill-480x270").in_bulk(pks))
