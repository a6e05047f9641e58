"""A plan as a reader meets it: chapters in order, each with the tables that belong into it.

Page and PDF are made from the same reading, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .blocks import ChapterRole
from .models import PlanPage

# Which tables stand in a chapter of which role.
_PLACES: dict[str, tuple[str, ...]] = {
    ChapterRole.ALIGNMENT: ("alignments",),
    ChapterRole.PAST_RESULTS: ("swot",),
    ChapterRole.DIRECTION: ("direction",),
    ChapterRole.STRATEGIES: ("strategies", "indicators"),
    ChapterRole.PROJECTS: ("budget", "projects"),
    ChapterRole.APPENDIX: ("attachments",),
}


@dataclass(frozen=True)
class Chapter:
    """A chapter: its heading, its text, and the names of the tables in it."""

    anchor: str
    title: str
    body: Any
    parts: tuple[str, ...]


def chapters_of(plan: PlanPage) -> list[Chapter]:
    """The chapters of a plan; tables for which nobody wrote a chapter get one at the end."""
    left = {role: _filled(plan, parts) for role, parts in _PLACES.items()}
    written = [
        Chapter(
            anchor=f"chapter-{number}",
            title=block.value["title"],
            body=block.value["body"] or [],
            parts=left.pop(block.value["role"], ()),
        )
        for number, block in enumerate(plan.chapters, 1)
    ]
    missing = [
        Chapter(f"part-{role}", str(ChapterRole(role).label), [], parts)
        for role, parts in left.items()
        if parts
    ]
    return written + missing


def _filled(plan: PlanPage, parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(part for part in parts if _HAS[part](plan))


_HAS: dict[str, Callable[[PlanPage], bool]] = {
    "alignments": lambda plan: plan.alignments.exists(),
    "swot": lambda plan: plan.swot_points.exists(),
    "direction": lambda plan: bool(plan.vision or plan.missions.exists() or plan.goals.exists()),
    "strategies": lambda plan: plan.strategies.exists(),
    "indicators": lambda plan: plan.indicators.exists(),
    "budget": lambda plan: plan.projects.exists(),
    "projects": lambda plan: plan.projects.exists(),
    "attachments": lambda plan: plan.attachments.exists(),
}
