"""Documents like another one: those that share its rarest words, its subject and its grades."""

from __future__ import annotations

import math

import tantivy
from tantivy import Occur, Query

from search.contract import Document, Filters, Hit, IndexText

from ..analysing import Analyse
from .querying import any_of, filtered
from .reading import Snapshot
from .schema import stored_hit

MOST_WORDS = 12
MOST_COMMON = 0.2  # a word in more of the documents than this says nothing about one of them
FACET_SCORES = {"subject": 1.5, "grade": 1.0, "kind": 0.3}


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
    text = analyse(Document(model.key, model.title, model.url, model.summary, model.title_en))
    words = telling_words(snapshot, text)
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


def telling_words(snapshot: Snapshot, text: IndexText) -> dict[str, float]:
    """The rarest words of a document that others have too; those of the title count double."""
    total = max(1, snapshot.searcher.num_docs)
    weights: dict[str, float] = {}
    for words, weight in ((text.body, 1.0), (text.title, 2.0)):
        for word in set(words.split()):
            number = snapshot.searcher.doc_freq("v", word)
            if 2 <= number <= max(2, MOST_COMMON * total):
                weights[word] = weight * math.log(1 + total / number)
    best = sorted(weights, key=lambda word: (-weights[word], word))[:MOST_WORDS]
    return {word: 2.0 if word in text.title.split() else 1.0 for word in best}


def _word(schema: tantivy.Schema, word: str, weight: float) -> Query:
    fields = [
        Query.boost_query(Query.term_query(schema, field, word, "freq"), weight * boost)
        for field, boost in (("t", 2.0), ("b", 1.0))
    ]
    return Query.disjunction_max_query(fields, 0.1)
