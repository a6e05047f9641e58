"""Every role in every state tries everything, by the admin's own addresses and by link."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from wagtail.models import Site

from portal.approvals.models import ApprovalAct
from portal.approvals.runs import is_approved
from portal.core.models import SiteSettings
from portal.plans.models import PlanPage
from tests.portal.approvals.factories import LEVELS, ROLES, STATES, Office, form_of, page_url
from tests.portal.approvals.factories import signed_in as browser

pytestmark = pytest.mark.django_db

DUE = {"at_head": "group_head", "at_deputy": "deputy_director", "at_director": "director"}
WRITERS = ("author", "editor", "working_group", "group_head", "superuser")
WITH_ACTS = [state for state in STATES if state != "draft"]


def what_is(office: Office) -> tuple[Any, ...]:
    """All that a transition could change."""
    plan = PlanPage.objects.filter(pk=office.key).first()
    if plan is None:
        return ("gone",)
    state = plan.workflow_states.order_by("created_at").last()
    return (
        ApprovalAct.objects.count(),
        plan.live,
        plan.live_revision_id,
        plan.has_unpublished_changes,
        plan.latest_revision_id,
        plan.scheduled_revision is None,
        plan.locked,
        state and (state.pk, state.status, state.current_task_state_id),
    )


def by_dialog(action: str) -> Any:
    def post(office: Office, client: Any) -> Any:
        state = office.last_task_state
        address = page_url("workflow_action", office.key, action, state.pk if state else 1)
        return client.post(address, {"comment": "เหตุผล"})

    return post


def by_editor(button: str, **fields: str) -> Any:
    def post(office: Office, client: Any) -> Any:
        address = page_url("edit", office.key)
        if not hasattr(client, "form"):
            client.form = form_of(client.get(address))
        return client.post(address, {**client.form, **fields, button: "1"})

    return post


def by_page(name: str) -> Any:
    def post(office: Office, client: Any) -> Any:
        return client.post(page_url(name, office.key))

    return post


def by_bulk(action: str) -> Any:
    def post(office: Office, client: Any) -> Any:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        return client.post(f"{address}?id={office.key}&next=/admin/")

    return post


def by_api(action: str) -> Any:
    def post(office: Office, client: Any) -> Any:
        address = reverse("wagtailadmin_api:pages:action", args=[office.key, action])
        return client.post(address, {}, content_type="application/json")

    return post


def in_states(roles: tuple[str, ...], *states: str) -> set[tuple[str, str]]:
    return {(state, role) for state in states for role in roles}


ON_DUTY = set(DUE.items())
OPEN = ("draft", "returned", "refused", "approved", "edited")
EDITOR_ACT = {"workflow-action-name": "sign", "workflow-action-extra-data": '{"comment": ""}'}
# Transition -> where it may do something; nobody else changes anything by it, anywhere.
ALLOWED: dict[str, tuple[Any, set[tuple[str, str]]]] = {
    "sign": (by_dialog("sign"), ON_DUTY),
    "return": (by_dialog("return"), ON_DUTY),
    "refuse": (by_dialog("refuse"), ON_DUTY),
    "approve": (by_dialog("approve"), set()),
    "sign in the editor": (by_editor("action-workflow-action", **EDITOR_ACT), ON_DUTY),
    "save": (by_editor("action-save", vision="อื่น"), in_states(WRITERS, *OPEN)),
    "submit": (by_editor("action-submit"), in_states(WRITERS, *OPEN)),
    "lock": (by_page("lock"), in_states(("superuser",), *OPEN)),
    "unpublish": (
        by_page("unpublish"),
        in_states(("group_head", "superuser"), "approved", "edited"),
    ),
    "delete": (by_page("delete"), in_states(WRITERS, "draft")),
    "publish in the editor": (by_editor("action-publish"), in_states(WRITERS, *OPEN)),
    "bulk publish": (by_bulk("publish"), set()),
    "publish by the admin's API": (by_api("publish"), set()),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_by_the_admin(office: Office, state: str, role: str) -> None:
    office.bring_to(state)
    client = browser(office.people[role])
    wrong = []
    for name, (post, allowed) in ALLOWED.items():
        with _undone():
            before = what_is(office)
            post(office, client)
            changed = what_is(office) != before
            plan = PlanPage.objects.filter(pk=office.key).first()
            if plan and plan.live and not is_approved(plan.live_revision):
                wrong.append(f"{name}: published without approval")
        if changed != ((state, role) in allowed):
            wrong.append(f"{name}: {'done' if changed else 'refused'}")
    assert wrong == []


@contextmanager
def _undone() -> Iterator[None]:
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", WITH_ACTS)
def test_by_link(office: Office, state: str, role: str) -> None:
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"approval_second_factor": "login"}
    )
    office.bring_to(state)
    user = office.people[role]
    _link, path = office.link_for(user)
    before = what_is(office)
    client = browser(user)
    allowed = (state, role) in ON_DUTY
    assert client.get(path).status_code == (200 if allowed else _refused(state))
    assert what_is(office) == before
    for action in ("sign", "return", "refuse"):
        with _undone():
            response = client.post(path, {"action": action, "remark": "เหตุผล"})
            assert (what_is(office) != before) == allowed
            act = ApprovalAct.objects.last()
            if allowed:
                assert response.status_code == 200
                assert (act.channel, act.actor, act.remark) == ("link", user, "เหตุผล")


def _refused(state: str) -> int:
    return 403 if state in DUE else 409


@pytest.mark.parametrize("role", ROLES)
def test_a_person_of_all_groups_signs_one_level(office: Office, role: str) -> None:
    """Being in every group helps neither the author nor anybody else to a second level."""
    user = office.people[role]
    user.groups.set(Group.objects.all())
    office.submit()
    acted = 0
    for level in LEVELS:
        before = ApprovalAct.objects.count()
        by_dialog("sign")(office, browser(user))
        acted += ApprovalAct.objects.count() - before
        if ApprovalAct.objects.count() == before:
            office.act("sign", level, office.person(level))
    assert acted == (0 if role == "author" else 1)
    assert office.plan.live
