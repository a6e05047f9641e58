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
    unfiltered, drops = _without_filters(asked, found.stage)
    return {
        "unfiltered": unfiltered,
        "drops": drops,
        "near_grades": presenter.neighbouring_grades(found.answer.facets),
        "proposal_subject": _("A learning resource to propose"),
    }


def _without_filters(asked: Asked, stage: Stage) -> tuple[int, list[dict[str, Any]]]:
    """What the same words find without any filter, and the filters without which they do."""
    if stage == Stage.NONE or not asked.filters:
        return 0, []
    facets = [name for name in FACETS if name in asked.filters][:MOST_DROPS]
    others = [
        {name: values for name, values in asked.filters.items() if name != facet}
        for facet in facets
    ]
    unfiltered, *counts = totals(asked.words, [{}, *others], literal=asked.exact)
    found = zip(facets, counts, strict=True)
    return unfiltered, [
        {"name": Name(str(FACET_LABELS[facet])), "count": count, "query": asked.query(facet)}
        for facet, count in found
        if count
    ]
