"""Small documents whose words stand apart by spaces, and queries of such words."""

from __future__ import annotations

from typing import Any

from search.contract import Alternative, Document, Group, IndexText, QueryTree, Term


def analyse(document: Document) -> IndexText:
    """Words as they stand; long ones also by halves."""
    title, body = document.title.split(), document.summary.split()
    return IndexText(
        title=" ".join(title),
        body=" ".join([*body, *" ".join(document.keywords).split()]),
        title_parts=" ".join(word[:4] for word in title if len(word) > 6),
        body_parts=" ".join(word[:4] for word in body if len(word) > 6),
        attached=document.body,
        grams=" ".join(word[n : n + 3] for word in title for n in range(max(1, len(word) - 2))),
        suffixes=tuple("".join(title[n:]) for n in range(len(title))),
    )


def document(number: int, title: str = "เรื่อง ทดสอบ", **changes: Any) -> Document:
    """A document with few words."""
    key = f"resource:{number}"
    return Document(key, title, f"/resources/{number}/", **changes)


def words(*texts: str) -> QueryTree:
    """All of the words."""
    return QueryTree(tuple(group(text) for text in texts), (tuple(range(len(texts))),))


def group(*texts: str, required: bool = True) -> Group:
    """Any of the words."""
    ways = tuple(Alternative((Term(text),)) for text in texts)
    return Group(ways, texts[0], required)


def keys(hits: Any) -> list[str]:
    """Their numbers, as text."""
    return [hit.key.partition(":")[2] for hit in hits]
