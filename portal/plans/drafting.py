"""New drafts that need not begin with an empty page: from the template, or from an earlier plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from portal.core.thai_calendar import long_date, to_thai_digits

from . import template
from .models import PlanAlignment, PlanIndexPage, PlanPage, ProjectStatus

_COPIED = ("kind", "chapters", "vision", "picture", "title_en", "is_sample", "locale")
_CHILDREN = (
    "missions",
    "goals",
    "swot_points",
    "alignments",
    "strategies",
    "projects",
    "indicators",
)


def title_of(name: str, first: int, last: int) -> str:
    """A plan's title with its years."""
    years = str(first) if first == last else f"{first} - {last}"
    return f"{name} ปีงบประมาณ พ.ศ. {years}"


@transaction.atomic
def draft_from_template(
    index: PlanIndexPage, kind: str, first: int, last: int, user: Any = None
) -> PlanPage:
    """A draft with every chapter and its hints, and the reference documents of the procedure."""
    plan = PlanPage(
        title=title_of(template.template(kind)["title"], first, last),
        kind=kind,
        first_fiscal_year=first,
        last_fiscal_year=last,
        chapters=PlanPage._meta.get_field("chapters").to_python(template.chapters(kind)),
        owner=user,
    )
    plan.alignments = [
        _alignment(reference, until, place)
        for place, (reference, until) in enumerate(template.references(kind))
    ]
    return _add(index, plan, user)


@transaction.atomic
def copy_as_next(source: PlanPage, user: Any = None) -> PlanPage:
    """A draft for the years that follow: rows and dates moved on, results and papers left behind.

    The result of the last year, where one was typed in, becomes the baseline.
    """
    span = len(source.fiscal_years)
    data = source.serializable_data()
    kept = {name: data[name] for name in _COPIED if name in data}
    for relation in _CHILDREN:
        kept[relation] = [_without_keys(row) for row in data[relation]]
    for row in kept["projects"]:
        row["status"] = ProjectStatus.PLANNED
        for name in ("starts_on", "ends_on"):
            row[name] = _moved(row[name], span)
    for row in kept["indicators"]:
        _move_indicator(row, span)
    first, last = source.first_fiscal_year + span, source.last_fiscal_year + span
    copied = PlanPage.from_serializable_data(
        {"pk": None, **kept, "title": _moved_title(source, span)}, check_fks=False
    )
    copied.first_fiscal_year, copied.last_fiscal_year, copied.owner = first, last, user
    return _add(source.get_parent().specific, copied, user)


def _alignment(reference: str, until: date | None, place: int) -> PlanAlignment:
    """A row of the table; one that is over says so, for the author to name what took its place."""
    row = PlanAlignment(reference=reference, valid_until=until, sort_order=place)
    if until is not None and row.has_expired:
        row.relation = f"สิ้นอายุแล้วเมื่อ {long_date(until)}"
    return row


def _add(index: PlanIndexPage, plan: PlanPage, user: Any) -> PlanPage:
    added: PlanPage = index.add_child(instance=plan)
    added.save_revision(user=user, log_action="wagtail.create")
    return added


def _without_keys(row: dict[str, Any]) -> dict[str, Any]:
    fresh = {**row, "pk": None}
    fresh.pop("plan", None)
    fresh.pop("indicator", None)
    if "years" in fresh:
        fresh["years"] = [_without_keys(year) for year in fresh["years"]]
    return fresh


def _move_indicator(row: dict[str, Any], span: int) -> None:
    results = [year["actual"] for year in row["years"] if year["actual"] is not None]
    row["baseline"] = results[-1] if results else row["baseline"]
    for year in row["years"]:
        year["actual"] = None
        if year["fiscal_year"] is not None:
            year["fiscal_year"] += span


def _moved(day: str | date | None, span: int) -> str | None:
    """The same day `span` years later; the last day of February has one every year."""
    if not day:
        return None
    old = date.fromisoformat(str(day))
    last_of_february = (old.month, old.day) == (2, 29)
    moved = old.replace(year=old.year + span, day=28 if last_of_february else old.day)
    return moved.isoformat()


def _moved_title(source: PlanPage, span: int) -> str:
    """The title with its years moved on; where it names none, with the new years behind it."""
    title = source.title
    # The last year first: otherwise 2570 - 2571 moved by one would end as 2572 - 2572.
    for year in reversed(source.fiscal_years):
        title = title.replace(str(year), str(year + span))
        title = title.replace(to_thai_digits(year), to_thai_digits(year + span))
    if title == source.title:
        last = source.last_fiscal_year + span
        title = title_of(title, source.first_fiscal_year + span, last)
    return title
