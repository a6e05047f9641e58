"""How the search is, for the people who look after it: a line, a page, and data for monitoring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from search import breaker, consumers, faults, hindrances
from search.contract import EngineStatus
from search.engines import get_engine, main_breaker
from search.faults import Faults
from search.models import Outbox, RebuildRun
from search.outbox import Backlog, backlog, troubled

# A change is brought into the index within seconds; much later something does not run.
LATE = timedelta(minutes=10)
SHOWN = 50
PERMISSION = "search.change_querysynonym"


@dataclass(frozen=True)
class Health:
    """One index and the changes that wait for it."""

    consumer: str
    engine: EngineStatus
    backlog: Backlog
    faults: Faults
    breaker: str  # as this process sees it; empty for an index on this host

    @property
    def is_late(self) -> bool:
        """Whether a change has waited for longer than it should."""
        oldest = self.backlog.oldest
        return oldest is not None and timezone.now() - oldest > LATE

    @property
    def is_well(self) -> bool:
        """Whether nobody needs to look after anything."""
        wrong = self.engine.is_outdated or self.backlog.set_aside or self.faults.count
        return self.engine.usable and not (wrong or self.hindrance or self.is_late)

    @cached_property
    def last_run(self) -> RebuildRun | None:
        """How the last rebuild ended."""
        return RebuildRun.objects.filter(consumer=self.consumer).first()

    @cached_property
    def troubled(self) -> list[Outbox]:
        """Documents that failed, as many as a page shows."""
        return troubled(self.consumer, SHOWN)

    @cached_property
    def hindrance(self) -> str:
        """Why what waits cannot be written, where the drainer was told."""
        return hindrances.recent(self.consumer) if self.backlog.pending else ""


@dataclass(frozen=True)
class Elsewhere:
    """An index on another host: only the outbox knows of it."""

    consumer: str
    backlog: Backlog
    is_configured: bool

    @property
    def is_late(self) -> bool:
        """Whether that host does not do its work."""
        oldest = self.backlog.oldest
        return oldest is not None and timezone.now() - oldest > LATE


def health(consumer: str) -> Health:
    """How the index of a consumer of this host is now."""
    state = "" if consumers.is_embedded(consumer) else str(main_breaker().state)
    engine = get_engine(consumer)
    if state == breaker.State.OPEN:  # nobody should wait here for what does not answer
        message = main_breaker().why or _("it does not answer")
        status = EngineStatus(engine.name, False, "", "", 0, message, is_away=True)
    else:
        status = engine.status()
    return Health(consumer, status, backlog(consumer), faults.recent(consumer), state)


def all_health() -> list[Health]:
    """How every index of this host is, the site's first."""
    return [health(consumer) for consumer in consumers.here()]


def elsewhere() -> list[Elsewhere]:
    """The consumers of other hosts, and those that have rows but no setting names any more."""
    here, configured = consumers.here(), consumers.everywhere()
    waiting = Outbox.objects.unapplied().order_by().values("consumer").annotate(rows=Count("pk"))
    names = dict.fromkeys([*configured, *sorted(row["consumer"] for row in waiting)])
    return [
        Elsewhere(name, backlog(name), name in configured) for name in names if name not in here
    ]


def as_data() -> dict[str, Any]:
    """Everything for a program that watches the site; times with a zone."""
    each = all_health()
    others = elsewhere()
    return {
        "well": all(one.is_well for one in each) and not any(one.is_late for one in others),
        "answering": answering(each),
        "consumers": [_data(one) for one in each],
        "elsewhere": [
            {
                "consumer": one.consumer,
                "configured": one.is_configured,
                **_backlog_data(one.backlog),
            }
            for one in others
        ],
    }


def answering(each: list[Health]) -> str:
    """Which consumer answers visitors, or "database"."""
    return next((one.consumer for one in each if one.engine.usable), "database")


def _data(one: Health) -> dict[str, Any]:
    run = one.last_run
    return {
        "consumer": one.consumer,
        "engine": one.engine.engine,
        "well": one.is_well,
        "usable": one.engine.usable,
        "away": one.engine.is_away,
        "message": one.engine.message,
        "generation": one.engine.generation,
        "previous_generation": one.engine.previous,
        "analyser_version": one.engine.analyser_version,
        "outdated": one.engine.is_outdated,
        "documents": one.engine.documents,
        **_backlog_data(one.backlog),
        "failing": [
            {"key": row.key, "tries": row.tries, "error": row.error, "retry_at": row.retry_at}
            for row in one.troubled
        ],
        "breaker": one.breaker,
        "last_rebuild": run
        and {
            "started": run.started,
            "ended": run.ended,
            "outcome": run.outcome,
            "documents": run.documents,
            "message": run.message,
        },
        "hindrance": one.hindrance,
        "faults": one.faults.count,
        "last_faults": [{"at": each.at, "message": each.message} for each in one.faults.last],
    }


def _backlog_data(waiting: Backlog) -> dict[str, Any]:
    oldest = waiting.oldest
    age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    return {
        "pending": waiting.pending,
        "oldest_pending_seconds": round(age, 1),
        "set_aside": waiting.set_aside,
    }


class SearchHealthPanel(Component):
    """The line on the admin's front page, for those who may edit the words of the search."""

    name = "search_health"
    order = 95
    template_name = "search/admin/health_line.html"

    def render_html(self, parent_context: Any = None) -> str:
        """Stay silent towards people who can do nothing about it."""
        if not parent_context["request"].user.has_perm(PERMISSION):
            return ""
        return str(super().render_html(parent_context))

    def get_context_data(self, parent_context: Any) -> Mapping[str, Any]:
        """What the line says."""
        each = all_health()
        return {
            "main": each[0],
            "is_well": all(one.is_well for one in each),
            "answering": answering(each),
            "set_aside": sum(one.backlog.set_aside for one in each),
            "waiting": sum(one.backlog.pending for one in each),
            "is_late": any(one.is_late for one in each),
            "is_outdated": any(one.engine.is_outdated for one in each),
            "faults": sum(one.faults.count for one in each),
        }
