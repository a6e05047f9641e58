"""How templates write terms, and the time of a broadcast."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template

from courses.addresses import week_code
from courses.models import Course, TrainingEvent
from courses.terms import written_term
from courses.timetable import bangkok
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


@register.filter
def local_day(moment: datetime) -> date:
    """The day by Bangkok's clock."""
    return bangkok(moment).date()


@register.filter
def clock(moment: datetime) -> str:
    """08:30 น. by Bangkok's clock; in English without น."""
    return f"{bangkok(moment):%H:%M}" + ("" if in_english() else " น.")


@register.filter
def training_span(event: TrainingEvent) -> str:
    """08:30–16:30 น. of a training of one day."""
    return f"{bangkok(event.starts_at):%H:%M}–{clock(event.ends_at)}"
