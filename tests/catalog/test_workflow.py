from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import WorkflowState

from catalog.models import Resource
from tests import factories
from tests.catalog.admin_pages import point, resource_form, snippet_url

pytestmark = pytest.mark.django_db


def _submitted(client: Any) -> Resource:
    client.post(snippet_url("resource", "add"), {**resource_form(), "action-submit": "1"})
    return Resource.objects.get()


def _approve(client: Any, resource: Resource, **form: Any) -> Any:
    state = resource.current_workflow_task_state
    address = snippet_url("resource", "workflow_action", resource.pk, "approve", state.pk)
    return client.post(address, {"comment": "", **form})


def test_from_draft_over_submission_to_the_public(sign_in: Any) -> None:
    editor, approver = sign_in("editor"), sign_in("working_group")
    editor.post(snippet_url("resource", "add"), resource_form())
    resource = Resource.objects.get()
    assert (resource.live, len(resource.modes)) == (False, 3)
    edit = snippet_url("resource", "edit", resource.pk)
    page = editor.get(edit).content.decode()
    assert 'name="action-submit"' in page
    assert 'name="action-publish"' not in page

    editor.post(edit, {**resource_form(), "action-submit": "1"})
    assert Resource.objects.get().workflow_in_progress
    waiting = approver.get("/admin/").content.decode()
    assert resource.name_th in waiting
    _approve(approver, Resource.objects.get(), comment="ตรวจแล้ว")
    resource = Resource.objects.public().get()
    assert resource.live
    assert not resource.workflow_in_progress


def test_approving_in_the_editor_publishes_what_the_approver_saved(sign_in: Any) -> None:
    resource = _submitted(sign_in("editor"))
    sign_in("working_group").post(
        snippet_url("resource", "edit", resource.pk),
        {
            **resource_form(name_th="แก้คำโดยผู้ตรวจ"),
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
        },
    )
    assert Resource.objects.public().get().name_th == "แก้คำโดยผู้ตรวจ"
    assert not Resource.objects.get().workflow_in_progress


def test_an_edit_by_another_reviewer_has_to_be_approved_again(sign_in: Any) -> None:
    first, second = sign_in("working_group"), sign_in("group_head")
    resource = _submitted(sign_in("editor"))
    second.post(snippet_url("resource", "edit", resource.pk), resource_form(name_th="แก้ไข"))
    _approve(first, Resource.objects.get())
    assert not Resource.objects.public().exists()
    _approve(first, Resource.objects.get())
    assert Resource.objects.public().get().name_th == "แก้ไข"


def test_the_submitter_waits_even_as_an_approver(sign_in: Any) -> None:
    author, colleague = sign_in("working_group"), sign_in("working_group")
    resource = _submitted(author)
    assert _approve(author, resource).status_code == 302
    assert Resource.objects.get().live is False
    author.post(
        snippet_url("resource", "edit", resource.pk), {**resource_form(), "action-publish": "1"}
    )
    assert Resource.objects.get().live is False
    assert (
        "action-workflow-action"
        not in author.get(snippet_url("resource", "edit", resource.pk)).content.decode()
    )
    assert resource.name_th not in _waiting(author)
    assert resource.name_th in _waiting(colleague)
    _approve(colleague, resource)
    assert Resource.objects.get().live is True


def _waiting(client: Any) -> str:
    from wagtail.models import TaskState

    states = TaskState.objects.reviewable_by(client.user)
    return " ".join(str(state.revision.content_object) for state in states)


def test_a_superuser_does_not_approve_an_own_submission_either(
    client: Any, superuser: Any, roles: Any
) -> None:
    client.force_login(superuser, backend="django.contrib.auth.backends.ModelBackend")
    resource = _submitted(client)
    _approve(client, resource)
    assert Resource.objects.get().live is False


def test_an_editor_is_kept_out_while_others_judge(sign_in: Any) -> None:
    editor = sign_in("editor")
    resource = _submitted(editor)
    response = editor.post(
        snippet_url("resource", "edit", resource.pk), resource_form(name_th="ชื่ออื่น")
    )
    assert response.status_code == 200
    assert Resource.objects.get().get_latest_revision_as_object().name_th == "เศษส่วนและการบวก"


def test_sent_back_with_a_remark_and_submitted_again(sign_in: Any) -> None:
    editor, approver = sign_in("editor"), sign_in("group_head")
    resource = _submitted(editor)
    state = resource.current_workflow_task_state
    approver.post(
        snippet_url("resource", "workflow_action", resource.pk, "reject", state.pk),
        {"comment": "เพิ่มระดับชั้น"},
    )
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_NEEDS_CHANGES
    state.refresh_from_db()
    assert (state.status, state.comment) == ("rejected", "เพิ่มระดับชั้น")
    edit = snippet_url("resource", "edit", resource.pk)
    grade = factories.GradeFactory()
    editor.post(edit, {**resource_form(grades=[grade.pk]), "action-submit": "1"})
    _approve(approver, Resource.objects.get())
    assert list(Resource.objects.public().get().grades.all()) == [grade]


def test_an_incomplete_resource_is_a_draft_but_cannot_be_submitted(sign_in: Any) -> None:
    editor = sign_in("editor")
    half = resource_form([], kind="")
    editor.post(snippet_url("resource", "add"), half)
    resource = Resource.objects.get()
    response = editor.post(
        snippet_url("resource", "edit", resource.pk), {**half, "action-submit": "1"}
    )
    assert response.status_code == 200
    assert "kind" in response.context["form"].errors
    assert not Resource.objects.get().workflow_in_progress


def test_publishing_at_a_set_time(sign_in: Any) -> None:
    publisher = sign_in("working_group")
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    publisher.post(
        snippet_url("resource", "add"),
        {
            **resource_form(go_live_at=f"{tomorrow:%Y-%m-%d %H:%M}"),
            "action-publish": "1",
        },
    )
    resource = Resource.objects.get()
    assert resource.live is False
    assert "ตั้งเวลาเผยแพร่" in publisher.get(snippet_url("resource", "list")).content.decode()
    with time_machine.travel(tomorrow + dt.timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert Resource.objects.public().get() == resource


def test_expiry_takes_it_from_the_public(sign_in: Any) -> None:
    publisher = sign_in("working_group")
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    publisher.post(
        snippet_url("resource", "add"),
        {**resource_form(expire_at=f"{tomorrow:%Y-%m-%d %H:%M}"), "action-publish": "1"},
    )
    assert Resource.objects.public().exists()
    with time_machine.travel(tomorrow + dt.timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert not Resource.objects.public().exists()


def test_a_lock_keeps_others_out(sign_in: Any) -> None:
    owner, other = sign_in("working_group"), sign_in("editor")
    resource = factories.ResourceFactory()
    owner.post(snippet_url("resource", "lock", resource.pk))
    response = other.post(
        snippet_url("resource", "edit", resource.pk), resource_form(name_th="แก้ไข")
    )
    assert response.status_code == 200
    assert Resource.objects.get().latest_revision is None


def test_two_versions_can_be_compared(sign_in: Any) -> None:
    editor = sign_in("editor")
    editor.post(snippet_url("resource", "add"), resource_form())
    resource = Resource.objects.get()
    points = [point("ondemand", "https://example.org/new", "ดู")]
    editor.post(
        snippet_url("resource", "edit", resource.pk), resource_form(points, name_th="ชื่อใหม่กว่า")
    )
    page = editor.get(
        snippet_url("resource", "revisions_compare", resource.pk, "earliest", "latest")
    ).content.decode()
    assert "ชื่อใหม่กว่า" in page
    assert "https://example.org/new" in page


def test_unpublishing_keeps_the_draft(sign_in: Any) -> None:
    publisher = sign_in("working_group")
    publisher.post(snippet_url("resource", "add"), {**resource_form(), "action-publish": "1"})
    resource = Resource.objects.public().get()
    publisher.post(snippet_url("resource", "unpublish", resource.pk))
    assert not Resource.objects.public().exists()
    assert publisher.get(snippet_url("resource", "edit", resource.pk)).status_code == 200


def test_no_mail_goes_to_people_without_an_address(sign_in: Any) -> None:
    sign_in("working_group")
    _submitted(sign_in("editor"))
    assert mail.outbox == []
