"""Which documents a snapshot holds, and in which state."""

from __future__ import annotations

from tantivy import Query, Searcher

# One term for each document: its fingerprint, then its key.
PRINT = "print"
_DIGITS = 16


def print_of(key: str, fingerprint: str) -> str:
    """The term that says which document this is, and in which state."""
    return fingerprint + key


def fingerprints(searcher: Searcher) -> dict[str, str]:
    """Read every document's; deleted documents whose terms are still on disk do not count."""
    number = searcher.num_docs
    if not number:
        return {}
    terms = [term for term, _ in searcher.terms_with_prefix(PRINT, "")]
    if len(terms) != number:
        result = searcher.search(Query.all_query(), number, count=False, order_by_field=PRINT)
        terms = [str(term) for term, _ in result.hits]
    return {term[_DIGITS:]: term[:_DIGITS] for term in terms}
