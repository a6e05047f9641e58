"""Resources as the search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from catalog.models import (
    AccessPoint,
    Audience,
    DeliveryMode,
    Grade,
    Indicator,
    Platform,
    Provider,
    Resource,
    ResourceKind,
    ResourceTag,
    Subject,
    TaggedResource,
)
from catalog.search_rows import ResourceRow, resource_rows
from search.attached_text import attached_texts
from search.contract import Document
from search.models import AttachedText
from search.sources import FacetValue, labelled, register
from search.text.runs import write_runs

from .base import CatalogSource, codes, keywords, picture


@register
class ResourceSource(CatalogSource):
    """Published resources, with the words of their attached documents."""

    kind = "resource"
    label = _("Learning resources")
    model = Resource
    paths = {
        Platform: ("platform",),
        Provider: ("provider", "platform__provider"),
        Grade: ("grades",),
        Subject: ("subjects",),
        Indicator: ("indicators",),
        Audience: ("audiences",),
        DeliveryMode: ("access_points__mode",),
        AccessPoint: ("access_points",),
        ResourceTag: ("tagged_items__tag",),
        TaggedResource: ("tagged_items",),
        get_image_model(): ("thumbnail",),
    }
    watches = (Resource, *paths, AttachedText)

    def queryset(self) -> QuerySet[Any]:
        """Published resources; what their documents tell is read by `search_rows`."""
        return Resource.objects.public()

    def dependents(self, changed: Model) -> Iterable[int]:
        """Rows that show the changed one, or carry the document whose words were read."""
        if isinstance(changed, AccessPoint):
            return [changed.resource_id]  # saved along with it: no query of its own
        if isinstance(changed, TaggedResource):
            return [changed.content_object_id]
        if isinstance(changed, AttachedText):
            points = AccessPoint.objects.filter(document_id=changed.document_id)
            return list(points.values_list("resource_id", flat=True).distinct())
        return super().dependents(changed)

    def documents(self, pks: Iterable[int] | None = None, chunk: int = 500) -> Iterator[Document]:
        """Describe rows, reading all that they tell a chunk at a time."""
        wanted = self.pks() if pks is None else list(pks)
        for start in range(0, len(wanted), chunk):
            rows = list(resource_rows(wanted[start : start + chunk]))
            texts = attached_texts(chain.from_iterable(row.documents for row in rows))
            for row in rows:
                yield self._describe(row, texts)

    def document(self, row: Any) -> Document:
        """Describe one published resource."""
        (document,) = self.documents([row.pk])
        return document

    def _describe(self, row: ResourceRow, texts: dict[int, str]) -> Document:
        kind = _resource_kind(row.kind)
        platform, provider = row.platform, row.provider
        facets = {
            "grade": codes(row.grades),
            "subject": codes(row.subjects),
            "mode": tuple(dict.fromkeys(codes(row.modes))),
            "kind": (row.kind,),
            "platform": (platform.code,) if platform else (),
            "provider": (provider.code,) if provider else (),
            "audience": codes(row.audiences),
            "free": (row.cost,),
            "room": (self.kind,),
        }
        owners = (each for each in (platform, provider) if each)
        before, after = _resource_address()
        return Document(
            key=self.key(row.pk),
            title=row.name_th,
            title_en=row.name_en,
            url=f"{before}{row.pk}{after}",
            summary=row.summary,
            keywords=keywords(
                *chain.from_iterable(each.names for each in chain(row.grades, row.subjects)),
                *sorted(row.tags),
                *chain.from_iterable(each.names for each in owners),
                kind.label_th,
                kind.label_en,
                *chain.from_iterable(each.names for each in row.modes),
            ),
            codes=tuple(sorted({*row.indicators})),
            body="\n".join(texts[pk] for pk in dict.fromkeys(row.documents) if pk in texts),
            facets=facets,
            labels=keywords(
                kind.label_th,
                write_runs((grade.code, grade.names[0]) for grade in row.grades),
                *(subject.names[0] for subject in row.subjects),
                platform.names[0] if platform else "",
            ),
            thumbnail=picture(row.picture, "fill-480x270"),
            is_sample=row.is_sample,
            published_at=row.first_published_at,
            popularity=row.opens or 0,
            title_order=row.thai_order,
        )


@cache
def _resource_kind(kind: str) -> FacetValue:
    return labelled(kind, ResourceKind(kind).label, 0)


@cache
def _resource_address() -> tuple[str, str]:
    """What stands before and behind the number in the Thai address of a resource."""
    with translation.override("th"):
        before, _number, after = Resource(pk=0).get_absolute_url().rpartition("0")
    return before, after
