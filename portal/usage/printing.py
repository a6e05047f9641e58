"""The public figures of a period as tables that may be printed: for the page, CSV and API alike.

All tables are tested together before any of them goes out (`publication`). A hidden figure is None
here and a mark on paper.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.models import DeliveryMode
from portal.core.thai_calendar import BUDDHIST_OFFSET, LONG_MONTHS_EN, LONG_MONTHS_TH
from search.language import in_english

from .closing import read
from .codes import MODE_NUMBERS
from .models import PeriodSnapshot
from .periods import Span
from .publication import Figure, Place, Reader, Release, Table, hide, lone, threshold
from .report import public_figures

SECONDS = 300  # that a page may lag behind the roll-up
TOP = 10
_TOTAL = "total"


@dataclass(frozen=True)
class Line:
    """A row of a table; None is a figure that is not printed."""

    label: str
    numbers: tuple[int | None, ...]
    code: str = ""

    @property
    def cells(self) -> list[str]:
        """The figures as they are written."""
        return [HIDDEN if number is None else f"{number:,}" for number in self.numbers]


HIDDEN = "*"  # explained below each table: fewer than k, or withheld with them


@dataclass(frozen=True)
class PrintedTable:
    """A table as it goes out."""

    code: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line | None = None

    @property
    def has_hidden(self) -> bool:
        """Whether the mark needs explaining."""
        return any(None in line.numbers for line in self.lines)


@dataclass(frozen=True)
class PrintedReport:
    """What everybody may know of a period."""

    data: dict[str, Any]
    closed_version: int | None
    k: int
    totals: Line
    tables: tuple[PrintedTable, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted at all."""
        return not any(self.data["totals"].values())


def printed_report(span: Span) -> PrintedReport:
    """Read, hide and test the figures of a span.

    Raises:
        ReleaseStoppedError: when the tables together would give a hidden figure away.
    """
    data, version = _data(span)
    k = threshold(Reader.PUBLIC)
    release = Release()
    tables = (_months(data, k, release), _modes(data, k, release), _platforms(data, k, release))
    release.check()
    return PrintedReport(data, version, k, _totals(data, k), (*tables, _resources(data, k)))


def _data(span: Span) -> tuple[dict[str, Any], int | None]:
    """Those that were fixed when the period was closed, or those of now."""
    snapshot = PeriodSnapshot.objects.filter(period__code=span.code).order_by("-version").first()
    if snapshot:
        return read(snapshot), snapshot.version
    key = f"usage:figures:{span.code}:{span.first_day}:{span.last_day}"
    data: dict[str, Any] = cache.get_or_set(key, lambda: public_figures(span), SECONDS) or {}
    return data, None


# --- tables -----------------------------------------------------------------------------


def _figure(row: dict[str, Any]) -> Figure:
    return Figure(row["views"] + row["requests"], row["visitors"])


def _totals(data: dict[str, Any], k: int) -> Line:
    total = data["totals"]
    shown = lone(_figure(total), k) is not None
    numbers = (total["views"], total["requests"], total["visitors"])
    return Line(_("Total"), numbers if shown else (None, None, None), _TOTAL)


def _months(data: dict[str, Any], k: int, release: Release) -> PrintedTable:
    rows = {row["month"]: row for row in data["months"]}
    figures = {month: _figure(row) for month, row in rows.items()}
    hidden = _hide("months", figures, _figure(data["totals"]), k, release)
    return PrintedTable(
        "months",
        _("Use by month"),
        (pgettext("usage figures", "Views"), _("Opens"), _("Visitor-days")),
        tuple(
            Line(
                _month_name(month),
                _unless(month in hidden, row["views"], row["requests"], row["visitors"]),
                month[:7],
            )
            for month, row in rows.items()
        ),
        _totals(data, k),
    )


def _modes(data: dict[str, Any], k: int, release: Release) -> PrintedTable:
    """Opens only: a view uses no mode. Visitor-days do not add up here and are not printed."""
    rows = {row["mode"]: row for row in data["modes"] if row["mode"]}
    figures = {mode: Figure(row["requests"], row["visitors"]) for mode, row in rows.items()}
    total = Figure(data["totals"]["requests"], data["totals"]["visitors"])
    hidden = _hide("modes", figures, total, k, release)
    codes = {number: code for code, number in MODE_NUMBERS.items()}
    names = {mode.code: mode.name for mode in DeliveryMode.objects.all()}
    lines = (
        Line(
            names.get(codes[number], codes[number]),
            _unless(number in hidden, figures[number].uses),
            codes[number],
        )
        for number in sorted(figures)
    )
    return PrintedTable("modes", _("Opens by mode"), (_("Opens"),), tuple(lines), _sum(total, k))


def _platforms(data: dict[str, Any], k: int, release: Release) -> PrintedTable:
    rows = {row["platform"]: row for row in data["platforms"]}
    figures = {pk: _figure(row) for pk, row in rows.items()}
    total = _figure(data["totals"])
    hidden = _hide("platforms", figures, total, k, release)
    order = sorted(figures, key=lambda pk: (pk in hidden, -figures[pk].uses, pk))
    lines = (
        Line(
            rows[pk]["name_th"]
            or (_("A platform that is gone") if pk else _("Without a platform")),
            _unless(pk in hidden, figures[pk].uses),
            str(pk),
        )
        for pk in order
    )
    return PrintedTable(
        "platforms", _("Use by platform"), (_("Views and opens"),), tuple(lines), _sum(total, k)
    )


def _resources(data: dict[str, Any], k: int) -> PrintedTable:
    """The most opened ones; those that are too few to be printed are not listed at all."""
    shown = [row for row in data["resources"] if row["requests"] and row["visitors"] >= k][:TOP]
    lines = (
        Line(row["name_th"] or "–", (row["views"], row["requests"]), str(row["resource"]))
        for row in shown
    )
    return PrintedTable(
        "resources",
        _("Most opened resources"),
        (pgettext("usage figures", "Views"), _("Opens")),
        tuple(lines),
    )


def _hide(
    name: str, figures: dict[Any, Figure], total: Figure, k: int, release: Release
) -> set[Hashable]:
    table = Table(
        rows=(name,),
        columns=tuple(figures),
        cells={(name, column): figure for column, figure in figures.items()},
        row_totals={name: total},
        name=name,
    )
    hidden: set[Place] = hide(table, k)
    release.add(table, hidden, k)
    return {column for _row, column in hidden}


def _sum(total: Figure, k: int) -> Line:
    return Line(_("Total"), (lone(total, k),), _TOTAL)


def _unless(hidden: bool, *numbers: int) -> tuple[int | None, ...]:
    return tuple(None if hidden else number for number in numbers)


def _month_name(month: str) -> str:
    day = date.fromisoformat(month)
    if in_english():
        return f"{LONG_MONTHS_EN[day.month - 1]} {day.year}"
    return f"{LONG_MONTHS_TH[day.month - 1]} {day.year + BUDDHIST_OFFSET}"


def spreadsheet(report: PrintedReport) -> Iterable[list[object]]:
    """All tables below each other, as one sheet."""
    for table in report.tables:
        yield [table.title, *table.columns]
        for line in (*table.lines, *([table.total] if table.total else [])):
            yield [line.label, *(HIDDEN if each is None else each for each in line.numbers)]
        yield []
