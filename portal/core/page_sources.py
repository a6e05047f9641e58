"""How a page of prose is described to the search; rooms build their own page types on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page, Site

from portal.core.pages import BasePage
from search.contract import Document
from search.sources import SearchSource
from search.text.collation import thai_sort_key


class BasePageSource(SearchSource):
    """Pages with a title in two languages, a summary and a body of blocks.

    Rooms inherit from this and name their model.
    """

    model: type[Any]

    def queryset(self) -> QuerySet[Any]:
        """Live pages that no view restriction hides."""
        rows = self.model.objects.live().public()
        return rows.select_related("picture").prefetch_related("picture__renditions")

    def dependents(self, changed: Model) -> Iterable[int]:
        """The page itself and those below it: their addresses and restrictions hang on it."""
        rows = self.model.objects.all()
        if isinstance(changed, Page):
            rows = rows.descendant_of(changed, inclusive=True)
        elif isinstance(changed, get_image_model()):
            rows = rows.filter(picture=changed.pk)
        elif not isinstance(changed, Site):
            return []
        return list(rows.order_by().values_list("pk", flat=True))

    def document(self, row: Any) -> Document:
        """Describe one page."""
        with translation.override("th"):
            url = row.get_url() or ""
        return Document(
            key=self.key(row.pk),
            title=row.title,
            title_en=row.title_en,
            url=url,
            summary=row.summary,
            keywords=(),
            body=self.body(row),
            facets={"room": (self.kind,)},
            thumbnail=_picture(row),
            is_sample=row.is_sample,
            published_at=self.moment(row),
            title_order=thai_sort_key(row.title),
        )

    def body(self, row: Any) -> str:
        """The words of the blocks."""
        block = row.body.stream_block
        return "\n".join(str(text) for text in block.get_searchable_content(row.body))

    def moment(self, row: Any) -> datetime | None:
        """When it was published, for the order by date."""
        return row.first_published_at


def _picture(page: BasePage) -> str:
    if page.picture is None:
        return ""
    try:
        return str(page.picture.get_rendition("fill-480x270").url)
    except (OSError, ValueError, SourceImageIOError, InvalidFilterSpecError):
        return ""
