"""Tables of schools as they may be printed: pass them through `publication.hide` and `Release`.

Audiences of a school are told by term or year only. A school of fewer than 60 pupils, or of an
unknown number, is never split by audience: it stands in the row of its network. Visitor-days do not
add up over schools, so those of the largest school are what is tested there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable

from portal.schools.models import School

from .figures import Use, by_school, by_school_and
from .periods import Span
from .publication import SMALL_SCHOOL, Figure, Grain, Place, Table, check_grain

NETWORK = "network"  # rows of small schools: ("network", key of the cluster or 0)


def figure(use: Use) -> Figure:
    """A use as publication takes it."""
    return Figure(use.uses, use.visitors)


def schools_by(span: Span, column: str) -> Table:
    """Known schools by `mode` or `platform`, with the total of each school.

    Raises:
        TooFineError: for anything finer than a month.
    """
    check_grain(Grain(span.kind), by_school=True, by_audience=column == "aud")
    used = by_school_and(span, column)
    cells: dict[Place, Figure] = {place: figure(use) for place, use in used.items() if place[0]}
    totals: dict[Hashable, Figure] = {
        school: figure(use) for school, use in sorted(by_school(span).items()) if school
    }
    columns = sorted({value for _school, value in used})
    return Table(list(totals), columns, cells, totals, name=f"school x {column}")


def schools_by_audience(span: Span) -> Table:
    """Schools and networks of small schools by audience, with the total of each.

    Raises:
        TooFineError: for months and anything finer.
    """
    whole = schools_by(span, "aud")
    rows = _rows_of(whole.rows)
    cells: defaultdict[Place, Figure] = defaultdict(Figure)
    for (school, aud), found in whole.cells.items():
        cells[rows[school], aud] = _together(cells[rows[school], aud], found)
    totals: defaultdict[Hashable, Figure] = defaultdict(Figure)
    for school, found in whole.row_totals.items():
        totals[rows[school]] = _together(totals[rows[school]], found)
    return Table(list(dict.fromkeys(rows.values())), whole.columns, cells, totals, name=whole.name)


def _together(one: Figure, other: Figure) -> Figure:
    return Figure(one.uses + other.uses, max(one.visitors, other.visitors))


def _rows_of(schools: Iterable[Hashable]) -> dict[Hashable, Hashable]:
    """The row in which each school is printed: its own, or that of its network."""
    known: dict[Hashable, tuple[int, int]] = {
        pk: (pupils or 0, cluster or 0)
        for pk, pupils, cluster in School.objects.values_list("pk", "pupils", "cluster_id")
    }
    rows: dict[Hashable, Hashable] = {}
    for school in schools:
        pupils, cluster = known.get(school, (0, 0))
        rows[school] = school if pupils >= SMALL_SCHOOL else (NETWORK, cluster)
    return rows
