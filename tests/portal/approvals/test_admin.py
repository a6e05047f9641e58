"""The admin of approvals: what an approver finds, the list of acts, the set-up."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Workflow

from portal.approvals.models import ApprovalAct, SigningTask
from portal.approvals.panels import ApprovalTrailPanel
from portal.approvals.workflows import APPROVAL_WORKFLOW
from tests.portal.approvals.factories import LEVELS, Office, form_of, page_url, signed_in

pytestmark = pytest.mark.django_db


def text_of(client: Any, address: str, **kwargs: Any) -> str:
    return client.get(address, **kwargs).content.decode()


@pytest.mark.parametrize(
    ("state", "role", "yes", "no"),
    [
        ("at_head", "group_head", "เห็นชอบ", "ไม่เห็นชอบ"),
        ("at_deputy", "deputy_director", "เห็นชอบ", "ไม่เห็นชอบ"),
        ("at_director", "director", "อนุมัติ", "ไม่อนุมัติ"),
    ],
)
def test_what_an_approver_finds(office: Office, state: str, role: str, yes: str, no: str) -> None:
    """On the first page and in the editor, with no right to edit."""
    office.bring_to(state)
    client = signed_in(office.people[role])
    pk = office.last_task_state.pk
    for screen in (text_of(client, "/admin/"), text_of(client, page_url("edit", office.key))):
        for action, label in (("sign", yes), ("return", "ส่งกลับปรับปรุง"), ("refuse", no)):
            assert f"/{action}/{pk}/" in screen
            assert label in screen
    editor = text_of(client, page_url("edit", office.key))
    assert 'name="action-publish"' not in editor
    assert "ไม่มีผู้ใดแก้ไขได้" in editor
    assert "เรียนรู้ได้ทุกที่" in editor
    assert client.get(page_url("view_draft", office.key)).status_code == 200
    other = next(each for each in LEVELS if each != role)
    assert f"/sign/{pk}/" not in text_of(signed_in(office.people[other]), "/admin/")


def test_the_dialog_of_a_return_offers_the_steps(office: Office) -> None:
    office.bring_to("at_head")
    client = signed_in(office.people["group_head"])
    address = page_url("workflow_action", office.key, "return", office.last_task_state.pk)
    dialog = client.get(address).json()["html"]
    for number, name in office.plan.redo_choices():
        assert f'value="{number}"' in dialog
        assert name in dialog
    header = {"x-requested-with": "XMLHttpRequest"}
    answer = client.post(address, {"comment": ""}, headers=header).json()
    assert answer["step"] == "action", "the dialog stays open and says what is missing"
    assert ApprovalAct.objects.count() == 1
    step = office.plan.redo_choices()[0][0]
    answer = client.post(address, {"comment": "แก้", "redo_step": step}, headers=header).json()
    assert answer["step"] == "success"
    assert ApprovalAct.objects.last().redo_step == step


def test_an_act_that_comes_too_late_saves_nothing(office: Office) -> None:
    """The head writes plans as well; a late act must not save the form that stood around it."""
    office.bring_to("at_head")
    client = signed_in(office.people["group_head"])
    form = form_of(client.get(page_url("edit", office.key)))
    office.plan.current_workflow_state.cancel(user=office.author)
    before = office.plan.latest_revision
    response = client.post(
        page_url("edit", office.key),
        {**form, "action-workflow-action": "1", "workflow-action-name": "sign"},
        follow=True,
    )
    assert "ถูกถอน" in response.content.decode()
    assert office.plan.latest_revision == before


def test_the_editor_is_told_why_there_is_no_button(office: Office) -> None:
    client = signed_in(office.people["group_head"])
    parent = office.plan.get_parent()
    for address in (
        page_url("edit", office.key),
        reverse("wagtailadmin_pages:add", args=["plans", "planpage", parent.pk]),
    ):
        screen = text_of(client, address)
        assert 'name="action-publish"' not in screen
        assert "จึงไม่มีปุ่มเผยแพร่" in screen
    response = client.post(
        page_url("edit", office.key),
        {**form_of(client.get(page_url("edit", office.key))), "action-publish": "1"},
    )
    assert response.status_code == 302


def test_publishing_while_making_keeps_what_was_typed(office: Office) -> None:
    client = signed_in(office.people["group_head"])
    parent = office.plan.get_parent()
    address = reverse("wagtailadmin_pages:add", args=["plans", "planpage", parent.pk])
    values = {**form_of(client.get(address)), "title": "แผนใหม่", "slug": "new"}
    client.post(address, {**values, "action-publish": "1"})
    made = type(office.plan).objects.get(slug="new")
    assert (made.title, made.live) == ("แผนใหม่", False)


LIST = "approvalact:index"


def test_the_list_of_acts(office: Office) -> None:
    office.bring_to("returned")
    client = signed_in(office.people["director"])
    screen = text_of(client, reverse(LIST))
    for words in ("แผนดิจิทัล ๒๕๗๐", "เสนอเรื่อง", "เห็นชอบ", "ส่งกลับปรับปรุง", "แก้ตัวชี้วัด"):
        assert words in screen
    deputy = office.people["deputy_director"]
    for query, rows in (
        ({"act": "return"}, 1),
        ({"actor": deputy.pk}, 1),
        ({"actor": office.author.pk}, 1),
        ({"q": "ตัวชี้วัด"}, 1),
        ({"at_from": "2001-01-01", "at_to": "2001-12-31"}, 0),
        ({}, 3),
    ):
        address = reverse("approvalact:index_results")
        results = text_of(client, address, data=query)
        assert len(set(re.findall(r"/approvalact/inspect/\d+/", results))) == rows, query
    act = ApprovalAct.objects.last()
    inspected = text_of(client, reverse("approvalact:inspect", args=[act.pk]))
    assert f"{act.digest} (ตรงกับเนื้อหา)" in inspected


def test_the_export(office: Office) -> None:
    office.bring_to("at_head")
    office.act("return", "group_head", comment="=HYPERLINK(1)")
    client = signed_in(office.people["director"])
    answer = client.get(reverse(LIST), {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 3
    assert "'=HYPERLINK(1)" in rows[1]
    assert str(office.author.get_full_name()) in rows[2]


@pytest.mark.parametrize("role", ["superuser", "director", "group_head"])
def test_nobody_writes_acts_by_hand(office: Office, role: str) -> None:
    office.bring_to("at_deputy")
    client = signed_in(office.people[role])
    act = ApprovalAct.objects.last()
    for screen, *args in (("add",), ("edit", act.pk), ("delete", act.pk)):
        address = reverse(f"approvalact:{screen}", args=args)
        assert client.get(address).status_code == 302
        assert client.post(address, {"remark": "อื่น"}).status_code == 302
    assert ApprovalAct.objects.count() == 2
    assert ApprovalAct.objects.last().remark == ""


@pytest.mark.parametrize("role", ["editor", "reporting_staff"])
def test_others_do_not_see_the_list(office: Office, role: str) -> None:
    assert signed_in(office.people[role]).get(reverse(LIST)).status_code == 302


def test_the_editor_leads_to_the_acts_on_the_page(office: Office) -> None:
    office.bring_to("returned")
    client = signed_in(office.author)
    screen = html.unescape(text_of(client, page_url("edit", office.key)))
    found = re.search(r"/admin/approvalact/\?[^\"]+", screen)
    assert found is not None
    assert text_of(client, found[0]).count("แก้ตัวชี้วัด") == 1
    assert "เสนอขอความเห็นชอบและอนุมัติ" in screen
    assert "ส่งเข้า รองผู้อำนวยการ" not in screen


def test_the_panel_of_acts(office: Office) -> None:
    """What the settings tab of an approved kind of page holds."""
    office.bring_to("returned")
    panel = ApprovalTrailPanel().bind_to_model(type(office.plan))
    bound = panel.get_bound_panel(instance=office.plan, request=None, form=None)
    text = bound.render_html()
    for words in ("เสนอเรื่อง", "ส่งกลับปรับปรุง", "แก้ตัวชี้วัด", "จึงไม่มีปุ่มเผยแพร่"):
        assert words in text


def test_what_was_acted_on_is_not_deleted_with_the_pages_above(office: Office) -> None:
    office.bring_to("refused")
    client = signed_in(office.people["superuser"])
    parent = office.plan.get_parent()
    client.post(page_url("delete", parent.pk))
    client.post(page_url("delete", parent.get_parent().pk))
    assert office.plan.pk == office.key


@pytest.mark.django_db(databases="__all__")
def test_set_up_makes_the_levels_once_and_keeps_changes() -> None:
    call_command("setup", "--without-samples", verbosity=0)
    workflow = Workflow.objects.get(name=APPROVAL_WORKFLOW)
    tasks = [task.specific for task in workflow.tasks]
    assert [task.act for task in tasks] == ["concur", "concur", "approve"]
    assert all(task.groups.count() == 1 for task in tasks)
    workflow.workflow_tasks.all()[1].delete()
    SigningTask.objects.filter(pk=tasks[0].pk).update(office_title_th="หัวหน้ากลุ่ม")
    call_command("setup", "--without-samples", verbosity=0)
    assert Workflow.objects.get(name=APPROVAL_WORKFLOW).tasks.count() == 2
    assert SigningTask.objects.get(pk=tasks[0].pk).office_title_th == "หัวหน้ากลุ่ม"
