"""How templates write grades, and Thai words inside English pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from search.language import in_english
from search.text.runs import write_runs

register = template.Library()


@register.simple_tag
def lang_th(english_twin: object = "") -> SafeString | str:
    """Mark an element as Thai on an English page, unless its words have an English twin."""
    return mark_safe(' lang="th"') if in_english() and not english_twin else ""


@register.filter
def grade_span(grades: Iterable[Any]) -> str:
    """Write grades shortly: ป.1–ป.6, ม.1."""
    return write_runs((grade.code, grade.name) for grade in grades)
