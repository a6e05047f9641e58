"""A new generation beside the live one: build, replay what changed meanwhile, gate, switch."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import tantivy

from search.contract import Document

from ..base import EngineUnavailable, GateRefused
from .generations import Generations
from .keys import all_keys
from .schema import index_document
from .writing import (
    HEAP_OF_BUILD,
    Analyse,
    analysed,
    create_index,
    engine_errors,
    open_writer,
    prepared,
    write_changes,
)

ROUNDS = 5
REPORT_EVERY = 500
SHOWN_KEYS = 20

Replay = Callable[[], tuple[list[Document], list[str]]]

log = logging.getLogger(__name__)


def rebuild(
    generations: Generations,
    analyser_version: str,
    analyse: Analyse,
    documents: Iterable[Document],
    replay: Replay,
    expected_keys: Callable[[], set[str]],
    progress: Callable[[int], None],
) -> None:
    """Build and switch, or raise and leave the live generation as it is."""
    with generations.locked("rebuild.lock"):
        previous = _current_or_none(generations)
        generations.remove_all_but(previous or "")
        with engine_errors("a new index could not be made"):
            folder = generations.create(analyser_version)
        try:
            number = _build(folder, documents, analyse, progress)
            with generations.locked("write.lock"):
                _replay_until_equal(folder, analyse, replay, expected_keys)
                facts = {"analyser": analyser_version, "built": time.time(), "documents": number}
                with engine_errors("the new index could not be switched to"):
                    generations.describe(folder, facts)
                    generations.switch(folder)
        except GateRefused:
            raise  # the refused generation stays for inspection until the next rebuild
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        generations.remove_all_but(previous or "", folder.name)


def _current_or_none(generations: Generations) -> str | None:
    try:
        return generations.current()
    except EngineUnavailable:
        return None


def _build(
    folder: Path,
    documents: Iterable[Document],
    analyse: Analyse,
    progress: Callable[[int], None],
) -> int:
    """Write all documents in one commit; of two with the same key the later counts."""
    seen: set[str] = set()
    with engine_errors("the new index could not be made"):
        create_index(folder)
    with open_writer(folder, HEAP_OF_BUILD) as writer:
        for number, (document, text) in enumerate(analysed(documents, analyse), start=1):
            made = index_document(document, text)
            with engine_errors("the new index could not be written"):
                if document.key in seen:
                    writer.delete_documents_by_term("key", document.key)
                writer.add_document(made)
            seen.add(document.key)
            if number % REPORT_EVERY == 0:
                progress(number)
        with engine_errors("the new index could not be written"):
            writer.commit()
    progress(len(seen))
    return len(seen)


def _replay_until_equal(
    folder: Path, analyse: Analyse, replay: Replay, expected_keys: Callable[[], set[str]]
) -> None:
    """Bring in what changed since the build began; the keys must then be those of the database."""
    missing: set[str] = set()
    extra: set[str] = set()
    for _ in range(ROUNDS):
        upserts, deletes = replay()
        made = prepared((document, analyse(document)) for document in upserts)
        with engine_errors("the new index could not be written"):
            if upserts or deletes:
                with open_writer(folder) as writer:
                    write_changes(writer, made, deletes)
                    writer.commit()
            number, keys = _contents(folder)
        expected = expected_keys()
        missing, extra = expected - keys, keys - expected
        if not missing and not extra and number == len(keys):
            return
    log.error(
        "the new index is refused: missing %s, extra %s",
        sorted(missing)[:SHOWN_KEYS],
        sorted(extra)[:SHOWN_KEYS],
    )
    raise GateRefused(missing, extra)


def _contents(folder: Path) -> tuple[int, set[str]]:
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")
    index.reload()
    searcher = index.searcher()
    return searcher.num_docs, all_keys(searcher)
