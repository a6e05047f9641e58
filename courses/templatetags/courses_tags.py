"""How templates write the time of a broadcast."""

from __future__ import annotations

from typing import Any

from django import template

from courses.addresses import week_code
from search.language import in_english

register = template.Library()

register.filter("week_code", week_code)


@register.filter
def time_span(timed: Any) -> str:
    """08:30–09:20 น. of an airing or a slot; in English without น."""
    return f"{timed.start:%H:%M}–{timed.end:%H:%M}" + ("" if in_english() else " น.")
