"""A small procedure of three steps with a decision, ready to be published."""

from __future__ import annotations

from typing import Any

from portal.procedures.models import (
    FlowEdge,
    FlowNode,
    Procedure,
    ProcedureStep,
    ProcedureVersion,
)
from portal.procedures.versions import publish

NODES = [("A", "start", 1), ("B", "process", 2), ("C", "decision", 3), ("D", "end", None)]
EDGES = [
    ("A", "B", "next"),
    ("B", "C", "next"),
    ("C", "D", "approve"),
    ("C", "B", "reject"),
]


def make_draft(code: str = "DE-90", **fields: Any) -> ProcedureVersion:
    """The first version of a new procedure, without any fault."""
    procedure = Procedure.objects.create(code=code, slug=code.lower(), sort_order=90)
    values = {"name_th": "งานทดสอบ", "unit_th": "กลุ่มงาน", "scope_th": "ขอบเขต", **fields}
    version = ProcedureVersion.objects.create(procedure=procedure, number=1, **values)
    for seq in (1, 2, 3):
        ProcedureStep.objects.create(
            version=version,
            sort_order=seq,
            seq=seq,
            kind="analysis",
            name_th=f"ขั้นที่ {seq}",
            detail_th=f"ทำงานขั้นที่ {seq}",
            duration_raw_th="๕ วันทำการ",
            duration_min=5,
            duration_max=5,
            duration_unit="working_day",
            duration_basis="fixed",
            responsible_th="กลุ่มงาน",
        )
    for place, (key, kind, seq) in enumerate(NODES):
        FlowNode.objects.create(
            version=version,
            sort_order=place,
            key=key,
            type=kind,
            label_th=f"กล่อง {key}",
            step_seq=seq,
        )
    for place, (source, target, kind) in enumerate(EDGES):
        FlowEdge.objects.create(
            version=version, sort_order=place, source=source, target=target, kind=kind
        )
    return ProcedureVersion.objects.get(pk=version.pk)


def make_published(code: str = "DE-90", **fields: Any) -> ProcedureVersion:
    """The same, published."""
    return publish(make_draft(code, **fields))
