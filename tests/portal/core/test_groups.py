from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
)

from portal.core import groups as room
from portal.core.groups import ROLES, apply_groups, group_name
from portal.core.models import IndependentApprovalTask
from portal.core.workflows import CATALOGUE_WORKFLOW, apply_workflows
from tests.factories import UserFactory

WITH_DRAFTS = ("platform", "resource", "course", "lesson", "trainingevent")
pytestmark = pytest.mark.django_db


def _granted(group: Group) -> set[str]:
    return {
        f"{app}.{codename}"
        for app, codename in group.permissions.values_list("content_type__app_label", "codename")
    }


def _everything() -> list[object]:
    return [
        [(group.name, _granted(group)) for group in Group.objects.order_by("name")],
        sorted(GroupPagePermission.objects.values_list("group", "page", "permission")),
        list(Workflow.objects.order_by("pk").values_list("pk", "name")),
        list(IndependentApprovalTask.objects.values_list("pk", "groups")),
        list(WorkflowContentType.objects.values_list("content_type", "workflow")),
    ]


def test_every_group_has_exactly_the_permissions_written_down() -> None:
    for code, group in apply_groups().items():
        assert group.name == group_name(code)
        assert _granted(group) == ROLES[code].permissions


def test_applying_twice_changes_nothing() -> None:
    apply_groups()
    apply_workflows()
    before = _everything()
    apply_groups()
    apply_workflows()
    assert _everything() == before


def test_a_permission_added_by_hand_goes_and_members_stay() -> None:
    group = apply_groups()["editor"]
    member = UserFactory()
    member.groups.add(group)
    group.permissions.add(Permission.objects.get(codename="delete_platform"))
    GroupPagePermission.objects.create(
        group=group,
        page=Page.get_first_root_node(),
        permission=Permission.objects.get(codename="publish_page"),
    )
    apply_groups()
    assert _granted(group) == ROLES["editor"].permissions
    assert {row.permission.codename for row in group.page_permissions.all()} == {
        "add_page",
        "change_page",
    }
    assert list(group.user_set.all()) == [member]


def test_page_permissions_stand_on_the_home_page() -> None:
    group = apply_groups()["group_head"]
    home = Site.objects.get(is_default_site=True).root_page
    assert {(row.page_id, row.permission.codename) for row in group.page_permissions.all()} == {
        (home.pk, codename) for codename in ("add_page", "change_page", "publish_page")
    }


def test_file_permissions_stand_on_the_root_collection() -> None:
    editors = apply_groups()["editor"]
    root = Collection.get_first_root_node()
    assert {
        (row.collection_id, row.permission.codename) for row in editors.collection_permissions.all()
    } == {
        (root.pk, f"{action}_{kind}")
        for action in ("add", "choose")
        for kind in ("image", "document")
    }


def test_an_unknown_permission_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = replace(ROLES["editor"], permissions=frozenset({"catalog.fly_platform"}))
    monkeypatch.setitem(room.ROLES, "editor", wrong)
    with pytest.raises(ImproperlyConfigured, match=r"catalog\.fly_platform"):
        apply_groups()
    assert not Group.objects.filter(name=ROLES["editor"].name).exists()


def test_those_who_look_may_change_nothing() -> None:
    groups = apply_groups()
    for code in ("deputy_director", "director", "reporting_staff"):
        changing = {name for name in _granted(groups[code]) if ".view_" not in name}
        # What a director decides in rounds is an act of office, not an edit.
        deciding = {"procedures.decide_round"} if code == "director" else set()
        assert changing == {"wagtailadmin.access_admin"} | deciding
        assert not groups[code].page_permissions.exists()
        assert not groups[code].collection_permissions.exists()


def test_only_the_head_deletes_and_only_from_working_group_up_one_publishes() -> None:
    groups = apply_groups()
    deleting = {
        code for code, group in groups.items() if "catalog.delete_platform" in _granted(group)
    }
    publishing = {
        code for code, group in groups.items() if "catalog.publish_resource" in _granted(group)
    }
    assert deleting == {"group_head"}
    assert publishing == {"working_group", "group_head"}


def test_defaults_of_a_new_wagtail_go_when_nobody_uses_them() -> None:
    apply_groups()
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not Workflow.objects.filter(name="Moderators approval").exists()
    assert not GroupApprovalTask.objects.filter(name="Moderators approval").exists()


def test_a_default_group_with_a_member_stays() -> None:
    group, _created = Group.objects.get_or_create(name="Editors")
    UserFactory().groups.add(group)
    apply_groups()
    assert Group.objects.filter(name="Editors").exists()


def test_the_last_approvers_may_publish() -> None:
    groups = apply_groups()
    apply_workflows()
    task = IndependentApprovalTask.objects.get()
    assert set(task.groups.all()) == {groups["working_group"], groups["group_head"]}
    assert all("catalog.publish_resource" in _granted(group) for group in task.groups.all())
    page_task = GroupApprovalTask.objects.get()
    assert list(page_task.groups.all()) == [groups["group_head"]]
    assert (
        groups["group_head"].page_permissions.filter(permission__codename="publish_page").exists()
    )


def test_workflows_reach_the_catalogue_and_all_pages() -> None:
    apply_groups()
    apply_workflows()
    assert {
        (row.content_type.model, row.workflow.name) for row in WorkflowContentType.objects.all()
    } == {(kind, CATALOGUE_WORKFLOW) for kind in WITH_DRAFTS}
    assert WorkflowPage.objects.get().page == Page.get_first_root_node()


def test_a_workflow_that_the_office_chose_stays() -> None:
    apply_groups()
    apply_workflows()
    own = Workflow.objects.create(name="ของสำนักงาน")
    WorkflowContentType.objects.filter(content_type__model="platform").update(workflow=own)
    apply_workflows()
    assert WorkflowContentType.objects.get(content_type__model="platform").workflow == own
