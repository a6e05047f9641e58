"""What can be ticked in the filters, in the reader's language, made ready once for many pages.

A page shows some 150 boxes. The template language needs longer for them than for all the rest, so
their markup is written here, once for each reading of the names; a page adds numbers and ticks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from search.language import in_english
from search.sources import FacetValue

# The beginning and the end of a box; between them it is ticked, and behind them it has a number.
_START = (
    '\n  <label class="check facet__option">'
    '<input type="checkbox" id="{0}-{1}" name="{0}" value="{1}"'
)
_END = '><span class="facet__label"{}>{}</span>'
_IN_THAI = mark_safe(' lang="th"')


@dataclass(frozen=True)
class Name:
    """A name as a page prints it; `in_thai` where an English page must say so."""

    text: str
    in_thai: bool = False

    @property
    def lang(self) -> SafeString:
        """The attribute that tells a screen reader the language, where it is not the page's."""
        return _IN_THAI if self.in_thai else SafeString()


@dataclass(frozen=True)
class Choice:
    """One value of a facet; `place` is its place among the others."""

    value: str
    name: Name
    place: int
    _start: SafeString
    _end: SafeString

    @classmethod
    def of(cls, facet: str, row: FacetValue, place: int) -> Choice:
        """A row of the table of names as the reader sees it."""
        name = _name_of(row)
        start = format_html(_START, facet, row.value)
        return cls(row.value, name, place, start, format_html(_END, name.lang, name.text))

    def box(self, count: int | None, is_ticked: bool) -> str:
        """The box to tick, as markup; `count` is None where nothing could be counted."""
        ticked = " checked" if is_ticked else ""
        if count is None:
            return f"{self._start}{ticked}{self._end}</label>"
        none = "" if count else " facet__count--none"
        number = f'<span class="facet__count{none}">{count}</span>'
        return f"{self._start}{ticked}{self._end}{number}</label>"


# Facet -> value -> choice, in the order of pages.
Choices = Mapping[str, Mapping[str, Choice]]
Tables = Mapping[str, "list[FacetValue]"]

# For each language the tables that were read last, and what was made of them.
_kept: dict[bool, tuple[Tables, Choices]] = {}


def choices(tables: Tables) -> Choices:
    """Every value of every facet by facet and value, in the reader's language."""
    language = in_english()
    kept = _kept.get(language)
    if kept and kept[0] is tables:
        return kept[1]
    made = {
        facet: {row.value: Choice.of(facet, row, place) for place, row in enumerate(rows)}
        for facet, rows in tables.items()
    }
    _kept[language] = (tables, made)
    return made


def chosen(known: Mapping[str, Choice], values: Iterable[str]) -> list[Choice]:
    """These values of a facet in the order of pages; what has no name is left out."""
    found = [known[value] for value in dict.fromkeys(values) if value in known]
    return sorted(found, key=attrgetter("place")) if len(found) > 1 else found


def _name_of(row: FacetValue) -> Name:
    if not in_english():
        return Name(row.label_th)
    return Name(row.label_en or row.label_th, in_thai=not row.label_en)
