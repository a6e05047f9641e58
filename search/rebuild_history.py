"""How rebuilds ended, kept short in the database."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone

from search.contract import EngineStatus
from search.engines.base import GateRefused
from search.models import RebuildRun

logger = logging.getLogger(__name__)
_SHOWN_KEYS = 20


@contextmanager
def recorded(consumer: str) -> Iterator[RebuildRun]:
    """Keep how the block ends; what it raises goes on."""
    run = RebuildRun(consumer=consumer, started=timezone.now(), outcome=RebuildRun.Outcome.PASSED)
    try:
        yield run
    except GateRefused as refusal:
        run.outcome, run.message = RebuildRun.Outcome.REFUSED, differences(refusal)
        _keep(run)
        raise
    except Exception as error:
        run.outcome, run.message = RebuildRun.Outcome.FAILED, str(error)[:1000]
        _keep(run)
        raise
    _keep(run)


def note(run: RebuildRun, status: EngineStatus, refused: Collection[str] = ()) -> None:
    """Say in the history what is live now, and what was left out of it."""
    run.generation, run.documents = status.generation, status.documents
    if refused:
        run.message = f"refused {len(refused)}: {', '.join(sorted(refused)[:_SHOWN_KEYS])}"


def rolled_back(consumer: str, started: datetime, status: EngineStatus) -> None:
    """Keep that somebody returned to the index before."""
    outcome = RebuildRun.Outcome.ROLLED_BACK
    run = RebuildRun(consumer=consumer, started=started, outcome=outcome)
    note(run, status)
    _keep(run)


def began(consumer: str, generation: str) -> datetime | None:
    """When this generation began to be built, where that is still known."""
    runs = RebuildRun.objects.filter(
        consumer=consumer, generation=generation, outcome=RebuildRun.Outcome.PASSED
    )
    return runs.values_list("started", flat=True).first()


def differences(refusal: GateRefused) -> str:
    """What a gate found, with the first keys of each side."""
    names = ("missing", "extra", "stale")
    return "; ".join(
        f"{name} {len(keys)}: {', '.join(sorted(keys)[:_SHOWN_KEYS])}"
        for name, keys in zip(names, refusal.parts, strict=True)
        if keys
    )


def _keep(run: RebuildRun) -> None:
    run.ended = timezone.now()
    rows = RebuildRun.objects.filter(consumer=run.consumer)
    try:
        last = rows.first()
        # An engine that stays away is tried every minute: one line tells of all that.
        same = last and (last.outcome, last.message) == (run.outcome, run.message)
        if last and same and run.message and run.outcome != RebuildRun.Outcome.PASSED:
            rows.filter(pk=last.pk).update(ended=run.ended)
            return
        run.save()
        kept = list(rows.values_list("pk", flat=True)[: RebuildRun.KEPT])
        rows.exclude(pk__in=kept).delete()
    except DatabaseError:  # what went wrong before matters more
        logger.exception("search: the end of a rebuild could not be noted")
