"""Use by learning area, grade and mode: filed as the catalogue files it on the day of asking.

Events know no subject and no grade. A resource of two grades counts under both, so these rows are
never added up; a closed period keeps them as they were when it was closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from catalog.models import Resource

from .codes import ItemType
from .figures import by_item_and_mode
from .periods import Span

NOT_FILED = ""


class Filed(NamedTuple):
    """Uses under one learning area and grade in one mode."""

    subject: str
    grade: str
    mode: int
    uses: int
    # Visitor-days do not add up over resources: those of the most used one are certain, and what
    # is tested against k must rather be too low.
    visitors: int


def by_filing(span: Span) -> list[Filed]:
    """Every learning area, grade and mode with use, by their codes."""
    used = by_item_and_mode(span, ItemType.RESOURCE)
    subjects = _filed("subjects", {oid for oid, _mode in used})
    grades = _filed("grades", {oid for oid, _mode in used})
    uses: defaultdict[tuple[str, str, int], int] = defaultdict(int)
    visitors: defaultdict[tuple[str, str, int], int] = defaultdict(int)
    for (oid, mode), use in used.items():
        for key in _places(subjects.get(oid), grades.get(oid), mode):
            uses[key] += use.uses
            visitors[key] = max(visitors[key], use.visitors)
    return [Filed(*key, uses[key], visitors[key]) for key in sorted(uses)]


def _places(
    subjects: list[str] | None, grades: list[str] | None, mode: int
) -> Iterable[tuple[str, str, int]]:
    for subject in subjects or [NOT_FILED]:
        for grade in grades or [NOT_FILED]:
            yield subject, grade, mode


def _filed(name: str, wanted: set[int]) -> dict[int, list[str]]:
    """The codes that resources are filed under."""
    field: Any = Resource._meta.get_field(name)
    through = field.remote_field.through
    path = f"{field.m2m_reverse_field_name()}__code"
    found: defaultdict[int, list[str]] = defaultdict(list)
    for oid, code in through._default_manager.order_by().values_list("resource_id", path):
        if oid in wanted:
            found[oid].append(code)
    return found
