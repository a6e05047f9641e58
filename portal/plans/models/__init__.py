"""Plans of the office: the page and its tables, and the editions that were approved."""

from __future__ import annotations

from .direction import (
    PlanAlignment,
    PlanGoal,
    PlanMission,
    PlanStrategy,
    SwotKind,
    SwotPoint,
)
from .editions import PlanEdition
from .indicators import Better, IndicatorYear, PlanIndicator
from .kinds import PlanKind
from .pages import PlanIndexPage, PlanPage
from .projects import PlanAttachment, PlanProject, ProjectStatus
from .states import PlanState

__all__ = [
    "Better",
    "IndicatorYear",
    "PlanAlignment",
    "PlanAttachment",
    "PlanEdition",
    "PlanGoal",
    "PlanIndexPage",
    "PlanIndicator",
    "PlanKind",
    "PlanMission",
    "PlanPage",
    "PlanProject",
    "PlanState",
    "PlanStrategy",
    "ProjectStatus",
    "SwotKind",
    "SwotPoint",
]
