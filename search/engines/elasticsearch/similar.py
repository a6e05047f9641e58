"""Documents like another one: those that share its rarest words, its subject and its grades."""

from __future__ import annotations

from elasticsearch.dsl.query import Bool, ConstantScore, Ids, Query, Terms

from search.contract import Filters, Hit

from ..analysing import Analyse
from ..base import Vocabulary
from ..likeness import FACET_SCORES, FIELDS, as_document, telling_words
from .asking import ask
from .connecting import Connection
from .querying import filtered, weighed
from .schema import stored_hit


def similar(
    connection: Connection,
    key: str,
    filters: Filters,
    limit: int,
    analyse: Analyse,
    vocabulary: Vocabulary,
) -> list[Hit]:
    """Return the documents most like the one with this key, without itself."""
    itself = Ids(values=[key])
    (response,) = ask(connection, [{"query": itself.to_dict(), "size": 1}])
    if not response["hits"]["hits"]:
        return []
    model = stored_hit(response["hits"]["hits"][0]["_source"]["shown"])
    words = telling_words(analyse(as_document(model)), vocabulary)
    if not words:
        return []
    alike: list[Query] = [
        weighed(word, ((field, weight * boost) for field, boost in FIELDS.items()))
        for word, weight in words.items()
    ]
    same = [
        ConstantScore(filter=Terms(facet, list(values)), boost=score)
        for facet, score in FACET_SCORES.items()
        if (values := model.facets.get(facet))
    ]
    query = Bool(must=[Bool(should=alike)], must_not=[itself], should=same)
    body = {
        "query": filtered(query, filters).to_dict(),
        "size": limit,
        "sort": ["_score", {"place": "asc"}],
        "track_total_hits": False,
    }
    (response,) = ask(connection, [body])
    return [stored_hit(hit["_source"]["shown"], hit["sort"][0]) for hit in response["hits"]["hits"]]
