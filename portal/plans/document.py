"""A plan as an official document: cover, contents, chapters, approval block, trail, seal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.approvals.models import ApprovalAct
from portal.approvals.trail import Signature, acts_of, signatures
from portal.core.models import SiteSettings
from portal.core.official_content import (
    Facts,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Run,
    SignatureBox,
    Signatures,
    Table,
    paragraph,
    paragraphs,
)
from portal.core.official_pdf import LetterHead, OfficialDocument
from portal.core.official_prose import absolute, body_blocks
from portal.core.templatetags.thai_dates import thai_date
from portal.core.thai_calendar import long_date, to_thai_digits

from .figures import (
    Sheet,
    alignment_sheet,
    budget_by_strategy,
    budget_sheet,
    indicator_sheet,
    project_facts,
    total_budget,
)
from .models import PlanEdition, PlanPage, SwotKind
from .reading import chapters_of
from .rules import baht


def edition_document(edition: PlanEdition) -> OfficialDocument:
    """What was approved, as a document; in Thai, for Thai is what was approved."""
    with translation.override("th"):
        plan = edition.plan
        return OfficialDocument(
            title=plan.title,
            subtitles=_subtitles(plan, edition),
            letter_head=LetterHead.of(SiteSettings.for_site(edition.page.get_site())),
            blocks=[
                *(block for chapter in chapters_of(plan) for block in _chapter(plan, chapter)),
                *_approval(edition),
            ],
            cover=True,
            contents=True,
            footer=_("Edition %(number)s · approved %(day)s")
            % {
                "number": to_thai_digits(edition.number),
                "day": long_date(edition.approved_at, thai_digits=True),
            },
            made_at=edition.approved_at,
        )


def _subtitles(plan: PlanPage, edition: PlanEdition) -> tuple[str, ...]:
    years = " - ".join(dict.fromkeys([str(plan.first_fiscal_year), str(plan.last_fiscal_year)]))
    number = plan.reference_number and _("No. %(number)s") % {"number": plan.reference_number}
    lines = (
        str(plan.get_kind_display()),
        _("Fiscal year %(years)s") % {"years": to_thai_digits(years)},
        _("Edition %(number)s") % {"number": to_thai_digits(edition.number)},
        number,
        plan.is_sample and _("Sample data"),
    )
    return tuple(str(line) for line in lines if line)


def _chapter(plan: PlanPage, chapter: Any) -> list[Any]:
    parts = [block for part in chapter.parts for block in _PARTS[part](plan)]
    return [PageBreak(), Heading(chapter.title), *body_blocks(chapter.body), *parts]


# --- the tables of a plan ---------------------------------------------------------------


def table(sheet: Sheet) -> Table:
    """A sheet as a table of a document."""
    return Table(sheet.headings, sheet.rows, sheet.caption, sheet.sums)


def _swot(plan: PlanPage) -> list[Any]:
    blocks: list[Any] = [Heading(_("SWOT analysis"), 2)]
    for kind in SwotKind:
        points = [[paragraph(row.text)] for row in plan.swot_points.all() if row.kind == kind]
        if points:
            blocks += [Heading(str(kind.label), 3), Items(points, "numbers")]
    return blocks


def _direction(plan: PlanPage) -> list[Any]:
    blocks: list[Any] = []
    if plan.vision:
        blocks += [Heading(_("Vision"), 2), *paragraphs(plan.vision)]
    for title, rows in ((_("Missions"), plan.missions), (_("Goals"), plan.goals)):
        items = [[paragraph(row.text)] for row in rows.all()]
        if items:
            blocks += [Heading(title, 2), Items(items, "numbers")]
    return blocks


def _strategies(plan: PlanPage) -> list[Any]:
    blocks: list[Any] = []
    for row in plan.strategies.all():
        title = _("Strategy %(number)s %(title)s") % {
            "number": row.number or "",
            "title": row.title,
        }
        blocks += [Heading(title, 2), *paragraphs(row.description)]
    return blocks


def _budget(plan: PlanPage) -> list[Any]:
    rows = [[each.number, each.label, baht(each.baht)] for each in budget_by_strategy(plan)]
    rows.append(["", _("Total"), baht(total_budget(plan))])
    headings = [pgettext("table", "No."), _("Strategy"), _("Budget (baht)")]
    by_strategy = Table(headings, rows, _("Budget by strategy (baht)"), frozenset({len(rows) - 1}))
    return [by_strategy, table(budget_sheet(plan))]


def _projects(plan: PlanPage) -> list[Any]:
    blocks: list[Any] = []
    for project in plan.projects.all():
        money = (_("Budget (baht)"), baht(project.budget or 0))
        blocks += [Heading(str(project), 2), Facts([*project_facts(project), money])]
    return blocks


def _attachments(plan: PlanPage) -> list[Any]:
    items = [
        [Paragraph([Run(row.title, url=absolute(row.document.url) if row.document else "")])]
        for row in plan.attachments.all()
    ]
    return [Heading(_("Attachments"), 2), Items(items, "numbers")]


_PARTS: dict[str, Callable[[PlanPage], list[Any]]] = {
    "alignments": lambda plan: [table(alignment_sheet(plan))],
    "swot": _swot,
    "direction": _direction,
    "strategies": _strategies,
    "indicators": lambda plan: [table(indicator_sheet(plan, with_live=False))],
    "budget": _budget,
    "projects": _projects,
    "attachments": _attachments,
}


# --- the approval -----------------------------------------------------------------------


def _approval(edition: PlanEdition) -> list[Any]:
    boxes = [_box(each) for each in signatures(edition.page, edition.revision)]
    acts = acts_of(edition.page).filter(at__lte=edition.approved_at)
    blocks: list[Any] = [PageBreak(), Heading(_("Concurrence and approval"))]
    if boxes:
        blocks.append(Signatures(boxes))
    if edition.plan.approved_by_note:
        blocks.append(paragraph(edition.plan.approved_by_note))
    if acts:
        blocks += [Heading(_("The acts in order"), 2), _trail(list(acts))]
    if edition.digest:
        seal = _("Fingerprint (SHA-256) of what was approved: %(digest)s")
        blocks.append(paragraph(seal % {"digest": edition.digest}))
    return blocks


def _box(signature: Signature) -> SignatureBox:
    proposed = signature.act == "submit"
    return SignatureBox(
        act=_("Proposed by") if proposed else signature.act_label,
        name=signature.actor_name,
        title=signature.office_title,
        date=to_thai_digits(thai_date(signature.at)),
        remark=signature.remark,
    )


def _trail(acts: list[ApprovalAct]) -> Table:
    rows = [
        [
            long_date(act.at, thai_digits=True),
            str(act.get_act_display()),
            "\n".join(part for part in (act.actor_name, act.office_title) if part),
            act.remark,
        ]
        for act in acts
    ]
    return Table([_("Date"), _("Act"), _("Who"), _("Remark")], rows)
