"""What of a document every engine indexes, whatever its own form of it is."""

from __future__ import annotations

from collections.abc import Iterable

from search.contract import FACETS, Document, IndexText

WORD_FIELDS = ("t", "b", "ts", "bs", "x", "g")
# Titles are completed from their first so many word boundaries. What is typed at first matches a
# great many of them, so each beginning of 2 to 6 characters is a term of its own: more of them
# would cost the build more than all words do.
PLACES = "0123456789abcdef"
SUFFIX_LENGTH = 40
BEGINNINGS = range(2, 7)


def words_by_field(text: IndexText) -> dict[str, str]:
    """The analysed words of each field."""
    words = (text.title, text.body, text.title_parts, text.body_parts, text.attached, text.grams)
    return dict(zip(WORD_FIELDS, words, strict=True))


def distinct_words(text: IndexText) -> set[str]:
    """Every word of a document once, for a vocabulary with true document frequencies."""
    return set(" ".join((text.title, text.body, text.title_parts, text.body_parts)).split())


def placed_suffixes(text: IndexText) -> list[str]:
    """The rests of the title, each behind the sign of the boundary that it begins at."""
    return [
        place + "".join(suffix.split())[:SUFFIX_LENGTH]
        for place, suffix in zip(PLACES, text.suffixes, strict=False)
    ]


def beginnings(suffixes: Iterable[str]) -> list[str]:
    """The short beginnings of placed suffixes."""
    return [
        each[: n + 1]
        for each in suffixes
        for n in range(BEGINNINGS.start, min(BEGINNINGS.stop, len(each)))
    ]


def microseconds(document: Document) -> int:
    """When a document was published, as a number to sort by."""
    published = document.published_at
    return int(published.timestamp() * 1_000_000) if published else 0


def facets_of(document: Document) -> dict[str, list[str]]:
    """Sorted values of every facet; a wrong name or value is a mistake of the document's room."""
    if unknown := document.facets.keys() - FACETS.keys():
        raise ValueError(f"{document.key}: no facets are called {sorted(unknown)}")
    facets = {name: sorted({*document.facets.get(name, ())}) for name in FACETS}
    for name, values in facets.items():
        if any(not value or "," in value for value in values) or (
            len(values) > 1 and not FACETS[name]
        ):
            raise ValueError(f"{document.key}: facet {name} cannot hold {values}")
    return facets
