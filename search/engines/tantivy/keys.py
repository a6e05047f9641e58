"""The keys of all documents of a snapshot."""

from __future__ import annotations

from tantivy import Query, Searcher


def all_keys(searcher: Searcher) -> set[str]:
    """Read every key; deleted documents whose terms are still on disk do not count."""
    number = searcher.num_docs
    if not number:
        return set()
    terms = {term for term, _ in searcher.terms_with_prefix("key", "")}
    if len(terms) == number:
        return terms
    result = searcher.search(Query.all_query(), number, count=False, order_by_field="key")
    return {str(key) for key, _ in result.hits}
