"""Platforms as the search finds them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from catalog.models import Audience, DeliveryMode, Grade, Platform, PlatformKind, Provider, Subject
from catalog.search_facets import PLATFORM_KIND
from catalog.templatetags.catalog_tags import grade_span
from search.contract import Document
from search.sources import FacetValue, labelled, register

from .base import CatalogSource, codes, filing, keywords, names, picture


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
        rows = Platform.objects.public().for_listing()
        return rows.select_related("open_count").prefetch_related("audiences")

    def document(self, row: Any) -> Document:
        """Describe one platform."""
        facets = {
            "grade": codes(row.grades.all()),
            "subject": codes(row.subjects.all()),
            "mode": codes(row.modes.all()),
            "kind": (PLATFORM_KIND.format(row.kind),),
            "platform": (row.slug,),
            "provider": (row.provider.slug,),
            "audience": codes(row.audiences.all()),
            "free": (row.cost,),
            "room": (self.kind,),
        }
        kind = labelled(row.kind, PlatformKind(row.kind).label, 0)
        opens = getattr(row, "open_count", None)
        with translation.override("th"):
            url = row.get_absolute_url()
            told = _labels(kind, row, row.provider.name_th)
        return Document(
            key=self.key(row.pk),
            title=row.name_th,
            title_en=row.name_en,
            url=url,
            summary=row.description,
            keywords=keywords(
                *filing(row),
                *names(row.provider),
                kind.label_th,
                kind.label_en,
                *(name for mode in row.modes.all() for name in names(mode)),
                str(self.label),
            ),
            facets=facets,
            labels=told,
            thumbnail=picture(row.logo, "max-160x64"),
            published_at=row.first_published_at,
            popularity=opens.opens if opens else 0,
            title_order=row.thai_order,
        )


def _labels(kind: FacetValue, row: Any, owner: str) -> tuple[str, ...]:
    """What a card says in short words, in Thai; filing first read by the eye."""
    subjects = (subject.name_th for subject in row.subjects.all())
    return keywords(kind.label_th, grade_span(row.grades.all()), *subjects, owner)
