"""What the staff teaches the search: synonyms of queries and pinned results.

Both tables are small and read by every search, so each process keeps them. A stamp in the cache
that all processes share says whether what it keeps is still true; a save throws the stamp away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from search.models import Pin, QuerySynonym
from search.sources import sources
from search.text.analyser import DEFAULT_QUERY_SYNONYMS, QuerySynonyms, normalise

_STAMP = "search:staff-words"
_STAMP_SECONDS = 60


@dataclass(frozen=True)
class Pinned:
    """A result that the staff puts above all others for a query."""

    title: str
    url: str
    key: str = ""


@dataclass(frozen=True)
class QueryWords:
    """The compiled synonyms, and the words that spelling must leave alone."""

    synonyms: QuerySynonyms
    known: frozenset[str]


@dataclass(frozen=True)
class _Kept:
    stamp: str
    words: QueryWords
    pins: dict[str, tuple[Pin, ...]]


_kept: _Kept | None = None


def query_words() -> QueryWords:
    """The synonyms in force."""
    return _read().words


def pins(normalised: str) -> tuple[Pinned, ...]:
    """The pinned results of a query in its normal form."""
    rows = _read().pins.get(normalised, ())
    return tuple(shown for row in rows if (shown := _shown(row)))


def forget(**kwargs: Any) -> None:
    """Read both tables anew, here at once and everywhere when the transaction is through."""
    cache.delete(_STAMP)
    transaction.on_commit(lambda: cache.delete(_STAMP))


for _model in (QuerySynonym, Pin):
    for _signal in (post_save, post_delete):
        _signal.connect(forget, sender=_model, dispatch_uid=f"search-words-{_model.__name__}")


def _read() -> _Kept:
    global _kept
    stamp = cache.get(_STAMP)
    if _kept is None or stamp is None or _kept.stamp != stamp:
        stamp = stamp or _new_stamp()
        _kept = _Kept(stamp, _words(), _pins())
    return _kept


def _new_stamp() -> str:
    cache.add(_STAMP, uuid4().hex, _STAMP_SECONDS)
    return str(cache.get(_STAMP) or uuid4().hex)


def _words() -> QueryWords:
    table: dict[str, tuple[str, ...]] = {
        normalise(typed): tuple(meant) for typed, meant in DEFAULT_QUERY_SYNONYMS
    }
    for row in QuerySynonym.objects.filter(is_active=True):
        typed = normalise(row.typed)
        table[typed] = tuple(dict.fromkeys((*table.get(typed, ()), *row.meanings)))
    synonyms = QuerySynonyms.from_rows(table.items())
    return QueryWords(synonyms, synonyms.keys())


def _pins() -> dict[str, tuple[Pin, ...]]:
    found: dict[str, tuple[Pin, ...]] = {}
    for pin in Pin.objects.filter(is_active=True).order_by("order", "pk"):
        query = normalise(pin.query)
        found[query] = (*found.get(query, ()), pin)
    return found


def _shown(pin: Pin) -> Pinned | None:
    """A pick as it reads today; one whose entry is no longer public is left out."""
    if not pin.key:
        return Pinned(pin.title, pin.url)
    kind, _colon, pk = pin.key.partition(":")
    source = sources().get(kind)
    if source is None or not pk.isdigit():
        return None
    for document in source.documents([int(pk)]):
        return Pinned(pin.title or document.title, document.url, pin.key)
    return None
