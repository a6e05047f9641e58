"""What the page of a version shows; the preview of a draft shows the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .flowchart import flow_chart, ways_in_words
from .models import ProcedureAnomaly, ProcedureStep, ProcedureVersion, Section
from .structured_data import procedure_script


@dataclass(frozen=True)
class StatedDays:
    """The sum of the days that the steps state: an orientation, never a deadline."""

    low: int
    high: int
    without: tuple[int, ...]  # steps that state no number of days

    @property
    def is_range(self) -> bool:
        """Whether the two ends differ."""
        return self.low != self.high


def stated_days(steps: Iterable[ProcedureStep]) -> StatedDays:
    """Add up วัน and วันทำการ alike, each step once."""
    rows = list(steps)
    told = [row for row in rows if row.duration_max is not None]
    return StatedDays(
        low=sum(row.duration_min or 0 for row in told),
        high=sum(row.duration_max or 0 for row in told),
        without=tuple(row.seq for row in rows if row.duration_max is None),
    )


@dataclass(frozen=True)
class TableRow:
    """A step with the numbers of the notes that speak of it."""

    step: ProcedureStep
    notes: list[tuple[int, ProcedureAnomaly]]


def version_context(version: ProcedureVersion, address: str = "") -> dict[str, Any]:
    """Gather what the page shows, from prefetched rows."""
    steps = list(version.steps.all())
    notes = _notes(version)
    return {
        "version": version,
        "procedure": version.procedure,
        "days": stated_days(steps),
        "chart": flow_chart(version),
        "ways": ways_in_words(version),
        "deciding": [node for node in version.flow_nodes.all() if node.decided_by_th],
        "table": [
            TableRow(step, [each for each in notes["steps"] if step.seq in each[1].step_seqs])
            for step in steps
        ],
        "notes": notes,
        "references": [
            (row, bool(row.valid_until and row.valid_until < timezone.localdate()))
            for row in version.references.all()
        ],
        "seed_lines": _seed_lines(version),
        "versions": _published(version),
        "structured_data": procedure_script(version, address) if address else "",
        "trail": [list_crumb()],
    }


def list_crumb() -> dict[str, str]:
    """The way back to all procedures."""
    return {"name": _("Work procedures"), "url": reverse("procedures:list")}


def _notes(version: ProcedureVersion) -> dict[str, list[tuple[int, ProcedureAnomaly]]]:
    """The notes of each section, numbered through the page."""
    notes: dict[str, list[tuple[int, ProcedureAnomaly]]] = {name: [] for name in Section.values}
    for section in Section.values:
        before = sum(map(len, notes.values()))
        rows = [row for row in version.anomalies.all() if row.section == section]
        notes[section] = list(enumerate(rows, start=before + 1))
    return notes


def _published(version: ProcedureVersion) -> list[ProcedureVersion]:
    """All versions that the public may read, newest first, this one as it is."""
    rows = ProcedureVersion.objects.published().filter(procedure=version.procedure_id)
    for row in (found := list(rows)):
        row.procedure = version.procedure
    return found


def _seed_lines(version: ProcedureVersion) -> list[tuple[Any, list[int]]]:
    """In which lines of the office's document each section stands."""
    rows = {
        _("Name of the work"): [version.seed_line],
        Section.OBJECTIVES.label: [row.seed_line for row in version.objectives.all()],
        _("Scope, with the five ways to learn"): [version.scope_seed_line],
        Section.DEFINITIONS.label: [row.seed_line for row in version.definitions.all()],
        Section.NARRATIVE.label: [row.seed_line for row in version.narrative_steps.all()],
        Section.FORMS.label: [row.seed_line for row in version.forms.all()],
        Section.REFERENCES.label: [row.seed_line for row in version.references.all()],
    }
    told = {name: [line for line in lines if line] for name, lines in rows.items()}
    return [(name, lines) for name, lines in told.items() if lines]
