"""The ways from a draft to the public: one for the catalogue, one for pages.

Every group that gives the last approval holds the publish permission (see `groups`): Wagtail
refuses to finish a workflow otherwise.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from catalog.models import Platform, Resource
from courses.models import Course, Lesson, TrainingEvent

from .groups import group_name
from .models import IndependentApprovalTask

CATALOGUE_WORKFLOW = "ตรวจสอบและเผยแพร่สื่อ"
CATALOGUE_TASK = "คณะทำงานตรวจสอบสื่อ"
PAGE_WORKFLOW = "ตรวจสอบและเผยแพร่หน้าเว็บ"
PAGE_TASK = "ผู้อำนวยการกลุ่มตรวจสอบหน้าเว็บ"


@transaction.atomic
def apply_workflows() -> None:
    """Set up both workflows; run it after `apply_groups`. Safe to run again.

    Where the office has assigned another workflow in the admin, that one stays.
    """
    approvers = ["working_group", "group_head"]
    task = _task(IndependentApprovalTask, CATALOGUE_TASK, approvers)
    catalogue = _workflow(CATALOGUE_WORKFLOW, task)
    for model in (Platform, Resource, Course, Lesson, TrainingEvent):
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(model),
            defaults={"workflow": catalogue},
        )
    pages = _workflow(PAGE_WORKFLOW, _task(GroupApprovalTask, PAGE_TASK, ["group_head"]))
    root = Page.get_first_root_node()
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": pages})


def _task(model: type[Any], name: str, codes: list[str]) -> Task:
    task, _created = model.objects.get_or_create(name=name)
    task.groups.set(Group.objects.filter(name__in=[group_name(code) for code in codes]))
    return task


def _workflow(name: str, task: Task) -> Workflow:
    workflow, _created = Workflow.objects.get_or_create(name=name)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    return workflow
