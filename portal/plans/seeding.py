"""Where plans stand on the site; and samples that went through the real approval.

The samples are signed by the demo accounts through the same acts as everything else. Where these
accounts are missing they stay drafts: nobody's signature is made up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Site

from catalog.seeding.removal import remove
from catalog.seeding.telling import Count, Say, count, plural_name, tell_added, tell_removed
from portal.approvals import acting
from portal.approvals.models import ApprovalAct, ApprovalLink
from portal.approvals.workflows import assign
from portal.core.groups import group_name

from . import template
from .models import PlanEdition, PlanIndexPage, PlanPage

SLUG = "plans"
_SAMPLES = Path(__file__).resolve().parent / "seed" / "samples.json"
_LEVELS = ("group_head", "deputy_director", "director")


def finish(say: Say) -> None:
    """Add the index where it is missing, and tie the approval to it.

    Not in `seed`: the home page that it stands below is made by a room that comes later.
    """
    index = PlanIndexPage.objects.first()
    home = _home()
    if index is None and home is not None:
        index = home.add_child(
            instance=PlanIndexPage(
                title="แผนของสำนักงาน",
                title_en="Plans of the office",
                slug=SLUG,
                show_in_menus=True,
                intro="แผนที่ได้รับอนุมัติแล้วทุกฉบับ พร้อมฉบับก่อนหน้า",
            )
        )
        index.save_revision(log_action="wagtail.create").publish()
        tell_added(say, plural_name(PlanIndexPage), 1, 0)
    if index is not None:
        assign(index)


def seed_samples(say: Say) -> None:
    """Add the invented plans that are missing: one approved twice, one returned."""
    index = PlanIndexPage.objects.first()
    if index is None:
        return
    samples = json.loads(_SAMPLES.read_text(encoding="utf-8"))
    people = _people()
    there = set(index.get_children().values_list("slug", flat=True))
    added = 0
    for name, play in (("approved", _play_approved), ("returned", _play_returned)):
        if samples[name]["plan"]["slug"] not in there:
            play(index, samples[name], people)
            added += 1
    what = _("%(what)s (samples)") % {"what": plural_name(PlanPage)}
    tell_added(say, what, added, len(samples) - added)
    if added and not people:
        say(_("The sample plans are drafts: without demo accounts nobody could approve them."))


def remove_samples(say: Say) -> None:
    """Remove every sample plan with its editions and the acts on it."""
    samples = PlanPage.objects.filter(is_sample=True)
    keys = list(samples.values_list("pk", flat=True))
    for edition in PlanEdition.objects.filter(page__in=keys):
        edition.pdf.delete(save=False)
        edition.delete()
    _forget_acts(keys)
    tell_removed(say, plural_name(PlanPage), remove(samples))
    PageLogEntry.objects.filter(page_id__in=keys).delete()


def counts() -> list[Count]:
    """How many plans there are."""
    return [count(PlanPage)]


def _forget_acts(pages: list[int]) -> None:
    """Acts are never deleted; these were acts on inventions, and would keep them here for ever."""
    content_type = ContentType.objects.get_for_model(PlanPage)
    acts = ApprovalAct.objects.filter(content_type=content_type, object_id__in=map(str, pages))
    ApprovalLink.objects.filter(act__in=acts).delete()
    acts._raw_delete(acts.db)


def _home() -> Page | None:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home = site.root_page.specific if site else None
    return home if home and PlanIndexPage.can_create_at(home) else None


def _people() -> dict[str, Any]:
    """The demo accounts that sign; empty unless all of them are there."""
    roles = ("working_group", *_LEVELS)
    users = get_user_model().objects.filter(is_active=True)
    found = {
        role: users.filter(username=role, groups__name=group_name(role)).first() for role in roles
    }
    return found if all(found.values()) else {}


def _play_approved(index: PlanIndexPage, sample: dict[str, Any], people: dict[str, Any]) -> None:
    """Approve a first edition, then the plan as it stands, so that the first is superseded."""
    plan = _add(index, sample["plan"], people, first_edition=sample["first_edition"])
    if not people:
        return
    _approve(plan, sample["remarks"], people)
    plan = PlanPage.objects.get(pk=plan.pk).get_latest_revision_as_object()
    final = {row["number"]: row for row in sample["plan"]["projects"]}
    projects = list(plan.projects.all())
    for project in projects:
        for name in ("budget", "quarter_2"):
            setattr(project, name, Decimal(final[project.number][name]))
    plan.projects = projects
    plan.save_revision(user=people["working_group"], log_action=True)
    _approve(plan, sample["remarks"], people)


def _play_returned(index: PlanIndexPage, sample: dict[str, Any], people: dict[str, Any]) -> None:
    plan = _add(index, sample["plan"], people)
    if people:
        plan.get_workflow().start(plan, people["working_group"])
        state = PlanPage.objects.get(pk=plan.pk).current_workflow_task_state
        remark, step = sample["remark"], sample["redo_step"]
        acting.perform(state, people["group_head"], acting.RETURN, remark, step)


def _approve(plan: PlanPage, remarks: list[str], people: dict[str, Any]) -> None:
    plan.get_workflow().start(plan, people["working_group"])
    for role, remark in zip(_LEVELS, remarks, strict=True):
        state = PlanPage.objects.get(pk=plan.pk).current_workflow_task_state
        acting.perform(state, people[role], acting.SIGN, remark)


def _add(
    index: PlanIndexPage,
    row: dict[str, Any],
    people: dict[str, Any],
    first_edition: dict[str, Any] | None = None,
) -> PlanPage:
    """The plan as a draft; in its first edition one project had another budget."""
    author = people.get("working_group")
    references = template.references(row["kind"])
    data = {
        **row,
        "pk": None,
        "is_sample": True,
        "chapters": json.dumps(row["chapters"]),
        "missions": _rows({"text": text} for text in row["missions"]),
        "goals": _rows({"text": text} for text in row["goals"]),
        "swot_points": _rows({"kind": kind, "text": text} for kind, text in row["swot"]),
        "strategies": _rows(
            {"number": number, "title": title, "description": text}
            for number, title, text in row["strategies"]
        ),
        "alignments": _rows({"reference": text, "valid_until": day} for text, day in references),
        "projects": _rows(_project(project, first_edition) for project in row["projects"]),
        "indicators": _rows(
            {**indicator, "years": _rows(indicator["years"])} for indicator in row["indicators"]
        ),
    }
    plan = PlanPage.from_serializable_data(data, check_fks=False)
    plan.owner = author
    added: PlanPage = index.add_child(instance=plan)
    added.save_revision(user=author, log_action="wagtail.create")
    return added


def _project(row: dict[str, Any], first_edition: dict[str, Any] | None) -> dict[str, Any]:
    if first_edition is None or row["number"] != first_edition["project"]:
        return row
    return {**row, **{name: first_edition[name] for name in ("budget", "quarter_2")}}


def _rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"pk": None, "sort_order": place, **row} for place, row in enumerate(rows)]
