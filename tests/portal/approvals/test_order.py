"""The order of the levels, as the workflow's own actions see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from portal.approvals import trail
from portal.approvals.digest import verify
from portal.approvals.workflows import APPROVAL_WORKFLOW, apply_levels, assign
from portal.core.groups import apply_groups, group_name
from portal.core.workflows import apply_workflows
from portal.home.models import StandardPage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> StandardPage:
    apply_groups()
    apply_workflows()
    apply_levels()
    root = Page.objects.get(depth=2)
    page = root.add_child(instance=StandardPage(title="แผน", slug="plan", live=False))
    assign(page)
    return page


def person(role: str) -> Any:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group_name(role)))
    return user


def test_three_levels_publish(page: StandardPage) -> None:
    author = person("working_group")
    page.save_revision(user=author)
    assert page.get_workflow().name == APPROVAL_WORKFLOW
    page.get_workflow().start(page, author)
    for role in ("group_head", "deputy_director", "director"):
        page = StandardPage.objects.get()
        assert not page.live
        task_state = page.current_workflow_task_state
        task_state.task.specific.on_action(task_state, person(role), "sign")
    page = StandardPage.objects.get()
    assert page.live
    acts = list(trail.acts_of(page))
    assert [act.act for act in acts] == ["submit", "concur", "concur", "approve"]
    assert all(verify(act) for act in acts)
    assert len(trail.signatures(page, acts[-1].revision)) == 4
