"""Documents like another one: those that share its rarest words, its subject and its grades."""

from __future__ import annotations

import tantivy
from tantivy import Occur, Query

from search.contract import Filters, Hit

from ..analysing import Analyse
from ..likeness import FACET_SCORES, FIELDS, as_document, telling_words
from ..scoring import TIE_BREAKER
from .querying import any_of, filtered
from .reading import Snapshot
from .schema import stored_hit
from .vocabulary import IndexVocabulary


def similar(
    snapshot: Snapshot, key: str, filters: Filters, limit: int, analyse: Analyse
) -> list[Hit]:
    """Return the documents most like the one with this key, without itself."""
    searcher, schema = snapshot.searcher, snapshot.schema
    itself = Query.term_query(schema, "key", key, "basic")
    found = searcher.search(itself, 1, count=False).hits
    if not found:
        return []
    model = stored_hit(searcher.doc(found[0][1]))
    vocabulary = IndexVocabulary(snapshot.generation, lambda: snapshot)
    words = telling_words(analyse(as_document(model)), vocabulary)
    if not words:
        return []
    alike = any_of(_word(schema, word, weight) for word, weight in words.items())
    clauses = [(Occur.Must, alike), (Occur.MustNot, itself)]
    for facet, score in FACET_SCORES.items():
        if values := model.facets.get(facet):
            same = any_of(Query.term_query(schema, facet, value, "basic") for value in values)
            clauses.append((Occur.Should, Query.const_score_query(same, score)))
    query = filtered(schema, Query.boolean_query(clauses), filters)
    hits = searcher.search(query, limit, count=False).hits
    return [stored_hit(searcher.doc(address), score) for score, address in hits]


def _word(schema: tantivy.Schema, word: str, weight: float) -> Query:
    fields = [
        Query.boost_query(Query.term_query(schema, field, word, "freq"), weight * boost)
        for field, boost in FIELDS.items()
    ]
    return Query.disjunction_max_query(fields, TIE_BREAKER)
