"""The words inside attached PDF and DOCX documents, read once per version of a file.

A document that is saved gives a task; the task has a process of its own read the file, within
limits, and keeps the words. Rooms put them into `Document.body`, which counts least. A file that
cannot be read is tried again when the document is next saved, at most `MOST_TRIES` times as it is.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django_tasks import task
from wagtail.documents import get_document_model

from search.attached_reading import READERS
from search.models import AttachedText

LARGEST_FILE = 50 * 1024 * 1024
WALL_SECONDS = 30
MOST_TRIES = 3
PROJECT = Path(__file__).resolve().parents[1]

logger = logging.getLogger(__name__)


def attached_texts(document_pks: Iterable[int]) -> dict[int, str]:
    """The words of those documents that have any, in at most one query."""
    wanted = set(document_pks)
    if not wanted:
        return {}
    rows = AttachedText.objects.filter(document_id__in=wanted, state=AttachedText.State.DONE)
    return dict(rows.values_list("document_id", "text"))


def read_unread() -> int:
    """Have documents read that nobody has read yet, such as those of before there was a search."""
    documents = get_document_model().objects
    read = AttachedText.objects.values("document_id")
    unread = [each for each in documents.exclude(pk__in=read) if _kind(each) in READERS]
    for document in unread:
        read_document.enqueue(document.pk)
    return len(unread)


def connect() -> None:
    """Read every document when it is saved and forget it when it is deleted."""
    model = get_document_model()
    post_save.connect(_saved, sender=model, dispatch_uid="search-attached-saved")
    post_delete.connect(_deleted, sender=model, dispatch_uid="search-attached-deleted")


def _saved(instance: Any, **kwargs: Any) -> None:
    if _kind(instance) in READERS:
        transaction.on_commit(lambda: read_document.enqueue(instance.pk), robust=True)


def _deleted(instance: Any, **kwargs: Any) -> None:
    AttachedText.objects.filter(document_id=instance.pk).delete()


@task()
def read_document(document_pk: int) -> str:
    """Keep the words of a document; returns the state of the row."""
    document = get_document_model().objects.filter(pk=document_pk).first()
    if document is None or _kind(document) not in READERS:
        return ""
    row, _new = AttachedText.objects.get_or_create(document_id=document_pk)
    with tempfile.TemporaryDirectory(prefix="attached-") as folder:
        copy = Path(folder) / f"file.{_kind(document)}"
        try:
            sha = _fetch(document, copy)
        except (OSError, ValueError) as error:
            return _failed(row, str(error))
        if row.sha == sha and (row.state in _SETTLED or row.tries >= MOST_TRIES):
            return str(row.state)
        if row.sha != sha:
            row.sha, row.tries = sha, 0
        try:
            text = read_file(copy)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            return _failed(row, str(error))
    return _keep(row, text)


_SETTLED = (AttachedText.State.DONE, AttachedText.State.EMPTY)


def read_file(path: Path) -> str:
    """Have another process read a file.

    Raises:
        ValueError: when the file cannot be read.
        TimeoutExpired: when it takes too long.
    """
    done = subprocess.run(  # noqa: S603  our own module, and a path that we made
        [sys.executable, "-m", "search.attached_reading", path.suffix[1:], str(path)],
        cwd=PROJECT,
        capture_output=True,
        timeout=WALL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ValueError(lines[-1] if lines else f"ended with {done.returncode}")
    return done.stdout.decode("utf-8").replace("\x00", "").strip()


def _fetch(document: Any, copy: Path) -> str:
    """Copy the file out of its storage; returns the hash of what is in it."""
    if document.file.size > LARGEST_FILE:
        raise ValueError(f"larger than {LARGEST_FILE} bytes")
    with document.file.open("rb") as source, copy.open("wb") as target:
        shutil.copyfileobj(source, target)
    with copy.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _keep(row: AttachedText, text: str) -> str:
    row.text, row.error, row.tries = text, "", 0
    row.state = AttachedText.State.DONE if text else AttachedText.State.EMPTY
    row.save()
    return str(row.state)


def _failed(row: AttachedText, message: str) -> str:
    logger.warning("The text of document %s could not be read: %s", row.document_id, message)
    row.text, row.error, row.tries = "", message[:255], row.tries + 1
    row.state = AttachedText.State.FAILED
    row.save()
    return str(row.state)


def _kind(document: Any) -> str:
    return Path(document.file.name or "").suffix.lower()[1:]
