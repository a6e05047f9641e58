"""Filters that say how many rows stand behind each of their options.

The number beside an option is the number of rows that the list would have if that option alone were
ticked in its own filter, all other filters staying as they are ("drill sideways"). Filters reach
many-to-many rows through a subquery, never a join, so that counting meets every row once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Choices, Count, QuerySet
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Choice:
    """A value that a filter knows; `in_thai` when its label has no English twin."""

    value: str
    label: str
    in_thai: bool = False


@dataclass(frozen=True)
class Option:
    """A box to tick, and how many rows are behind it."""

    choice: Choice
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """One filter as a page shows it."""

    name: str
    label: str
    options: list[Option] = field(default_factory=list)

    @property
    def selected_count(self) -> int:
        """How many of its boxes are ticked."""
        return sum(option.selected for option in self.options)


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force, and the query of the same list without it."""

    label: str
    choice: Choice
    query_without: str


@dataclass(frozen=True)
class Sorting:
    """An order that a list can be in, and the query of the list in that order."""

    name: str
    label: str
    chosen: bool
    query: str


@dataclass(frozen=True)
class Problem:
    """A parameter that the list does not understand, and the query without it."""

    parameter: str
    message: str
    query_without: str


def from_table(rows: Callable[[], Iterable[Any]], key: str = "code") -> Callable[[], list[Choice]]:
    """Read choices from rows that have a Thai and perhaps an English name."""
    return lambda: [
        Choice(str(getattr(row, key)), row.name, not bool(row.name_en)) for row in rows()
    ]


def from_enum(choices: type[Choices]) -> Callable[[], list[Choice]]:
    """Read choices from the choices of a field."""
    return lambda: [Choice(str(value), str(label)) for value, label in choices.choices]


class FacetField(forms.MultipleChoiceField):
    """Ticked boxes; a form without JavaScript also sends empty ones and repeats."""

    def to_python(self, value: Any) -> list[str]:
        """Keep each value once and forget the empty ones."""
        return [text for text in dict.fromkeys(super().to_python(value)) if text]


class FacetFilter(django_filters.Filter):
    """Keeps the rows that carry any of the ticked values, literally: an empty list matches none."""

    field_class = FacetField

    def __init__(
        self,
        path: str,
        *,
        label: Any,
        choices: Callable[[], list[Choice]],
        only_used: bool = False,
    ) -> None:
        super().__init__(field_name=path, label=label)
        self.load_choices = choices
        self.only_used = only_used
        self.choices: list[Choice] = []

    def load(self) -> None:
        """Read the choices once for all that validates and shows them."""
        self.choices = self.load_choices()
        self.extra["choices"] = [(choice.value, choice.label) for choice in self.choices]

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Narrow the rows; nothing ticked means all of them."""
        if not value:
            return qs
        carrying = qs.model._default_manager.filter(**{f"{self.field_name}__in": value})
        return qs.filter(pk__in=carrying.order_by().values("pk"))

    def counts(self, rows: QuerySet[Any]) -> dict[str, int]:
        """Count the rows behind each value in one query."""
        values = rows.order_by().values_list(self.field_name)
        return dict(values.annotate(rows=Count("pk", distinct=True)))

    def shown_choices(self, rows: QuerySet[Any], ticked: list[str]) -> list[Choice]:
        """Leave out of long lists what no row of the whole list carries."""
        if not self.only_used:
            return self.choices
        used = {*rows.order_by().values_list(self.field_name, flat=True).distinct(), *ticked}
        return [choice for choice in self.choices if choice.value in used]


class SortFilter(django_filters.Filter):
    """Puts the list in one of a few orders; the first is the default."""

    field_class = forms.ChoiceField

    def __init__(self, orders: Mapping[str, tuple[Any, tuple[Any, ...]]], *, label: Any) -> None:
        choices = [(name, order[0]) for name, order in orders.items()]
        super().__init__(label=label, choices=choices)
        self.orders = orders

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Order the rows."""
        return qs.order_by(*self.orders[value or next(iter(self.orders))][1])


class FacetedFilterSet(django_filters.FilterSet):
    """Filters of a public list with counts, chips and clear words for what it does not know."""

    def __init__(self, data: Any, queryset: QuerySet[Any]) -> None:
        super().__init__(data, queryset)
        for facet in self._facet_filters().values():
            facet.load()

    def _facet_filters(self) -> dict[str, FacetFilter]:
        filters = self.filters.items()
        return {name: each for name, each in filters if isinstance(each, FacetFilter)}

    @property
    def values(self) -> dict[str, Any]:
        """What was asked for and understood."""
        self.errors  # noqa: B018  validates, which fills cleaned_data
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def facets(self) -> list[Facet]:
        """Every filter with its options and their counts."""
        return [self._facet(name, each) for name, each in self._facet_filters().items()]

    def _facet(self, name: str, own: FacetFilter) -> Facet:
        others = self.queryset
        for other, value in self.values.items():
            if other != name:
                others = self.filters[other].filter(others, value)
        counts = own.counts(others)
        ticked = self.values.get(name, [])
        options = [
            Option(choice, counts.get(choice.value, 0), choice.value in ticked)
            for choice in own.shown_choices(self.queryset, ticked)
        ]
        return Facet(name, str(own.label), options)

    def query(self, without: str = "", value: str = "") -> str:
        """The list's query string, perhaps without a parameter or one value of it."""
        pairs = []
        for name, asked in self.values.items():
            for each in asked if isinstance(asked, list) else [asked]:
                if name != without or (value and each != value):
                    pairs.append((name, each))
        return urlencode(pairs)

    def active(self) -> list[ActiveFilter]:
        """Every filter in force; the order of the list is none."""
        chips = []
        for name, each in self._facet_filters().items():
            ticked = self.values.get(name, [])
            chips += [
                ActiveFilter(str(each.label), choice, self.query(name, choice.value))
                for choice in each.choices
                if choice.value in ticked
            ]
        return chips

    def sort(self) -> list[Sorting]:
        """The orders that the list can be in; none where it has only one."""
        if "sort" not in self.filters:
            return []
        orders = self.filters["sort"].orders
        chosen = self.values.get("sort") or next(iter(orders))
        rest = [query] if (query := self.query("sort")) else []
        return [
            Sorting(name, str(label), name == chosen, "&".join([*rest, f"sort={name}"]))
            for name, (label, __) in orders.items()
        ]

    def problems(self) -> list[Problem]:
        """Every parameter with a value that the list does not know."""
        return [
            Problem(name, self._complaint(name), self.query(name)) for name in self.errors or {}
        ]

    def _complaint(self, name: str) -> str:
        label = str(self.filters[name].label)
        known = {value for value, __ in self.filters[name].extra["choices"]}
        asked = [value for value in self.data.getlist(name) if value and value not in known]
        message = _("“%(value)s” is not one of the choices of “%(label)s” (parameter “%(name)s”).")
        return message % {"value": ", ".join(asked)[:60], "label": label, "name": name}
