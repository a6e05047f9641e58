"""Browsing from the database while there is no usable index.

Plain and honest: titles that contain the words, the newest first, no ranking and no understanding
of Thai. Filters and counts are read from the newest documents only, so the page says so when there
are more of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet

from search.addresses import in_readers_language
from search.contract import FACETS, MAX_WINDOW, Answer, Document, Filters, Hit
from search.sources import SearchSource, sources

# So many documents are described when somebody filters.
FILTERED = 500
_TITLES = ("name_th", "name_en", "title")
_MOMENTS = ("first_published_at", "published_at")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class DatabaseAnswer:
    """What the database says; `is_cut` when filters could not look at everything."""

    answer: Answer
    is_cut: bool = False


def browse(words: str, filters: Filters, offset: int, limit: int) -> DatabaseAnswer:
    """Return one page of public rows whose title contains every word, the newest first."""
    rows = _newest(words)
    # One kind of thing is what most addresses ask for, and needs no reading of documents.
    if not filters:
        page = list(_documents(rows[offset : offset + limit]))
        return DatabaseAnswer(Answer(len(rows), [_hit(each) for each in page], {}))
    described = list(_documents(rows[:FILTERED]))
    found = [each for each in described if _carries(each, filters)]
    hits = [_hit(each) for each in found[offset : offset + limit]]
    facets = {name: _counts(name, described, filters) for name in FACETS}
    return DatabaseAnswer(Answer(len(found), hits, facets), is_cut=len(rows) > FILTERED)


def _newest(words: str) -> list[tuple[SearchSource, int]]:
    """Every public row with the words in its title, the newest first."""
    found: list[tuple[datetime, int, SearchSource]] = []
    for source in sources().values():
        rows = _with_words(source.queryset(), words)
        moment = _field(rows.model, _MOMENTS)
        columns = ("pk", moment) if moment else ("pk",)
        ordered = rows.order_by(f"-{moment}" if moment else "-pk").values_list(*columns)
        for pk, *when in ordered[:MAX_WINDOW]:
            found.append(((when[0] if when else None) or _LONG_AGO, pk, source))
    found.sort(key=lambda row: (row[0], row[1]), reverse=True)
    return [(source, pk) for __, pk, source in found]


def _with_words(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    titles = [name for name in _TITLES if _field(rows.model, (name,))]
    for word in words.split()[:10]:
        anywhere = Q()
        for name in titles:
            anywhere |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(anywhere) if titles else rows.none()
    return rows


def _field(model: type[Model], names: Iterable[str]) -> str:
    """The first of these fields that the model has, or nothing."""
    for name in names:
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        return name
    return ""


def _documents(rows: list[tuple[SearchSource, int]]) -> Iterable[Document]:
    """Describe the rows in their order, one query set per kind."""
    by_kind: dict[str, list[int]] = {}
    for source, pk in rows:
        by_kind.setdefault(source.kind, []).append(pk)
    described = {
        document.key: document
        for kind, pks in by_kind.items()
        for document in sources()[kind].documents(pks)
    }
    keys = (source.key(pk) for source, pk in rows)
    return (described[key] for key in keys if key in described)


def _carries(document: Document, filters: Filters, but: str = "") -> bool:
    return all(
        values & set(document.facets.get(name, ()))
        for name, values in filters.items()
        if name != but
    )


def _counts(name: str, documents: list[Document], filters: Filters) -> dict[str, int]:
    counts: dict[str, int] = {}
    for document in documents:
        if _carries(document, filters, but=name):
            for value in document.facets.get(name, ()):
                counts[value] = counts.get(value, 0) + 1
    return counts


def _hit(document: Document) -> Hit:
    return Hit(
        key=document.key,
        title=document.title,
        url=in_readers_language(document.url),
        summary=document.summary,
        title_en=document.title_en,
        labels=document.labels,
        thumbnail=document.thumbnail,
        is_sample=document.is_sample,
        facets=document.facets,
    )
