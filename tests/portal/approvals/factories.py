"""An office with a plan, its people, and the plan in every state of its approval."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from portal.approvals import links
from portal.approvals.models import ApprovalLink
from portal.approvals.workflows import apply_levels, assign
from portal.core.groups import apply_groups, group_name
from portal.core.workflows import apply_workflows
from portal.plans.models import PlanIndexPage, PlanPage
from tests.factories import UserFactory
from tests.portal.home.site_pages import make_home

LEVELS = ("group_head", "deputy_director", "director")
STATES = (
    *("draft", "at_head", "at_deputy", "at_director"),
    *("returned", "refused", "approved", "edited"),
)
ROLES = ("author", "editor", "working_group", *LEVELS, "reporting_staff", "superuser")


class Office:
    """People of every role and one plan; `author` is of the working group and submits."""

    def __init__(self) -> None:
        home = make_home()
        apply_groups()
        apply_workflows()
        apply_levels()
        self.people = {role: self.person(role) for role in ROLES}
        index = home.add_child(instance=PlanIndexPage(title="แผน", slug="plans"))
        assign(index)
        plan = PlanPage(title="แผนดิจิทัล ๒๕๗๐", slug="digital", vision="เรียนรู้ได้ทุกที่")
        index.add_child(instance=plan)
        plan.save_revision(user=self.author)
        self.key = plan.pk

    def person(self, role: str, **fields: Any) -> Any:
        """Somebody of a role, with an address."""
        names = {"email": f"{role}@example.org", "first_name": role, **fields}
        user = UserFactory(is_superuser=role == "superuser", **names)
        code = "working_group" if role == "author" else role
        user.groups.set(Group.objects.filter(name=group_name(code) if role != "superuser" else ""))
        return user

    @property
    def author(self) -> Any:
        """Who writes and submits."""
        return self.people["author"]

    @property
    def plan(self) -> PlanPage:
        """The plan as the database has it."""
        return PlanPage.objects.get(pk=self.key)

    @property
    def newest(self) -> PlanPage:
        """The plan as its newest version has it."""
        return self.plan.get_latest_revision_as_object()

    def write(self, vision: str = "วิสัยทัศน์ใหม่", user: Any = None) -> None:
        """Save another version."""
        plan = self.newest
        plan.vision = vision
        plan.save_revision(user=user or self.author)

    def submit(self, user: Any = None) -> None:
        """Submit, or submit again after a return, as the editor's button does."""
        plan, user = self.plan, user or self.author
        state = plan.current_workflow_state
        if state is not None:
            state.resume(user)
        else:
            plan.get_workflow().start(plan, user)

    def act(self, action: str, role: str, user: Any = None, **values: Any) -> Any:
        """An act on the level that is due."""
        state = self.plan.current_workflow_task_state
        person = user or self.people[role]
        state.task.specific.on_action(state, person, action, **values)

    def bring_to(self, state: str) -> None:
        """Bring the plan into one of STATES."""
        if state == "draft":
            return
        self.submit()
        rounds = {"at_head": 0, "at_deputy": 1, "at_director": 2, "returned": 1, "refused": 1}
        for role in LEVELS[: rounds.get(state, 3)]:
            self.act("sign", role)
        if state == "returned":
            self.act("return", "deputy_director", comment="แก้ตัวชี้วัด")
        if state == "refused":
            self.act("refuse", "deputy_director", comment="ไม่มีงบประมาณ")
        if state == "edited":
            self.write()

    def link_for(self, user: Any, task_state: Any = None) -> tuple[ApprovalLink, str]:
        """A link as it would have been mailed, for whomever, and its path."""
        task_state = task_state or self.last_task_state
        ApprovalLink.objects.filter(task_state=task_state, user=user).delete()
        link, token = links._make(task_state, user)
        return link, reverse("approvals:approve", args=[token])

    @property
    def last_task_state(self) -> Any:
        """The level that is due, or the one that was last."""
        state = self.plan.workflow_states.order_by("created_at").last()
        return state and state.current_task_state.specific


def signed_in(user: Any) -> Client:
    """A browser of somebody."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form_of(response: Any) -> dict[str, Any]:
    """What a browser would post from the editor's form."""
    page = BeautifulSoup(response.content.decode(), "html.parser")
    form = page.select_one("[data-edit-form]")
    values: dict[str, Any] = {"chapters-count": "0"}
    if form is None:
        return values
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            values[field["name"]] = chosen.get("value", "") if chosen else ""
        else:
            text = field.text if field.name == "textarea" else field.get("value", "")
            values[field["name"]] = text
    return {name: value for name, value in values.items() if "__prefix__" not in name}


def page_url(name: str, *args: Any) -> str:
    """An address of the pages' admin."""
    return reverse(f"wagtailadmin_pages:{name}", args=args)
