"""How templates write grades, and Thai words inside English pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

_GRADE_CODE = re.compile(r"^([a-z]+)([0-9]+)$")


@register.simple_tag
def lang_th(english_twin: object = "") -> SafeString | str:
    """Mark an element as Thai on an English page, unless its words have an English twin."""
    in_english = (get_language() or "th").startswith("en")
    return mark_safe(' lang="th"') if in_english and not english_twin else ""


@register.filter
def grade_span(grades: Iterable[Any]) -> str:
    """Write grades shortly: ป.1–ป.6, ม.1."""
    runs: list[list[Any]] = []
    for grade in grades:
        if runs and _follows(grade.code, runs[-1][-1].code):
            runs[-1].append(grade)
        else:
            runs.append([grade])
    return ", ".join(
        run[0].name if len(run) == 1 else f"{run[0].name}–{run[-1].name}" for run in runs
    )


def _follows(code: str, before: str) -> bool:
    now, last = _GRADE_CODE.match(code), _GRADE_CODE.match(before)
    if now is None or last is None:
        return False
    return now[1] == last[1] and int(now[2]) == int(last[2]) + 1
