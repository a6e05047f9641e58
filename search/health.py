"""How the search is: one line for the people who look after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from search.contract import EngineStatus
from search.engines import get_engine
from search.outbox import backlog

# A change is brought into the index within seconds; much later something does not run.
LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class Health:
    """The engine and the changes that wait for it."""

    engine: EngineStatus
    waiting: int
    failed: int
    oldest: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether a change has waited for longer than it should."""
        return self.oldest is not None and timezone.now() - self.oldest > LATE

    @property
    def is_well(self) -> bool:
        """Whether nobody needs to look after anything."""
        return self.engine.usable and not self.failed and not self.is_late


def health() -> Health:
    """How things stand now."""
    waiting = backlog()
    return Health(get_engine().status(), waiting.pending, waiting.set_aside, waiting.oldest)


class SearchHealthPanel(Component):
    """The line on the admin's front page, for those who may edit the words of the search."""

    name = "search_health"
    order = 95
    template_name = "search/admin/health.html"

    def render_html(self, parent_context: Any = None) -> str:
        """Stay silent towards people who can do nothing about it."""
        if not parent_context["request"].user.has_perm("search.change_querysynonym"):
            return ""
        return str(super().render_html(parent_context))

    def get_context_data(self, parent_context: Any) -> Mapping[str, Any]:
        """What the line says."""
        return {"health": health()}
