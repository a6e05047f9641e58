"""How templates write terms, and the time of a broadcast."""

from __future__ import annotations

from typing import Any

from django import template

from courses.addresses import week_code
from courses.models import Course
from courses.terms import written_term
from search.language import in_english

register = template.Library()

register.filter("week_code", week_code)


@register.filter
def term_of(course: Course) -> str:
    """The term of a course: 2/2569; in English 2/2026."""
    return written_term(course.academic_year, course.term)


@register.filter
def time_span(timed: Any) -> str:
    """08:30–09:20 น. of an airing or a slot; in English without น."""
    return f"{timed.start:%H:%M}–{timed.end:%H:%M}" + ("" if in_english() else " น.")
