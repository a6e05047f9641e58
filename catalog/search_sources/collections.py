"""Collections as the search finds them: filed under what their resources are filed under."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from catalog.models import Collection, CollectionItem, DeliveryMode, Grade, Resource, Subject
from search.contract import Document
from search.sources import register
from search.text.runs import write_runs

from .base import CatalogSource, codes, keywords, names


@register
class CollectionSource(CatalogSource):
    """Published collections; the names of their resources count as their text."""

    kind = "collection"
    label = _("Collections of resources")
    model = Collection
    paths = {
        CollectionItem: ("items",),
        Resource: ("items__resource",),
        Grade: ("items__resource__grades",),
        Subject: ("items__resource__subjects",),
        DeliveryMode: ("items__resource__access_points__mode",),
    }
    watches = (Collection, *paths)

    def queryset(self) -> QuerySet[Any]:
        """Published collections with the published resources in them."""
        resources = Resource.objects.public().prefetch_related(
            "grades", "subjects", "access_points__mode"
        )
        items = CollectionItem.objects.filter(resource__in=Resource.objects.public())
        return Collection.objects.public().prefetch_related(
            Prefetch("items", queryset=items), Prefetch("items__resource", queryset=resources)
        )

    def dependents(self, changed: Model) -> Iterable[int]:
        """Collections that show the changed row."""
        if isinstance(changed, CollectionItem):
            return [changed.collection_id]  # also when it is gone
        if isinstance(changed, Resource):  # few or none, and often saved
            return list(super().dependents(changed))
        return super().dependents(changed)

    def document(self, row: Any) -> Document:
        """Describe one collection."""
        held = [item.resource for item in row.items.all()]
        grades = _filed(held, lambda each: each.grades.all())
        subjects = _filed(held, lambda each: each.subjects.all())
        modes = _filed(held, lambda each: (point.mode for point in each.access_points.all()))
        with translation.override("th"):
            url = row.get_absolute_url()
            label = str(self.label)
        return Document(
            key=self.key(row.pk),
            title=row.name_th,
            title_en=row.name_en,
            url=url,
            summary=row.summary,
            keywords=keywords(
                *(name for filed in (*grades, *subjects, *modes) for name in names(filed)), label
            ),
            body="\n".join(each.name_th for each in held),
            facets={
                "grade": codes(grades),
                "subject": codes(subjects),
                "mode": codes(modes),
                "room": (self.kind,),
            },
            labels=keywords(
                label,
                write_runs((grade.code, grade.name_th) for grade in grades),
                *(subject.name_th for subject in subjects),
            ),
            is_sample=row.is_sample,
            published_at=row.first_published_at,
            title_order=row.thai_order,
        )


def _filed(held: Iterable[Resource], of: Callable[[Any], Iterable[Any]]) -> list[Any]:
    """What any of the resources is filed under, each once, in the order of its table."""
    found = {row.pk: row for resource in held for row in of(resource)}
    return sorted(found.values(), key=lambda row: row.sort_order)
