"""What the sources of the catalogue have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db.models import Model, Q
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from search.sources import SearchSource


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


def codes(rows: Iterable[Any]) -> tuple[str, ...]:
    """The values of a facet."""
    return tuple(row.code for row in rows)


def names(row: Any) -> tuple[str, ...]:
    """Every name of a row of any table, in both languages."""
    fields = ("name_th", "long_name_th", "short_name_th", "name_en")
    return tuple(getattr(row, field, "") for field in fields)


def filing(row: Any) -> Iterator[str]:
    """The names of the grades and learning areas of a row."""
    for filed in chain(row.grades.all(), row.subjects.all()):
        yield from names(filed)


def keywords(*names: str) -> tuple[str, ...]:
    """Names in their order, each once."""
    return tuple(dict.fromkeys(name for name in names if name))


def picture(image: Any, spec: str) -> str:
    """The address of a picture cut to size; nothing where its file is gone or broken."""
    if image is None:
        return ""
    try:
        return str(image.get_rendition(spec).url)
    except (OSError, ValueError, SourceImageIOError, InvalidFilterSpecError):
        return ""
