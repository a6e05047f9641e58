"""One row per document; facets of one value are columns, those of several are relations."""

from __future__ import annotations

from django.db import models
from wagtail.search import index


class Label(models.Model):
    """A grade, subject, mode or audience."""

    slug = models.SlugField(primary_key=True)

    def __str__(self) -> str:
        return self.slug


class StockResource(index.Indexed, models.Model):
    """Indexed as Wagtail's documentation says, with a filter field for each facet."""

    title = models.TextField()
    summary = models.TextField()
    keywords = models.TextField()
    kind = models.SlugField()
    platform = models.SlugField()
    provider = models.SlugField()
    free = models.SlugField()
    room = models.SlugField()
    grade = models.ManyToManyField(Label, related_name="+")
    subject = models.ManyToManyField(Label, related_name="+")
    mode = models.ManyToManyField(Label, related_name="+")
    audience = models.ManyToManyField(Label, related_name="+")
    published_at = models.DateTimeField(db_index=True)
    popularity = models.IntegerField(db_index=True)
    title_order = models.TextField(db_index=True)

    search_fields = [
        index.SearchField("title"),
        index.SearchField("summary"),
        index.SearchField("keywords"),
        *(
            index.FilterField(name)
            for name in ("id", "kind", "platform", "provider", "free", "room")
        ),
        *(index.FilterField(name) for name in ("grade", "subject", "mode", "audience")),
        *(index.FilterField(name) for name in ("published_at", "popularity", "title_order")),
    ]

    def __str__(self) -> str:
        return self.title
