"""What makes documents alike: the rarest words they share, then subject, grades and kind."""

from __future__ import annotations

import math

from search.contract import Document, Hit, IndexText

from .base import Vocabulary

MOST_WORDS = 12
MOST_COMMON = 0.2  # a word in more of the documents than this says nothing about one of them
FACET_SCORES = {"subject": 1.5, "grade": 1.0, "kind": 0.3}
FIELDS = {"t": 2.0, "b": 1.0}


def as_document(hit: Hit) -> Document:
    """What of a stored document its likeness goes by."""
    return Document(hit.key, hit.title, hit.url, hit.summary, hit.title_en)


def telling_words(text: IndexText, vocabulary: Vocabulary) -> dict[str, float]:
    """The rarest words of a document that others have too; those of the title count double."""
    title, body = set(text.title.split()), set(text.body.split())
    frequencies = vocabulary.frequencies(title | body)
    total = max(1, vocabulary.documents)
    weights: dict[str, float] = {}
    for words, weight in ((body, 1.0), (title, 2.0)):
        for word in words:
            number = frequencies[word]
            if 2 <= number <= max(2, MOST_COMMON * total):
                weights[word] = weight * math.log(1 + total / number)
    best = sorted(weights, key=lambda word: (-weights[word], word))[:MOST_WORDS]
    return {word: 2.0 if word in title else 1.0 for word in best}
