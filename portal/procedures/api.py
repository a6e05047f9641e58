"""The public API of procedures: read only, and strict like that of search.

Texts come as the office's document has them; English ones are translations of the portal.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Router, Schema

from catalog.lookup import row_or_404
from search.api import refuse_unknown

from .detail import stated_days
from .models import FlowEdge, FlowNode, ProcedureStep, ProcedureVersion

router = Router(tags=["procedures"])


class Days(Schema):
    """Sum of the stated days: an orientation, never a deadline."""

    minimum: int
    maximum: int
    steps_without_number: list[int]


class ProcedureRow(Schema):
    """A procedure by the version that holds."""

    code: str
    slug: str
    version: int
    published_at: datetime
    name_th: str
    name_en: str
    unit_th: str
    unit_en: str
    step_count: int
    stated_days: Days
    url: str


class ProcedureList(Schema):
    """All procedures; there are few."""

    total: int
    procedures: list[ProcedureRow]


class StepRow(Schema):
    """A row of the standard table; `duration_unit` tells days from working days."""

    seq: int
    kind: str
    name_th: str
    name_en: str
    detail_th: str
    detail_en: str
    duration_as_written_th: str
    duration_min: int | None
    duration_max: int | None
    duration_unit: str
    duration_basis: str
    quality_standard_th: str
    responsible_th: str
    responsible_en: str
    narrative_refs: list[str]


class NodeRow(Schema):
    """A box of the flow chart."""

    key: str
    type: str
    label_th: str
    label_en: str
    step_seq: int | None
    origin: str


class EdgeRow(Schema):
    """A way of the flow chart; `origin` tells the document's from inferred ones."""

    source: str
    target: str
    kind: str
    label_th: str
    label_en: str
    origin: str


class Flow(Schema):
    """The flow chart."""

    nodes: list[NodeRow]
    edges: list[EdgeRow]


class ReferenceRow(Schema):
    """A document referred to; `valid_until` only where its own text states a year."""

    no: str
    text_th: str
    valid_until: date | None


class NoteRow(Schema):
    """A remark on the office's document, never mended there."""

    section: str
    steps: list[int]
    text_th: str
    text_en: str


class ProcedureDetail(ProcedureRow):
    """A procedure with all that its version says."""

    scope_th: str
    kpi_th: str
    kpi_en: str
    objectives_th: list[str]
    narrative_th: list[str]
    steps: list[StepRow]
    flow: Flow
    references: list[ReferenceRow]
    notes: list[NoteRow]


@router.get("/procedures", response=ProcedureList, summary="Work procedures")
def procedures(request: HttpRequest) -> ProcedureList:
    """The office's standard procedures in their order."""
    refuse_unknown(request, Schema)
    rows = ProcedureVersion.objects.current().prefetch_related("steps")
    found = [ProcedureRow(**_facts(request, row)) for row in rows]
    return ProcedureList(total=len(found), procedures=found)


@router.get("/procedures/{slug}", response=ProcedureDetail, summary="One procedure")
def procedure(request: HttpRequest, slug: str = Path(..., max_length=80)) -> ProcedureDetail:
    """One procedure with its steps and its flow chart."""
    refuse_unknown(request, Schema)
    rows = ProcedureVersion.objects.current().with_rows()
    version = row_or_404(rows, _("There is no procedure at this address."), procedure__slug=slug)
    return ProcedureDetail(
        **_facts(request, version),
        scope_th=version.scope_th,
        kpi_th=version.kpi_th,
        kpi_en=version.kpi_en,
        objectives_th=[row.text_th for row in version.objectives.all()],
        narrative_th=[f"{row.no} {row.text_th}" for row in version.narrative_steps.all()],
        steps=[_step(row) for row in version.steps.all()],
        flow=Flow(
            nodes=[_node(row) for row in version.flow_nodes.all()],
            edges=[_edge(row) for row in version.flow_edges.all()],
        ),
        references=[
            ReferenceRow(no=row.no, text_th=row.text_th, valid_until=row.valid_until)
            for row in version.references.all()
        ],
        notes=[
            NoteRow(
                section=row.section,
                steps=row.step_seqs,
                text_th=row.text_th,
                text_en=row.text_en,
            )
            for row in version.anomalies.all()
        ],
    )


def _facts(request: HttpRequest, version: ProcedureVersion) -> dict[str, Any]:
    steps = list(version.steps.all())
    days = stated_days(steps)
    return {
        "code": version.procedure.code,
        "slug": version.procedure.slug,
        "version": version.number,
        "published_at": version.published_at,
        **{name: getattr(version, name) for name in ("name_th", "name_en", "unit_th", "unit_en")},
        "step_count": len(steps),
        "stated_days": Days(
            minimum=days.low, maximum=days.high, steps_without_number=list(days.without)
        ),
        "url": request.build_absolute_uri(version.procedure.get_absolute_url()),
    }


def _step(row: ProcedureStep) -> StepRow:
    same = {name for name in StepRow.model_fields if name != "duration_as_written_th"}
    return StepRow(
        duration_as_written_th=row.duration_raw_th,
        **{name: getattr(row, name) for name in same},
    )


def _node(row: FlowNode) -> NodeRow:
    return NodeRow(**{name: getattr(row, name) for name in NodeRow.model_fields})


def _edge(row: FlowEdge) -> EdgeRow:
    return EdgeRow(**{name: getattr(row, name) for name in EdgeRow.model_fields})
