"""What is kept of an act, and that it stays as it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page, Task, WorkflowTask

from portal.approvals import signals, trail
from portal.approvals.acting import ActRefused
from portal.approvals.digest import digest_of, verify
from portal.approvals.models import ApprovalAct
from portal.approvals.models.acts import ImmutableError
from portal.approvals.runs import Reason
from portal.plans.models import PlanPage
from tests.portal.approvals.factories import LEVELS, Office

pytestmark = pytest.mark.django_db


def test_the_acts_of_an_approval(office: Office) -> None:
    office.submit()
    for role in LEVELS:
        office.act("sign", role, comment=f"ความเห็นของ {role}")
    plan = office.plan
    acts = list(trail.acts_of(plan))
    assert [(act.act, act.level) for act in acts] == [
        *(("submit", 0), ("concur", 1), ("concur", 2), ("approve", 3))
    ]
    assert [act.actor for act in acts] == [office.author, *(office.people[r] for r in LEVELS)]
    assert acts[3].office_title == "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา"
    assert acts[1].remark == "ความเห็นของ group_head"
    assert acts[0].object_label == plan.title
    assert {act.revision for act in acts} == {plan.live_revision}
    assert all(verify(act) for act in acts)
    assert list(trail.acts_of(Page.objects.get(pk=plan.pk))) == acts, "as any page as well"
    block = trail.signatures(plan, plan.live_revision)
    assert [line.act for line in block] == ["submit", "concur", "concur", "approve"]
    assert trail.last_approved_revision(plan) == plan.live_revision


def test_an_act_is_never_changed_nor_deleted(office: Office) -> None:
    office.bring_to("approved")
    act = ApprovalAct.objects.last()
    act.remark = "อื่น"
    for attempt in (
        act.save,
        act.delete,
        ApprovalAct.objects.all().delete,
        lambda: ApprovalAct.objects.update(remark="อื่น"),
        lambda: ApprovalAct.objects.bulk_update([act], ["remark"]),
    ):
        with pytest.raises(ImmutableError):
            attempt()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE approvals_approvalact SET remark = 'other'")
    assert ApprovalAct.objects.last().remark == ""


def test_an_act_outlives_the_account(office: Office) -> None:
    office.bring_to("at_deputy")
    person = office.people["group_head"]
    name = person.get_full_name()
    person.delete()
    act = trail.acts_of(office.plan).last()
    assert (act.actor, act.actor_name) == (None, name)
    office.act("sign", "deputy_director")
    office.act("sign", "director")
    for role in ("author", "deputy_director", "director"):
        office.people[role].delete()
    plan = office.plan
    names = [line.actor_name for line in trail.signatures(plan, plan.live_revision)]
    assert names == ["author", "group_head", "deputy_director", "director"]
    assert trail.last_approved_revision(plan) == plan.live_revision


def test_publishing_leaves_the_seal_and_one_letter_breaks_it(office: Office) -> None:
    office.bring_to("at_director")
    act = ApprovalAct.objects.last()
    before = digest_of(act.revision)
    office.act("sign", "director")
    act.revision.refresh_from_db()
    assert digest_of(act.revision) == before == act.digest
    act.revision.content["vision"] += "."
    assert not verify(act)


@pytest.mark.parametrize("field", ["title", "vision", "slug", "kind", "first_fiscal_year"])
def test_every_field_of_content_is_sealed(office: Office, field: str) -> None:
    office.submit()
    revision = office.plan.latest_revision
    before = digest_of(revision)
    revision.content[field] = f"{revision.content[field]}x"
    assert digest_of(revision) != before


def test_an_approved_version_is_not_written_over(office: Office) -> None:
    """Wagtail's autosave may overwrite the version that it made itself; not when it is signed."""
    office.bring_to("approved")
    plan = office.plan
    signed = plan.latest_revision
    plan.vision = "เขียนทับ"
    plan.save_revision(user=office.author, overwrite_revision=signed)
    assert office.plan.latest_revision != signed
    assert all(verify(act) for act in ApprovalAct.objects.all())


def test_news_of_acts_and_of_the_end(office: Office) -> None:
    heard: list[Any] = []

    def listen(sender: Any, **news: Any) -> None:
        act, item = news["act"], news["item"]
        heard.append((sender.__name__, act.act, item.vision, "revision" in news and item.live))

    signals.act_recorded.connect(listen)
    signals.approval_completed.connect(listen, sender=PlanPage)
    try:
        office.bring_to("approved")
    finally:
        signals.act_recorded.disconnect(listen)
        signals.approval_completed.disconnect(listen, sender=PlanPage)
    vision = office.plan.vision
    assert heard == [
        *(("ApprovalAct", act, vision, False) for act in ("submit", "concur", "concur", "approve")),
        ("PlanPage", "approve", vision, True),
    ]


def test_nothing_is_kept_when_a_listener_fails(office: Office) -> None:
    office.bring_to("at_director")

    def fail(**news: Any) -> None:
        raise RuntimeError

    signals.approval_completed.connect(fail)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            office.act("sign", "director")
    finally:
        signals.approval_completed.disconnect(fail)
    assert not office.plan.live
    assert ApprovalAct.objects.count() == 3
    office.act("sign", "director")
    assert office.plan.live


def test_after_a_return_all_levels_judge_again(office: Office) -> None:
    """Wagtail alone would go on with the deputy, and come back to the head after that."""
    office.bring_to("returned")
    office.write("ปรับปรุงแล้ว")
    office.submit()
    for role in LEVELS:
        assert not office.plan.live
        office.act("sign", role)
    acts = trail.acts_of(office.plan)
    assert [act.act for act in acts] == [
        *("submit", "concur", "return"),
        *("submit", "concur", "concur", "approve"),
    ]
    assert office.plan.vision == "ปรับปรุงแล้ว"
    assert len(trail.signatures(office.plan, acts.last().revision)) == 4
    assert trail.signatures(office.plan, acts.first().revision) == []


def test_a_level_that_is_switched_off_meanwhile_is_not_skipped(office: Office) -> None:
    office.bring_to("at_deputy")
    task = office.plan.current_workflow_task
    task.deactivate()
    assert office.plan.current_workflow_task == task
    with pytest.raises(ActRefused):
        office.act("sign", "director")
    office.act("sign", "deputy_director")
    office.act("sign", "director")
    assert office.plan.live


def test_a_level_that_is_taken_out_meanwhile_is_not_skipped(office: Office) -> None:
    office.bring_to("at_head")
    WorkflowTask.objects.filter(task__name__contains="รองผู้อำนวยการ").delete()
    office.act("sign", "group_head")
    with pytest.raises(ActRefused):
        office.act("sign", "director")
    assert not office.plan.live


def test_a_version_saved_meanwhile_is_not_signed_by_mistake(office: Office) -> None:
    office.bring_to("at_deputy")
    office.write("แก้ระหว่างทาง")
    with pytest.raises(ActRefused) as refused:
        office.act("sign", "deputy_director")
    assert refused.value.reason is Reason.CHANGED


@pytest.mark.parametrize("role", ["author", "superuser", "director"])
def test_code_publishes_nothing_either(office: Office, role: str) -> None:
    office.bring_to("at_director")
    revision = office.plan.latest_revision
    with pytest.raises(PermissionDenied):
        revision.publish(user=office.people[role], skip_permission_checks=True)
    state = office.plan.current_workflow_state
    with pytest.raises(PermissionDenied), transaction.atomic():
        state.finish(user=office.people[role])
    with pytest.raises(PermissionDenied), transaction.atomic():
        state.current_task_state.approve(user=office.people[role])
    assert not office.plan.live


def test_a_superseded_version_is_not_published_again(office: Office) -> None:
    office.bring_to("approved")
    first = office.plan.live_revision
    office.write()
    with pytest.raises(PermissionDenied):
        first.publish()


def test_a_copy_of_an_approved_plan_is_a_draft(office: Office) -> None:
    office.bring_to("approved")
    copied = office.plan.copy(update_attrs={"slug": "copy"}, keep_live=True)
    assert not PlanPage.objects.get(pk=copied.pk).live


def test_a_plan_moved_under_a_lighter_workflow_is_not_published_by_it(office: Office) -> None:
    from wagtail.models import Workflow, WorkflowPage

    from portal.core.workflows import PAGE_WORKFLOW

    WorkflowPage.objects.update_or_create(
        page=Page.objects.get(pk=office.key),
        defaults={"workflow": Workflow.objects.get(name=PAGE_WORKFLOW)},
    )
    office.submit()
    state = office.plan.current_workflow_task_state
    task = Task.objects.get(pk=state.task_id).specific
    with pytest.raises(PermissionDenied), transaction.atomic():
        task.on_action(state, office.people["group_head"], "approve")
    assert not office.plan.live


@pytest.mark.parametrize("action", ["return", "refuse"])
def test_no_without_a_reason_is_refused(office: Office, action: str) -> None:
    office.bring_to("at_head")
    with pytest.raises(ActRefused):
        office.act(action, "group_head", comment="  ")
    assert ApprovalAct.objects.count() == 1


def test_the_step_to_redo_is_one_of_the_procedure(office: Office) -> None:
    office.bring_to("at_head")
    steps = office.plan.redo_choices()
    with pytest.raises(ActRefused):
        office.act("return", "group_head", comment="แก้", redo_step=99)
    office.act("return", "group_head", comment="แก้", redo_step=str(steps[0][0]))
    assert ApprovalAct.objects.last().redo_step == steps[0][0]
