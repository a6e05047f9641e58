"""What of the catalogue can be found: resources and platforms; `search_facets` names their facets.

Grades and learning areas go into a document in every form that people write; the analyser makes the
same token of ป.4, ประถมศึกษาปีที่ 4 and ประถม 4 as of a query. An empty list of grades means "not
tied to any" and, as everywhere in the catalogue, is found without that filter only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from catalog.models import (
    AccessPoint,
    Audience,
    DeliveryMode,
    Grade,
    Indicator,
    Platform,
    PlatformKind,
    Provider,
    Resource,
    ResourceKind,
    ResourceTag,
    Subject,
    TaggedResource,
)
from catalog.search_facets import PLATFORM_KIND, register_facets
from catalog.search_rows import ResourceRow, resource_rows
from catalog.templatetags.catalog_tags import grade_span
from search.attached_text import attached_texts
from search.contract import Document
from search.models import AttachedText
from search.sources import FacetValue, SearchSource, labelled, register
from search.text.runs import write_runs

register_facets()


class CatalogSource(SearchSource):
    """What resources and platforms have in common."""

    model: type[Any]
    # How a row of each watched model leads to rows of this source.
    paths: dict[type[Model], tuple[str, ...]]

    def dependents(self, changed: Model) -> Iterable[int]:
        """Rows that show the changed one."""
        if isinstance(changed, self.model):
            return [changed.pk]
        condition = Q()
        for path in self.paths.get(type(changed), ()):
            condition |= Q(**{path: changed.pk})
        if not condition:
            return []
        # Left in the database: a renamed learning area has thousands of rows.
        rows = self.model.objects.filter(condition).order_by()
        return rows.values_list("pk", flat=True).distinct()


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
            "grade": _codes(row.grades),
            "subject": _codes(row.subjects),
            "mode": tuple(dict.fromkeys(_codes(row.modes))),
            "kind": (row.kind,),
            "platform": (platform.code,) if platform else (),
            "provider": (provider.code,) if provider else (),
            "audience": _codes(row.audiences),
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
            keywords=_keywords(
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
            labels=_keywords(
                kind.label_th,
                write_runs((grade.code, grade.names[0]) for grade in row.grades),
                *(subject.names[0] for subject in row.subjects),
                platform.names[0] if platform else "",
            ),
            thumbnail=_picture(row.picture, "fill-480x270"),
            is_sample=row.is_sample,
            published_at=row.first_published_at,
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


@register
class PlatformSource(CatalogSource):
    """Published platforms."""

    kind = "platform"
    label = _("Platforms")
    model = Platform
    paths = {
        Provider: ("provider",),
        Grade: ("grades",),
        Subject: ("subjects",),
        Audience: ("audiences",),
        DeliveryMode: ("modes",),
        get_image_model(): ("logo",),
    }
    watches = (Platform, *paths)

    def queryset(self) -> QuerySet[Any]:
        """Published platforms with all that a document tells."""
        return Platform.objects.public().for_listing().prefetch_related("audiences")

    def document(self, row: Any) -> Document:
        """Describe one platform."""
        facets = {
            "grade": _codes(row.grades.all()),
            "subject": _codes(row.subjects.all()),
            "mode": _codes(row.modes.all()),
            "kind": (PLATFORM_KIND.format(row.kind),),
            "platform": (row.slug,),
            "provider": (row.provider.slug,),
            "audience": _codes(row.audiences.all()),
            "free": (row.cost,),
            "room": (self.kind,),
        }
        kind = labelled(row.kind, PlatformKind(row.kind).label, 0)
        with translation.override("th"):
            url = row.get_absolute_url()
            labels = _labels(kind, row, row.provider.name_th)
        return Document(
            key=self.key(row.pk),
            title=row.name_th,
            title_en=row.name_en,
            url=url,
            summary=row.description,
            keywords=_keywords(
                *_filing(row),
                *_names(row.provider),
                kind.label_th,
                kind.label_en,
                *(name for mode in row.modes.all() for name in _names(mode)),
                str(self.label),
            ),
            facets=facets,
            labels=labels,
            thumbnail=_picture(row.logo, "max-160x64"),
            published_at=row.first_published_at,
            title_order=row.thai_order,
        )


def _codes(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(row.code for row in rows)


def _names(row: Any) -> tuple[str, ...]:
    """Every name of a row of any table, in both languages."""
    fields = ("name_th", "long_name_th", "short_name_th", "name_en")
    return tuple(getattr(row, field, "") for field in fields)


def _filing(row: Any) -> Iterator[str]:
    """The names of the grades and learning areas of a row."""
    for filed in chain(row.grades.all(), row.subjects.all()):
        yield from _names(filed)


def _keywords(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _labels(kind: FacetValue, row: Any, owner: str) -> tuple[str, ...]:
    """What a card says in short words, in Thai; filing first read by the eye."""
    subjects = (subject.name_th for subject in row.subjects.all())
    return _keywords(kind.label_th, grade_span(row.grades.all()), *subjects, owner)


def _picture(image: Any, spec: str) -> str:
    """The address of a picture cut to size; nothing where its file is gone or broken."""
    if image is None:
        return ""
    try:
        return str(image.get_rendition(spec).url)
    except (OSError, ValueError, SourceImageIOError, InvalidFilterSpecError):
        return ""
