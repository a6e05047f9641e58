"""Whether what an event is about is there. Rows are unpublished, hardly ever deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model
from wagtail.models import Page

from catalog.models import Platform, Resource
from courses.models import Course

from .codes import ItemType

_MODELS: dict[int, type[Model]] = {
    ItemType.RESOURCE: Resource,
    ItemType.PLATFORM: Platform,
    ItemType.COURSE: Course,
    ItemType.PLAN: Page,
    ItemType.PAGE: Page,
}
Item = tuple[int, int]


class KnownItems:
    """Looks items up in the main database, and remembers those that it has found."""

    def __init__(self) -> None:
        self._known: set[Item] = set()

    def unknown(self, items: Iterable[Item]) -> set[Item]:
        """Those of the items that are not in any table; a search has none and needs none."""
        asked = {each for each in items if each[0]} - self._known
        by_type: defaultdict[int, list[int]] = defaultdict(list)
        for otype, oid in asked:
            by_type[otype].append(oid)
        for otype, oids in by_type.items():
            rows = _MODELS[otype]._default_manager.filter(pk__in=oids)
            self._known |= {(otype, pk) for pk in rows.values_list("pk", flat=True)}
        return asked - self._known
