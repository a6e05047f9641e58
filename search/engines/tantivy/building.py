"""A new generation beside the live one: build, replay what changed meanwhile, gate, switch."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import tantivy

from search.contract import Document

from ..analysing import Analyse, analysed
from ..base import EngineUnavailable, GateRefused
from ..gate import Replay, replay_until_equal
from .generations import Generations, is_of_version
from .keys import fingerprints
from .schema import index_document
from .writing import (
    HEAP_OF_BUILD,
    create_index,
    engine_errors,
    open_writer,
    prepared,
    write_changes,
)

REPORT_EVERY = 500


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
        kept = (previous, generations.before(previous)) if previous else ()
        generations.remove_all_but(*kept)  # a refusal leaves also the one to roll back to
        with engine_errors("a new index could not be made"):
            folder = generations.create(analyser_version)
        try:
            told = _build(folder, documents, analyse, progress)
            with generations.locked("write.lock"):
                bring_in = partial(_bring_in, folder, analyse)
                replay_until_equal(told, replay, bring_in, expected_keys)
                facts = {"analyser": analyser_version, "built": time.time()}
                with engine_errors("the new index could not be switched to"):
                    generations.describe(folder, facts)
                    generations.switch(folder)
        except GateRefused:
            raise  # the refused generation stays for inspection until the next rebuild
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        generations.remove_all_but(previous or "", folder.name)


def rollback(generations: Generations, analyser_version: str) -> None:
    """Make the generation before the live one the live one again."""
    with generations.locked("rebuild.lock"), generations.locked("write.lock"):
        previous = generations.before(generations.current())
        if not previous:
            raise EngineUnavailable("there is no earlier index to return to")
        if not is_of_version(previous, analyser_version):
            raise EngineUnavailable("the earlier index was made by other rules")
        generations.switch(generations.root / previous)


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
) -> dict[str, str]:
    """Write all documents in one commit; of two with the same key the later counts.

    Returns the fingerprints of what was written, by key.
    """
    told: dict[str, str] = {}
    with engine_errors("the new index could not be made"):
        create_index(folder)
    with open_writer(folder, HEAP_OF_BUILD) as writer:
        for number, (document, text) in enumerate(analysed(documents, analyse), start=1):
            made = index_document(document, text)
            with engine_errors("the new index could not be written"):
                if document.key in told:
                    writer.delete_documents_by_term("key", document.key)
                writer.add_document(made)
            told[document.key] = document.fingerprint
            if number % REPORT_EVERY == 0:
                progress(number)
        with engine_errors("the new index could not be written"):
            writer.commit()
    progress(len(told))
    return told


def _bring_in(
    folder: Path, analyse: Analyse, upserts: list[Document], deletes: list[str]
) -> dict[str, str]:
    """Write changes and return the fingerprints of all that the index then holds."""
    made = prepared((document, analyse(document)) for document in upserts)
    with engine_errors("the new index could not be written"):
        if upserts or deletes:
            with open_writer(folder) as writer:
                write_changes(writer, made, deletes)
                writer.commit()
        return _contents(folder)


def _contents(folder: Path) -> dict[str, str]:
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")
    index.reload()
    found = fingerprints(index.searcher())
    if index.searcher().num_docs != len(found):
        raise EngineUnavailable("the new index holds a document twice")
    return found
