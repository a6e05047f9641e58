"""Every word of a plan, for the search."""

from __future__ import annotations

from collections.abc import Iterator

from .models import PlanPage


def plan_text(plan: PlanPage) -> str:
    """The words of chapters and tables, a line for each."""
    return "\n".join(text for text in _texts(plan) if text)


def _texts(plan: PlanPage) -> Iterator[str]:
    for block in plan.chapters:
        yield block.value["title"]
        body = block.value["body"]
        if body:
            yield from map(str, body.stream_block.get_searchable_content(body))
    yield plan.vision
    for row in (*plan.missions.all(), *plan.goals.all(), *plan.swot_points.all()):
        yield row.text
    for reference in plan.alignments.all():
        yield from (reference.reference, reference.relation)
    for strategy in plan.strategies.all():
        yield from (strategy.title, strategy.description)
    for project in plan.projects.all():
        yield from (project.name, project.owner, project.rationale, project.objectives)
        yield from (project.quantitative_target, project.qualitative_target)
    for indicator in plan.indicators.all():
        yield indicator.name
    for attachment in plan.attachments.all():
        yield attachment.title
