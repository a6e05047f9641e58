"""Changing an index folder: a writer that always ends well, and batches of changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from ..analysing import Analysed
from ..base import EngineUnavailable
from .schema import build_schema, index_document

HEAP_OF_DRAIN = 15_000_000  # the least that one thread may have
HEAP_OF_BUILD = 200_000_000  # fewer segments, so fewer merges


def is_engine_error(error: BaseException) -> bool:
    """Whether an exception is the engine's own; its panics are no `Exception`s."""
    return isinstance(error, (ValueError, OSError, RuntimeError)) or (
        type(error).__name__ == "PanicException"
    )


@contextmanager
def engine_errors(doing: str) -> Iterator[None]:
    """Turn whatever the engine raises into `EngineUnavailable`."""
    try:
        yield
    except BaseException as error:
        if not is_engine_error(error):
            raise
        raise EngineUnavailable(f"{doing}: {error}") from error


@contextmanager
def open_writer(folder: Path, heap: int = HEAP_OF_DRAIN) -> Iterator[tantivy.IndexWriter]:
    """Give the writer of an existing index; the block must commit what it wants kept."""
    index = tantivy.Index.open(str(folder))
    writer = index.writer(heap, 1)
    try:
        # A writer killed in a commit leaves files over which the next commit would stumble.
        writer.garbage_collect_files()
        yield writer
    finally:
        # Not `with`, which commits even after an error; and merges must end before the lock does.
        writer.wait_merging_threads()


def create_index(folder: Path) -> None:
    """Make an empty index in an empty folder."""
    tantivy.Index(build_schema(), path=str(folder), reuse=False)


def prepared(documents: Iterable[Analysed]) -> dict[str, tantivy.Document]:
    """What the writer takes, by key; of two documents with the same key the later counts."""
    return {document.key: index_document(document, text) for document, text in documents}


def write_changes(
    writer: tantivy.IndexWriter, upserts: dict[str, tantivy.Document], deletes: Iterable[str]
) -> None:
    """Replace and remove documents by key, without a commit."""
    for key in {*upserts, *deletes}:
        writer.delete_documents_by_term("key", key)
    for document in upserts.values():
        writer.add_document(document)
