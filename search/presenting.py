"""What a results page shows of an answer: filters with counts, chips, orders, cards, pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from search import highlighting
from search.contract import FACETS, MAX_WINDOW, Group, Hit, Sort, Stage
from search.forms import FACET_LABELS, SORT_LABELS, SORTS, Asked
from search.language import in_english
from search.sources import FacetValue
from search.text.runs import write_runs

PER_PAGE = 20
# Short tables that people know by heart: every value stays in its place, also without results.
_ALWAYS_WHOLE = ("grade", "subject", "mode", "audience")
_OPEN = ("grade", "subject", "mode", "room")
# On a card, in this order; modes have chips of their own.
_ON_CARDS = ("kind", "grade", "subject", "platform")


@dataclass(frozen=True)
class Name:
    """A name as a page prints it; `in_thai` where an English page must say so."""

    text: str
    in_thai: bool = False


def name_of(row: FacetValue) -> Name:
    """What a value of a facet is called in the reader's language."""
    if not in_english():
        return Name(row.label_th)
    return Name(row.label_en or row.label_th, in_thai=not row.label_en)


@dataclass(frozen=True)
class Option:
    """A box to tick; `count` is None where nothing could be counted."""

    value: str
    name: Name
    count: int | None
    selected: bool


@dataclass(frozen=True)
class Facet:
    """One filter as the page shows it."""

    name: str
    label: str
    options: list[Option]
    is_open: bool


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the query of the same search without it."""

    label: str
    name: Name
    query_without: str


@dataclass(frozen=True)
class Order:
    """An order of the results, and the query that asks for it."""

    name: Sort
    label: str
    chosen: bool
    query: str


@dataclass(frozen=True)
class Card:
    """One result."""

    hit: Hit
    title: Any
    title_in_thai: bool
    facts: list[Name]
    modes: list[tuple[str, Name]]
    summary: Any
    summary_in_thai: bool
    why: str


@dataclass(frozen=True)
class Pages:
    """Where this page lies among the others; speaks as Django's `Page` to the pagination links."""

    number: int
    num_pages: int

    @property
    def paginator(self) -> Pages:
        """Itself: it knows the number of pages."""
        return self

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after."""
        return self.number < self.num_pages

    @property
    def has_other_pages(self) -> bool:
        """Whether there is more than this page."""
        return self.num_pages > 1

    @property
    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1

    @classmethod
    def of(cls, total: int, number: int) -> Pages:
        """The pages of so many results; an engine looks only so deep."""
        return cls(number, max(1, min(ceil(total / PER_PAGE), MAX_WINDOW // PER_PAGE)))


class Presenter:
    """Puts names to the values of an answer; reads the tables of names once."""

    def __init__(self, asked: Asked, tables: Mapping[str, list[FacetValue]]) -> None:
        self.asked = asked
        self.tables = tables

    @cached_property
    def _names(self) -> dict[str, dict[str, Name]]:
        return {
            facet: {row.value: name_of(row) for row in rows} for facet, rows in self.tables.items()
        }

    def facets(self, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
        """Every filter with its values and their numbers; without counts, every value."""
        shown = []
        for name in FACETS:
            options = self._options(name, counts.get(name, {}), bool(counts))
            ticked = bool(self.asked.filters.get(name))
            if options:
                is_open = ticked or name in _OPEN
                shown.append(Facet(name, str(FACET_LABELS[name]), options, is_open))
        return shown

    def _options(self, name: str, counts: Mapping[str, int], is_counted: bool) -> list[Option]:
        ticked = self.asked.filters.get(name, frozenset())
        options = []
        for value, label in self._names[name].items():
            count = counts.get(value, 0) if is_counted else None
            if count != 0 or value in ticked or name in _ALWAYS_WHOLE:
                options.append(Option(value, label, count, value in ticked))
        return options

    def chips(self) -> list[Chip]:
        """Every filter in force, in the order of the page."""
        return [
            Chip(str(FACET_LABELS[facet]), name, self.asked.query(facet, value))
            for facet in FACETS
            for value, name in self._names[facet].items()
            if value in self.asked.filters.get(facet, ())
        ]

    def orders(self) -> list[Order]:
        """The orders to choose from; without words there is no best match."""
        return [
            Order(sort, str(SORT_LABELS[sort]), sort == self.asked.order, self._ordered(sort))
            for sort in SORTS
            if self.asked.words or sort != "relevance"
        ]

    def _ordered(self, sort: Sort) -> str:
        return self.asked.query(sort=sort)

    def cards(self, hits: Iterable[Hit], groups: Sequence[Group]) -> list[Card]:
        """The results as cards."""
        return [self._card(hit, groups) for hit in hits]

    def _card(self, hit: Hit, groups: Sequence[Group]) -> Card:
        english = in_english() and hit.title_en
        title = hit.title_en if english else hit.title
        return Card(
            hit=hit,
            title=highlighting.snippet(title, groups) if groups else title,
            title_in_thai=in_english() and not english,
            facts=self._facts(hit),
            modes=[
                (value, self._names["mode"][value])
                for value in self._names["mode"]
                if value in hit.facets.get("mode", ())
            ],
            summary=highlighting.snippet(hit.summary, groups),
            summary_in_thai=in_english(),
            why=str(highlighting.why(hit, groups)) if groups else "",
        )

    def _facts(self, hit: Hit) -> list[Name]:
        facts: list[Name] = []
        for facet in _ON_CARDS:
            own = set(hit.facets.get(facet, ()))
            rows = [row for row in self.tables[facet] if row.value in own]
            names = [self._names[facet][row.value] for row in rows]
            facts += [_span(rows, names)] if facet == "grade" and rows else names
        if not facts:
            facts = [Name(label, in_english()) for label in hit.labels[:4]]
        return facts

    def neighbouring_grades(self, counts: Mapping[str, Mapping[str, int]]) -> list[Any]:
        """Grades beside the chosen ones that would have results: name, number, query."""
        chosen = self.asked.filters.get("grade", frozenset())
        rows = self.tables["grade"]
        places = [place for place, row in enumerate(rows) if row.value in chosen]
        near = {place + step for place in places for step in (-2, -1, 1, 2)} - set(places)
        found = []
        for place in sorted(near):
            if 0 <= place < len(rows):
                value = rows[place].value
                count = counts.get("grade", {}).get(value, 0)
                if count:
                    query = self.asked.query(grade=value)
                    found.append({"name": name_of(rows[place]), "count": count, "query": query})
        return found


def _span(rows: list[FacetValue], names: list[Name]) -> Name:
    """Grades in one short name."""
    pairs = ((row.value, name.text) for row, name in zip(rows, names, strict=True))
    return Name(write_runs(pairs), any(name.in_thai for name in names))


def stage_note(stage: Stage) -> str:
    """What the page says about how the results were found; empty where nothing needs saying."""
    notes = {
        Stage.SPLIT: _("Found by parts of the words."),
        Stage.PARTIAL: _("Nothing has all of these words. These results come close."),
        Stage.GRAMS: _("Nothing has these words. These results look similar."),
    }
    return notes.get(stage, "")
