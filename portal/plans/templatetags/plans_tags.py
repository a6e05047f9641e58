"""What templates of plans need: tables, figures, and bodies one heading level deeper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portal.plans import titles
from portal.plans.figures import SHEETS, Sheet, YearResult
from portal.plans.rules import baht as write_baht

register = template.Library()
register.filter("fiscal_years", titles.fiscal_years)
_FIGURE = re.compile(r"[-+]?[\d,.]*\d%?")


@register.filter
def baht(amount: Decimal | None) -> str:
    """1,250,000.00; nothing for no amount."""
    return "" if amount is None else write_baht(amount)


@register.filter
def is_figure(text: str) -> bool:
    """Whether a cell holds a number, which stands at the right."""
    return bool(_FIGURE.fullmatch(text))


@register.filter
def any_live(years: Iterable[YearResult]) -> bool:
    """Whether a result is a figure of this minute."""
    return any(year.live for year in years)


@register.filter
def part_template(name: str) -> str:
    """The template of a table of a plan."""
    return f"plans/parts/{name}.html"


@register.simple_tag
def sheet_of(plan: Any, name: str, live: bool = False) -> Sheet:
    """A table of a plan; with figures of the portal only where `live` says so."""
    return SHEETS[name](plan, bool(live))


@register.simple_tag
def plan_body(body: Any) -> SafeString:
    """The blocks of a chapter, whose heading stands above those of its text."""
    return mark_safe("".join(_block(block) for block in body))  # noqa: S308  rendered templates


def _block(block: Any) -> str:
    if block.block_type == "heading":
        return render_to_string("plans/components/heading.html", {"value": block.value})
    return str(block.render())
