"""What a page without results offers instead: fewer filters, the grades beside the chosen one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from search.choices import Name
from search.contract import FACETS, Stage
from search.engines import get_engine
from search.forms import FACET_LABELS, Asked
from search.presenting import Presenter
from search.service import Found
from search.staff_words import query_words
from search.stages import Chooser
from search.text.analyser import normalise

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
    engine = get_engine()
    chooser = Chooser(engine, query_words(), literal=asked.exact)
    tree = chooser.choose(normalise(asked.words), hint=False).tree
    drops = []
    for facet in [name for name in FACETS if name in asked.filters][:MOST_DROPS]:
        others = {name: values for name, values in asked.filters.items() if name != facet}
        total = engine.search(tree, others, "newest", 0, 1).total
        if total:
            name = Name(str(FACET_LABELS[facet]))
            drops.append({"name": name, "count": total, "query": asked.query(facet)})
    return drops
