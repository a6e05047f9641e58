"""From a submitted draft to an edition, and what each role may do meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.approvals import acting
from portal.approvals.digest import digest_of
from portal.core.groups import ROLES
from portal.plans.models import PlanEdition, PlanPage
from tests.portal.plans.factories import LEVELS, Office, add_url, edit_url, posted, project

EDITING = ("editor", "working_group", "group_head")


def public(plan: PlanPage) -> int:
    """The status with which the public address answers somebody without an account."""
    return Client().get(plan.get_url()).status_code


def test_the_last_level_makes_an_edition_of_exactly_what_was_signed(office: Office) -> None:
    plan = office.plan()
    office.submit(plan)
    for code in LEVELS:
        assert not PlanEdition.objects.exists()
        assert public(plan) == 404
        office.act(plan, code)
    edition = PlanEdition.objects.get()
    plan = PlanPage.objects.get(pk=plan.pk)
    assert edition.number == 1
    assert plan.current_edition == edition
    assert edition.digest == digest_of(edition.revision)
    assert [str(each.budget) for each in edition.plan.projects.all()] == ["100000.00"]
    assert public(plan) == 200
    assert not edition.is_superseded


def test_an_edited_plan_needs_approval_again_and_the_public_reads_the_old_text(
    office: Office,
) -> None:
    plan = office.approve(office.plan(slug="plan-2570", vision="วิสัยทัศน์เดิม"))
    office.client("editor").post(edit_url(plan), posted(vision="วิสัยทัศน์ใหม่"))
    plan = PlanPage.objects.with_state().get()
    assert plan.state == "edited"
    assert plan.vision == "วิสัยทัศน์เดิม"
    office.approve(plan)
    assert PlanPage.objects.get().vision == "วิสัยทัศน์ใหม่"
    first, second = PlanEdition.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert first.is_superseded
    assert not second.is_superseded
    assert first.plan.vision == "วิสัยทัศน์เดิม"


def test_a_return_leads_back_to_a_step_of_the_procedure(office: Office) -> None:
    plan = office.plan()
    office.submit(plan)
    assert plan.redo_choices()[1] == (2, "2. ศึกษา วิเคราะห์ วางแผนการดำเนินงาน")
    office.act(plan, "group_head", acting.RETURN, comment="เพิ่มผลสำรวจ", redo_step=2)
    assert PlanPage.objects.with_state().get().state == "returned"
    assert not PlanEdition.objects.exists()


def test_a_plan_that_takes_anothers_place_marks_it_once_it_is_approved(office: Office) -> None:
    old = office.approve(office.plan())
    new = office.plan(replaces=old.pk, title="แผนฉบับใหม่")
    states = {each.pk: each.state for each in PlanPage.objects.with_state()}
    assert states == {old.pk: "approved", new.pk: "draft"}
    office.approve(new)
    states = {each.pk: each.state for each in PlanPage.objects.with_state()}
    assert states == {old.pk: "replaced", new.pk: "approved"}
    assert old.current_edition.is_superseded


def test_the_approver_reads_every_part_of_the_plan(office: Office) -> None:
    plan = office.plan(vision="เรียนรู้ทุกที่", projects=[project(), project(number=2, name="อบรมครู")])
    document = plan.approval_document()
    facts = dict(document.summary)
    assert facts["จำนวนโครงการ"] == "2"
    assert facts["งบประมาณรวม (บาท)"] == "200,000.00"
    assert facts["ไตรมาส 3 (บาท)"] == "50,000.00"
    text = "\n".join(line for each in document.sections for line in each.paragraphs)
    for part in ("เหตุผลที่จัดทำ", "เรียนรู้ทุกที่", "ยกระดับโครงสร้างพื้นฐาน", "ปี 2570: เป้าหมาย 80.00"):
        assert part in text
    assert "2. อบรมครู" in [each.heading for each in document.sections]


def test_an_empty_plan_can_be_read_too(office: Office) -> None:
    plan = office.plan(chapters="[]", strategies=[], projects=[], indicators=[])
    assert plan.approval_document().sections == []


@pytest.mark.parametrize("code", [code for code in ROLES if code not in EDITING])
def test_others_may_neither_write_nor_read_drafts(office: Office, code: str) -> None:
    plan, client = office.plan(), office.client(code)
    for url in (
        add_url(office),
        edit_url(plan),
        reverse("wagtailadmin_pages:view_draft", args=[plan.pk]),
        reverse("plans_new"),
        reverse("plans_next", args=[plan.pk]),
    ):
        assert client.get(url).status_code in (302, 403), url
    client.post(add_url(office), posted())
    assert PlanPage.objects.count() == 1


@pytest.mark.parametrize("code", EDITING)
@pytest.mark.parametrize("action", ["publish", ""])
def test_those_who_edit_save_drafts_and_publish_nothing(
    office: Office, code: str, action: str
) -> None:
    client = office.client(code)
    assert client.post(add_url(office), posted(action=action)).status_code == 302
    plan = PlanPage.objects.get()
    answer = client.post(edit_url(plan), posted(action=action, vision="ใหม่", slug=plan.slug))
    assert answer.status_code == 302
    assert not PlanPage.objects.get().live
    assert not PlanEdition.objects.exists()
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[plan.pk])).status_code == 200


def test_a_superuser_publishes_nothing_either(
    office: Office, client: Client, superuser: Any
) -> None:
    client.force_login(superuser)
    client.post(add_url(office), posted(action="publish"))
    assert not PlanPage.objects.get().live


def sign(office: Office, plan: PlanPage, code: str) -> int:
    """Let a role press the button of the level that waits."""
    state = PlanPage.objects.get(pk=plan.pk).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[plan.pk, acting.SIGN, state.pk])
    return office.client(code).post(url, {"comment": ""}).status_code


def test_only_the_group_whose_turn_it_is_may_act(office: Office) -> None:
    plan = office.plan()
    office.submit(plan)
    for turn in LEVELS:
        waiting = PlanPage.objects.get().current_workflow_task_state
        for code in ROLES:
            if code != turn:
                sign(office, plan, code)
                assert PlanPage.objects.get().current_workflow_task_state == waiting, code
        assert sign(office, plan, turn) in (200, 302)
    assert PlanEdition.objects.count() == 1


def test_the_author_may_not_approve(office: Office) -> None:
    plan = office.plan()
    office.submit(plan, by="group_head")
    waiting = PlanPage.objects.get().current_workflow_task_state
    sign(office, plan, "group_head")
    assert PlanPage.objects.get().current_workflow_task_state == waiting


def test_nobody_edits_while_a_level_judges(office: Office) -> None:
    plan = office.plan(slug="plan-2570")
    office.submit(plan)
    for code in EDITING:
        office.client(code).post(edit_url(plan), posted(vision="แก้ระหว่างพิจารณา"))
    assert PlanPage.objects.get().get_latest_revision().content["vision"] == ""


def test_the_head_withdraws_a_plan_and_nobody_deletes_it(office: Office) -> None:
    plan = office.approve(office.plan())
    delete = reverse("wagtailadmin_pages:delete", args=[plan.pk])
    unpublish = reverse("wagtailadmin_pages:unpublish", args=[plan.pk])
    for code in EDITING:
        office.client(code).post(delete)
    assert PlanPage.objects.get().live
    office.client("working_group").post(unpublish)
    assert PlanPage.objects.get().live
    office.client("group_head").post(unpublish)
    assert not PlanPage.objects.get().live
    assert public(plan) == 404
    assert PlanEdition.objects.count() == 1
