"""Drafts are copied, checked, published; what is published is closed to everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portal.procedures.comparing import differences
from portal.procedures.models import (
    FlowEdge,
    FlowNode,
    Procedure,
    ProcedureStep,
    ProcedureVersion,
    PublishedIsClosed,
)
from portal.procedures.models.procedures import ROWS
from portal.procedures.soundness import faults
from portal.procedures.versions import NotSound, new_draft, publish
from tests.portal.procedures.factories import make_draft, make_published

pytestmark = pytest.mark.django_db


def contents(version: ProcedureVersion) -> dict[str, list[dict[str, Any]]]:
    """All rows without what ties them to their version."""
    own = ("id", "version_id")
    return {
        name: [
            {key: value for key, value in row.items() if key not in own}
            for row in getattr(version, name).order_by("sort_order").values()
        ]
        for name in ROWS
    }


@pytest.mark.parametrize("code", [f"DE-0{number}" for number in range(1, 6)])
def test_a_draft_is_a_full_copy_and_the_public_keeps_the_old_version(
    five: dict[str, Procedure], code: str
) -> None:
    current = ProcedureVersion.objects.current().get(procedure=five[code])

    draft = new_draft(five[code])

    stored = ProcedureVersion.objects.get(pk=draft.pk)
    assert contents(stored) == contents(current)
    assert (stored.number, stored.is_published, stored.change_note) == (2, False, "")
    assert stored.flow_mermaid == current.flow_mermaid
    assert ProcedureVersion.objects.current().get(procedure=five[code]) == current
    assert faults(stored) == []


def test_there_is_one_draft_at_a_time() -> None:
    version = make_published()

    first, second = new_draft(version.procedure), new_draft(version.procedure)

    assert first == second
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.create(
            procedure=version.procedure, number=3, name_th="ก", unit_th="ข", scope_th="ค"
        )


def test_publishing_makes_a_draft_current() -> None:
    old = make_published()
    draft = new_draft(old.procedure)
    draft.name_th = "ชื่อใหม่"
    draft.save()

    publish(draft)

    procedure = Procedure.objects.get(pk=old.procedure_id)
    assert procedure.current == draft
    assert list(procedure.versions.published()) == [draft, old]
    assert str(procedure) == "DE-90 ชื่อใหม่"


def test_what_is_published_can_be_neither_changed_nor_deleted() -> None:
    version = make_published()
    step, node = version.steps.first(), version.flow_nodes.first()
    version.name_th = "แก้"
    step.name_th = "แก้"

    for refused in (
        version.save,
        version.delete,
        step.save,
        step.delete,
        node.delete,
        ProcedureStep(version=version, seq=4, kind="analysis", name_th="เพิ่ม").save,
        lambda: publish(version),
    ):
        with pytest.raises(PublishedIsClosed):
            refused()

    stored = ProcedureVersion.objects.get(pk=version.pk)
    assert stored.name_th == "งานทดสอบ"
    assert stored.steps.count() == 3


def test_a_draft_can_be_thrown_away() -> None:
    draft = new_draft(make_published().procedure)
    pk = draft.pk
    draft.delete()
    assert not ProcedureVersion.objects.filter(pk=pk).exists()
    assert not ProcedureStep.objects.filter(version=pk).exists()


# --- what keeps a draft from being published ----------------------------------------------


def test_a_sound_draft_has_no_fault() -> None:
    assert faults(make_draft()) == []


@pytest.mark.parametrize(
    ("model", "find", "change", "said"),
    [
        (ProcedureStep, {"seq": 2}, {"seq": 3}, "มีขั้นตอนที่ 3 มากกว่าหนึ่งแถว"),
        (ProcedureStep, {"seq": 2}, {"seq": 30_000}, "ขาดขั้นตอนที่ 2"),
        (ProcedureStep, {"seq": 1}, {"duration_min": 9}, "“อย่างน้อย” มากกว่า “อย่างมาก”"),
        (ProcedureStep, {"seq": 1}, {"duration_min": 4}, "ต้องเป็นตัวเลขเดียวกันทั้งสองช่อง"),
        (ProcedureStep, {"seq": 1}, {"duration_min": None}, "ต้องมีจำนวนวันทั้งสองช่องและหน่วย"),
        (ProcedureStep, {"seq": 1}, {"duration_unit": ""}, "ต้องมีจำนวนวันทั้งสองช่องและหน่วย"),
        (ProcedureStep, {"seq": 1}, {"duration_raw_th": ""}, "ตามที่เขียนกับลักษณะของเวลาไม่ตรงกัน"),
        (
            ProcedureStep,
            {"seq": 1},
            {"duration_basis": "per_plan"},
            "ต้องไม่มีจำนวนวันและหน่วย",
        ),
        (FlowNode, {"key": "A"}, {"type": "process"}, "จุดเริ่มต้นหนึ่งจุด แต่มี 0 จุด"),
        (FlowNode, {"key": "B"}, {"type": "start"}, "จุดเริ่มต้นหนึ่งจุด แต่มี 2 จุด"),
        (FlowNode, {"key": "D"}, {"type": "process"}, "ต้องมีจุดสิ้นสุด"),
        (FlowNode, {"key": "B"}, {"key": "A"}, "มีกล่อง A มากกว่าหนึ่งกล่อง"),
        (FlowNode, {"key": "B"}, {"step_seq": 7}, "กล่อง B: ตารางไม่มีขั้นตอนที่ 7"),
        (FlowEdge, {"kind": "approve"}, {"kind": "next"}, "ไม่มีเส้นสำหรับ “ผ่าน”"),
        (FlowEdge, {"kind": "reject"}, {"kind": "revise"}, "ไม่มีเส้นสำหรับ “ไม่ผ่าน”"),
        (FlowEdge, {"source": "A"}, {"target": "C"}, "ไม่มีเส้นจากจุดเริ่มต้นไปถึงกล่อง B"),
        (FlowEdge, {"source": "A"}, {"target": "Z"}, "ไม่มีกล่อง Z"),
        (FlowEdge, {"source": "A"}, {"target": "A"}, "ย้อนกลับเข้ากล่องเดิม"),
        (FlowEdge, {"source": "A"}, {"kind": "approve"}, "ไม่ใช่การตัดสินใจ"),
        (FlowEdge, {"source": "A"}, {"source": "C"}, "ไม่มีเส้นต่อจากกล่อง A"),
    ],
)
def test_each_fault_is_named_in_thai_and_stops_publication(
    model: Any, find: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    draft = make_draft()
    # C has two ways; the first test row of each kind is enough.
    row = model.objects.filter(version=draft, **find).first()
    model.objects.filter(pk=row.pk).update(**change)
    draft = ProcedureVersion.objects.get(pk=draft.pk)

    if find == {"source": "A"} and change == {"target": "C"}:
        FlowEdge.objects.filter(version=draft, kind="reject").update(target="A")
        draft = ProcedureVersion.objects.get(pk=draft.pk)

    messages = [fault.message for fault in faults(draft)]
    assert [each for each in messages if said in each], messages
    with pytest.raises(NotSound):
        publish(draft)
    assert not ProcedureVersion.objects.get(pk=draft.pk).is_published


# --- comparison -----------------------------------------------------------------------------


def test_the_comparison_names_rows_added_removed_and_changed() -> None:
    old = make_published()
    draft = new_draft(old.procedure)
    draft.name_th = "ชื่อใหม่"
    draft.save()
    ProcedureStep.objects.filter(version=draft, seq=1).update(duration_raw_th="๗ วันทำการ")
    FlowEdge.objects.filter(version=draft, kind="reject").delete()
    FlowNode.objects.create(
        version=draft, sort_order=9, key="E", type="process", label_th="กล่องใหม่"
    )

    rows = ProcedureVersion.objects.with_rows()
    found = differences(rows.get(pk=old.pk), rows.get(pk=draft.pk))

    told = {
        (row.kind, row.name): [(each.before, each.after) for each in row.fields]
        for section in found
        for row in section.rows
    }
    assert told["changed", ""] == [("งานทดสอบ", "ชื่อใหม่")]
    assert told["changed", "1. ขั้นที่ 1"] == [("๕ วันทำการ", "๗ วันทำการ")]
    assert ("", "กล่องใหม่") in told["added", "E กล่องใหม่"]
    assert ("C", "") in told["removed", "C → B"]
    assert len(told) == 4


def test_a_copy_does_not_differ(five: dict[str, Procedure]) -> None:
    draft = new_draft(five["DE-05"])
    rows = ProcedureVersion.objects.with_rows()
    current = rows.get(procedure=five["DE-05"], number=1)

    assert differences(current, rows.get(pk=draft.pk)) == []
