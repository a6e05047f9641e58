"""The three levels of a formal approval, as a workflow that the office may change in the admin."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from portal.core.groups import group_name

from .models import SigningTask
from .models.acts import Act

APPROVAL_WORKFLOW = "ขอความเห็นชอบและอนุมัติ"


class Level(NamedTuple):
    """A level of the seed: the role that acts, and how it signs."""

    role: str
    name: str
    act: Act
    title_th: str
    title_en: str


LEVELS = (
    Level(
        "group_head",
        "ผู้อำนวยการกลุ่มให้ความเห็นชอบ",
        Act.CONCUR,
        "ผู้อำนวยการกลุ่ม",
        "Head of the group",
    ),
    Level(
        "deputy_director",
        "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาให้ความเห็นชอบ",
        Act.CONCUR,
        "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
        "Deputy director of the office",
    ),
    Level(
        "director",
        "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาอนุมัติ",
        Act.APPROVE,
        "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
        "Director of the office",
    ),
)


@transaction.atomic
def approval_workflow() -> Workflow:
    """The workflow, made with its levels where it is missing. What the office changed stays."""
    workflow, created = Workflow.objects.get_or_create(name=APPROVAL_WORKFLOW)
    if created:
        for place, level in enumerate(LEVELS):
            task = SigningTask.objects.create(
                name=level.name,
                act=level.act,
                office_title_th=level.title_th,
                office_title_en=level.title_en,
            )
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=place)
    return workflow


@transaction.atomic
def apply_levels() -> Workflow:
    """Give each level its group where it has none; run it when the groups are there."""
    workflow = approval_workflow()
    for level in LEVELS:
        groups = Group.objects.filter(name=group_name(level.role))
        for task in SigningTask.objects.filter(name=level.name, groups=None):
            task.groups.set(groups)
    return workflow


def assign(page: Page) -> None:
    """Tie the workflow to a page and all below it, where the office has tied no other to it."""
    WorkflowPage.objects.get_or_create(
        page=Page.objects.get(pk=page.pk), defaults={"workflow": approval_workflow()}
    )
