"""The PDF of an edition: made once, kept, and made again where it is missing.

Approval asks a background task for it. Whoever asks for a file that is not there yet has it made,
one at a time for each edition. What cannot be made is logged, shown on the publication checklist,
and tried again when somebody asks, but not more than once a minute.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files import locks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks import task

from .models import Channel, PlanEdition, PublicationChannel

SECONDS_BETWEEN_TRIES = 60

logger = logging.getLogger(__name__)


class FileNotMade(Exception):
    """The PDF could not be made; the reason is in the log and on the checklist."""


@task()
def make_edition_file(edition_pk: int) -> str:
    """Make the PDF of an edition in the background; returns its name, empty where it failed."""
    edition = PlanEdition.objects.filter(pk=edition_pk).select_related("page", "revision").first()
    if edition is None:
        return ""
    try:
        return ready_file(edition)
    except FileNotMade:
        return ""


def ready_file(edition: PlanEdition) -> str:
    """The name of an edition's PDF in the storage, made where it is missing.

    Raises:
        FileNotMade: when it cannot be made, now or less than a minute ago.
    """
    if _is_there(edition):
        return str(edition.pdf.name)
    with _one_at_a_time(edition):
        edition.refresh_from_db(fields=["pdf"])
        if _is_there(edition):  # somebody else made it while we waited
            return str(edition.pdf.name)
        if cache.get(_failed_key(edition)):
            raise FileNotMade
        return _make(edition)


def file_digest(edition: PlanEdition) -> str:
    """SHA-256 of the file, which its name carries."""
    return Path(edition.pdf.name or "").stem.rpartition("-")[2]


def try_again(edition: PlanEdition) -> None:
    """Forget that it failed, and ask for it once more."""
    cache.delete(_failed_key(edition))
    make_edition_file.enqueue(edition.pk)


def _is_there(edition: PlanEdition) -> bool:
    return bool(edition.pdf) and default_storage.exists(str(edition.pdf.name))


def _make(edition: PlanEdition) -> str:
    from .document import edition_document

    try:
        content = edition_document(edition).as_pdf()
        name = _keep(edition, content)
    except Exception as error:
        logger.exception("The PDF of edition %s could not be made", edition.pk)
        cache.set(_failed_key(edition), True, SECONDS_BETWEEN_TRIES)
        _note(edition, str(error) or type(error).__name__)
        raise FileNotMade from error
    _note(edition, "")
    return name


def _keep(edition: PlanEdition, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    name = f"plan-editions/{edition.page_id}-{edition.number}-{digest}.pdf"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    edition.pdf.name = name
    PlanEdition.objects.filter(pk=edition.pk).update(pdf=name)
    return name


def _note(edition: PlanEdition, fault: str) -> None:
    """Tell staff what went wrong, or that it no longer does."""
    lines = PublicationChannel.objects.filter(edition=edition, channel=Channel.PDF)
    lines.exclude(fault=fault[:255]).update(fault=fault[:255])


def _failed_key(edition: PlanEdition) -> str:
    return f"plan-edition-failed:{edition.pk}"


@contextmanager
def _one_at_a_time(edition: PlanEdition) -> Iterator[Any]:
    """A lock of this machine; on another one the same bytes get the same name."""
    path = Path(settings.DATA_DIR) / "locks" / f"plan-edition-{edition.pk}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:  # closing it frees the lock
        locks.lock(file, locks.LOCK_EX)
        yield
