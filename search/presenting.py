"""What a results page shows of an answer: filters with counts, chips, orders, cards, pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from search.cards import CardWriter
from search.choices import Name, Tables, choices, chosen
from search.contract import FACETS, MAX_WINDOW, Group, Hit, Sort, Stage
from search.forms import FACET_LABELS, SORT_LABELS, SORTS, Asked

PER_PAGE = 20
# Short tables that people know by heart: every value stays in its place, also without results.
_ALWAYS_WHOLE = ("grade", "subject", "mode", "audience")
_OPEN = ("grade", "subject", "mode", "room")


@dataclass(frozen=True)
class Facet:
    """One filter as the page shows it; `boxes` is the markup of all that can be ticked."""

    name: str
    label: str
    boxes: str
    is_open: bool

    @property
    def options(self) -> SafeString:
        """The boxes, in the frame that a reader of screens announces."""
        return self._framed("")

    @property
    def renewed_options(self) -> SafeString:
        """The same for htmx, which puts it in its place."""
        return self._framed(' hx-swap-oob="true"')

    def _framed(self, attribute: str) -> SafeString:
        frame = f'<fieldset class="facet__options" id="facet-{self.name}"{attribute}>'
        legend = f'<legend class="visually-hidden">{escape(self.label)}</legend>'
        return SafeString(f"{frame}{legend}{self.boxes}\n</fieldset>")


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

    def __init__(self, asked: Asked, tables: Tables) -> None:
        self.asked = asked
        self.choices = choices(tables)

    def facets(self, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
        """Every filter with its values and their numbers; without counts, every value."""
        shown = []
        for name in FACETS:
            boxes = self._boxes(name, counts.get(name, {}), bool(counts))
            if boxes:
                is_open = name in _OPEN or bool(self.asked.filters.get(name))
                shown.append(Facet(name, str(FACET_LABELS[name]), boxes, is_open))
        return shown

    def _boxes(self, name: str, counts: Mapping[str, int], is_counted: bool) -> str:
        ticked = self.asked.filters.get(name, frozenset())
        boxes = []
        for value, choice in self.choices[name].items():
            count = counts.get(value, 0) if is_counted else None
            if count != 0 or value in ticked or name in _ALWAYS_WHOLE:
                boxes.append(choice.box(count, value in ticked))
        return "".join(boxes)

    def chips(self) -> list[Chip]:
        """Every filter in force, in the order of the page."""
        return [
            Chip(str(FACET_LABELS[facet]), choice.name, self.asked.query(facet, choice.value))
            for facet in FACETS
            for choice in chosen(self.choices[facet], self.asked.filters.get(facet, ()))
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

    def cards(self, hits: Iterable[Hit], groups: Sequence[Group]) -> list[SafeString]:
        """The results as cards."""
        writer = CardWriter(self.choices, groups)
        return [writer.card(hit) for hit in hits]

    def neighbouring_grades(self, counts: Mapping[str, Mapping[str, int]]) -> list[Any]:
        """Grades beside the chosen ones that would have results: name, number, query."""
        grades = list(self.choices["grade"].values())
        chosen = self.asked.filters.get("grade", frozenset())
        places = [each.place for each in grades if each.value in chosen]
        near = {place + step for place in places for step in (-2, -1, 1, 2)} - set(places)
        numbers = counts.get("grade", {})
        return [
            {"name": each.name, "count": count, "query": self.asked.query(grade=each.value)}
            for each in grades
            if each.place in near and (count := numbers.get(each.value, 0))
        ]


def stage_note(stage: Stage) -> str:
    """What the page says about how the results were found; empty where nothing needs saying."""
    notes = {
        Stage.SPLIT: _("Found by parts of the words."),
        Stage.PARTIAL: _("Nothing has all of these words. These results come close."),
        Stage.GRAMS: _("Nothing has these words. These results look similar."),
    }
    return notes.get(stage, "")
