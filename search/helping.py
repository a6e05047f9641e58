"""What a page without results offers instead: fewer filters, the grades beside the chosen one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from search.choices import Name
from search.contract import FACETS, Stage
from search.forms import FACET_LABELS, Asked
from search.presenting import Presenter
from search.service import Found, totals

MOST_DROPS = 4


def advice(asked: Asked, found: Found, presenter: Presenter) -> dict[str, Any]:
    """Ways on, each with the number of results that it leads to."""
    return {
        "drops": _drops(asked, found.stage),
        "near_grades": presenter.neighbouring_grades(found.answer.facets),
        "proposal_subject": _("A learning resource to propose"),
    }


def _drops(asked: Asked, stage: Stage) -> list[dict[str, Any]]:
    """Filters without which the same words find something."""
    if stage == Stage.NONE or not asked.filters:
        return []
    facets = [name for name in FACETS if name in asked.filters][:MOST_DROPS]
    others = [
        {name: values for name, values in asked.filters.items() if name != facet}
        for facet in facets
    ]
    found = zip(facets, totals(asked.words, others, literal=asked.exact), strict=True)
    return [
        {"name": Name(str(FACET_LABELS[facet])), "count": count, "query": asked.query(facet)}
        for facet, count in found
        if count
    ]
