"""How a room says what of itself can be found: one `search_sources.py` with one class per kind.

    from search.sources import SearchSource, register

    @register
    class CourseSource(SearchSource):
        kind = "course"
        def queryset(self): return Course.objects.public().prefetch_related(...)
        def document(self, course): return Document(key=self.key(course.pk), ...)
        def dependents(self, changed): ...  # pks of courses to renew when this row was saved

That is all: receivers, outbox, rebuild and check walk over the registered sources. The modules are
found by `autodiscover` at start, as Django finds `admin.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import translation

from search import naming
from search.contract import FACETS, Document


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet with its names; `order` is its place on pages."""

    value: str
    label_th: str
    label_en: str
    order: int


class SearchSource(ABC):
    """One kind of thing that can be found."""

    kind: str
    # What things of this kind are called, in the plural: the name of the value in the facet "room".
    label: Any = ""
    # Models whose rows appear in documents of this source (the source's own model among them).
    watches: tuple[type[Model], ...] = ()

    def key(self, pk: int) -> str:
        """The document key of a row."""
        return f"{self.kind}:{pk}"

    @abstractmethod
    def queryset(self) -> QuerySet[Any]:
        """Every row that the public may find, with all that `document` reads prefetched."""

    @abstractmethod
    def document(self, row: Any) -> Document:
        """Describe one row."""

    @abstractmethod
    def dependents(self, changed: Model) -> Iterable[int]:
        """Primary keys of this source's rows that show something of `changed` (itself included).

        Many of them are best left in an unevaluated query set of one column: they then go into the
        outbox in one statement. A source that watches pages is also asked for any page whose
        place, address or privacy changed, and names the rows at and below it.
        """

    def keys(self) -> set[str]:
        """Keys of every public row, for the gate and the check: one light query."""
        return {self.key(pk) for pk in self.queryset().order_by().values_list("pk", flat=True)}

    def documents(self, pks: Iterable[int] | None = None, chunk: int = 500) -> Iterator[Document]:
        """Describe all public rows, or those of the given primary keys."""
        rows = self.queryset() if pks is None else self.queryset().filter(pk__in=list(pks))
        for row in rows.order_by("pk").iterator(chunk_size=chunk):
            yield self.document(row)


_sources: dict[str, SearchSource] = {}
_facet_tables: dict[str, list[Any]] = {}


def register(source: type[SearchSource]) -> type[SearchSource]:
    """Class decorator: add a source; its kind must be new."""
    if source.kind in _sources:
        raise ValueError(f"two search sources of kind {source.kind!r}")
    _sources[source.kind] = source()
    return source


def register_facet(name: str, values: Any, *watched: type[Model]) -> None:
    """Say how the values of a facet are called: `values()` returns FacetValue rows in order.

    Rooms add to each other's. `watched` are the models that it reads: pages keep the names until a
    row of them is saved.
    """
    _facet_tables.setdefault(name, []).append(values)
    for model in watched:
        naming.watch(model)


def labelled(value: str, label: Any, order: int) -> FacetValue:
    """A facet value whose names are the translations of one message."""
    with translation.override("th"):
        in_thai = str(label)
    with translation.override("en"):
        return FacetValue(value, in_thai, str(label), order)


def _rooms() -> list[FacetValue]:
    return [
        labelled(kind, source.label or kind, order)
        for order, (kind, source) in enumerate(_sources.items())
    ]


register_facet("room", _rooms)


def facet_values(name: str) -> list[FacetValue]:
    """The values of a facet that have names, in the order of pages."""
    rows = [row for values in _facet_tables.get(name, ()) for row in values()]
    return sorted(rows, key=lambda row: row.order)


def all_facet_values() -> Mapping[str, list[FacetValue]]:
    """The values of every facet, kept between requests."""
    return naming.facet_tables(lambda: {name: facet_values(name) for name in FACETS})


def sources() -> dict[str, SearchSource]:
    """Every registered source by kind."""
    return dict(_sources)
