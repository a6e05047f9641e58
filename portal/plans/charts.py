"""Charts of a plan as inline SVG: drawn on the server, read aloud by title and description.

Nothing is told by colour alone: every bar carries its figure, and a target is a line, not a shade.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .figures import Amount, YearResult, number
from .models import PlanIndicator

WIDTH, ROW, TOP = 360, 56, 4
_BAR = 22
_ROOM_FOR_FIGURES = 96


def bars(name: str, title: str, amounts: Sequence[Amount]) -> SafeString:
    """Sums of money as bars, one below the other; `name` makes the ids of the page unique."""
    most = max((each.baht for each in amounts), default=Decimal(0))
    rows = format_html_join(
        "",
        '<text x="0" y="{}">{}</text><rect class="chart__bar" x="0" y="{}" width="{}" '
        'height="{}" rx="3"/><text class="chart__figure" x="{}" y="{}">{}</text>',
        (_bar(place, each, most) for place, each in enumerate(amounts)),
    )
    told = "; ".join(f"{each.label}: {number(each.baht)}" for each in amounts)
    return _drawing(name, title, told, TOP + ROW * len(amounts), rows)


def _bar(place: int, amount: Amount, most: Decimal) -> tuple[object, ...]:
    y = TOP + place * ROW
    length = _length(amount.baht, most)
    label = f"{amount.number}. {amount.label}" if amount.number else amount.label
    return (
        *(y + 16, _short(label), y + 22, length, _BAR),
        *(length + 8, y + 39, number(amount.baht)),
    )


def results(name: str, indicator: PlanIndicator, years: Sequence[YearResult]) -> SafeString:
    """An indicator: the result of each year as a bar, its target as a line across."""
    values = [value for year in years for value in (year.target, year.result) if value is not None]
    most = max(values, default=Decimal(0))
    rows = format_html_join(
        "",
        "{}",
        ((_year(place, year, most),) for place, year in enumerate(years)),
    )
    told = "; ".join(
        _("%(year)s: target %(target)s, result %(result)s")
        % {"year": year.fiscal_year, "target": number(year.target), "result": number(year.result)}
        for year in years
    )
    return _drawing(name, indicator.name, told, TOP + ROW * len(years), rows)


def _year(place: int, year: YearResult, most: Decimal) -> SafeString:
    y = TOP + place * ROW
    label = _("%(year)s · target %(target)s · result %(result)s") % {
        "year": year.fiscal_year,
        "target": number(year.target),
        "result": number(year.result),
    }
    parts = [
        format_html('<text x="0" y="{}">{}</text>', y + 16, label),
        format_html(
            '<rect class="chart__ground" x="0" y="{}" width="{}" height="{}" rx="3"/>',
            *(y + 22, WIDTH - _ROOM_FOR_FIGURES, _BAR),
        ),
    ]
    if year.result is not None:
        parts.append(
            format_html(
                '<rect class="chart__bar" x="0" y="{}" width="{}" height="{}" rx="3"/>',
                *(y + 22, _length(year.result, most), _BAR),
            )
        )
    if year.target is not None:
        x = max(_length(year.target, most), 2)
        parts.append(
            format_html(
                '<line class="chart__target" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>',
                *(x, y + 19, y + 22 + _BAR + 3),
            )
        )
    return format_html_join("", "{}", ((part,) for part in parts))


def _drawing(name: str, title: str, told: str, height: int, rows: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>',
        *(WIDTH, height, name, name, name, title, name, told, rows),
    )


def _length(value: Decimal, most: Decimal) -> int:
    if most <= 0 or value <= 0:
        return 0
    return max(1, int(value / most * (WIDTH - _ROOM_FOR_FIGURES)))


def _short(label: str) -> str:
    """What fits above a bar; the table beside the chart has the whole of it."""
    return label if len(label) <= 46 else label[:44] + "…"
