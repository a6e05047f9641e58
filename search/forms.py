"""What an address of the search page asks for: words, filters, order, page.

Names that the page does not know are ignored, as an address passed on by a chat programme carries
some; a value that it does not know is named. Words are never refused: what no query can use
(control characters, the tail of a pasted chapter) is left out before anything else sees it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast, get_args
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from search.contract import FACETS, MAX_WINDOW, Filters, Sort
from search.sources import all_facet_values

LONGEST_WORDS = 200
SORTS: tuple[Sort, ...] = get_args(Sort)
SORT_LABELS: Mapping[Sort, object] = {
    "relevance": gettext_lazy("Best match"),
    "newest": gettext_lazy("Newest first"),
    "popular": gettext_lazy("Most opened"),
    "title": gettext_lazy("By name"),
}
FACET_LABELS: Mapping[str, object] = {
    "grade": pgettext_lazy("school", "Grade"),
    "subject": gettext_lazy("Learning area"),
    "mode": gettext_lazy("Delivery mode"),
    "kind": gettext_lazy("Kind"),
    "platform": gettext_lazy("Platform"),
    "provider": gettext_lazy("Provider"),
    "audience": gettext_lazy("For whom"),
    "free": gettext_lazy("Cost"),
    "room": gettext_lazy("Part of the site"),
}


@dataclass(frozen=True)
class Problem:
    """A parameter that the page does not understand, and the query without it."""

    parameter: str
    message: str
    query_without: str


@dataclass(frozen=True)
class Asked:
    """A search as its address says it; `sort` is empty where the address names none."""

    words: str = ""
    filters: Filters = field(default_factory=dict)
    sort: Sort | None = None
    page: int = 1
    exact: bool = False  # the words as they were typed, not as they are usually written

    @property
    def order(self) -> Sort:
        """The order in force: by relevance where there are words, otherwise the newest first."""
        return self.sort or ("relevance" if self.words else "newest")

    def query(self, without: str = "", value: str = "", **changed: str) -> str:
        """The query string of the same search, perhaps without a parameter or one value of it.

        `changed` replaces parameters; the page is never kept.
        """
        kept = [
            written
            for name, each, written in self._written
            if name not in changed and (name != without or (value and each != value))
        ]
        return "&".join([*kept, *(urlencode({k: v}) for k, v in changed.items() if v)])

    @cached_property
    def _written(self) -> list[tuple[str, str, str]]:
        """Every parameter, its value, and how an address writes both; a page asks ten times."""
        pairs = [("q", self.words)] if self.words else []
        for name in FACETS:
            pairs += [(name, each) for each in sorted(self.filters.get(name, ()))]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("exact", "1")] if self.exact else []
        return [(name, each, urlencode({name: each})) for name, each in pairs]


def clean_words(typed: str) -> str:
    """Leave out what no query can use: control characters, lone surrogates, more than 200 signs."""
    kept = (" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in typed[:2_000])
    return " ".join("".join(kept).split())[:LONGEST_WORDS].strip()


class SearchForm:
    """Reads an address; `problems` names every value that it could not understand."""

    def __init__(self, data: QueryDict) -> None:
        self.tables = all_facet_values()
        self.data = data
        self._wrong: dict[str, str] = {}
        self.asked = Asked(
            words=clean_words(data.get("q", "")),
            filters=self._filters(),
            sort=self._sort(),
            page=self._page(),
            exact=data.get("exact") == "1",
        )

    def problems(self) -> list[Problem]:
        """Every parameter with a value that the page does not know."""
        return [
            Problem(name, message, self.asked.query(name)) for name, message in self._wrong.items()
        ]

    def _filters(self) -> Filters:
        filters = {}
        for name, rows in self.tables.items():
            given = [value for value in self.data.getlist(name) if value]
            known = {row.value for row in rows}
            unknown = [value for value in given if value not in known]
            if unknown:
                self._refuse(name, unknown, str(FACET_LABELS[name]))
            elif given:
                filters[name] = frozenset(given)
        return filters

    def _sort(self) -> Sort | None:
        given = self.data.get("sort", "")
        if given and given not in SORTS:
            self._refuse("sort", [given], _("Order"))
            return None
        return cast("Sort", given) or None

    def _page(self) -> int:
        given = self.data.get("page", "") or "1"
        if given.isascii() and given.isdigit() and 1 <= len(given) <= 5 and int(given):
            return min(int(given), MAX_WINDOW)
        message = _("“%(value)s” is not the number of a page (parameter “page”).")
        self._wrong["page"] = message % {"value": _shown([given])}
        return 1

    def _refuse(self, name: str, values: list[str], label: str) -> None:
        message = _("“%(value)s” is not one of the choices of “%(label)s” (parameter “%(name)s”).")
        self._wrong[name] = message % {"value": _shown(values), "label": label, "name": name}


def _shown(values: list[str]) -> str:
    """Values as an error message can print them."""
    return clean_words(", ".join(values))[:60]
