"""Rows under known headings: what is left of a spreadsheet once its format no longer matters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from .errors import SpreadsheetError

# What people add to a heading without meaning another column.
_DECORATION = re.compile("[\\s_*().:/\u200b\ufeff-]+")


@dataclass(frozen=True)
class Column:
    """A column that a file may have: its code name, its label, other headings it goes by."""

    key: str
    label: str | Promise
    aliases: tuple[str, ...] = ()
    required: bool = True

    def headings(self) -> set[str]:
        """Every heading that means this column, in a comparable form, in all site languages."""
        names = {self.key, *self.aliases}
        for code, _name in settings.LANGUAGES:
            with override(code):
                names.add(str(self.label))
        return {comparable(name) for name in names}


@dataclass(frozen=True)
class Row:
    """The cells of one row as text by column key, and its number in the sheet."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What a file holds: its name, the columns it has and its rows that are not empty."""

    name: str
    keys: tuple[str, ...]
    rows: tuple[Row, ...]


def comparable(heading: str) -> str:
    """Return a heading without case, spaces and punctuation."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", heading).casefold())


def to_table(
    name: str, numbered: Iterable[tuple[int, list[str]]], columns: Sequence[Column]
) -> Table:
    """Put the cells of numbered rows under the columns that the first one names."""
    lines = iter(numbered)
    first = next(lines, None)
    if first is None:
        raise SpreadsheetError(_("The file “%(file)s” is empty.") % {"file": name})
    keys = _read_header(name, first[1], columns)
    rows = tuple(_rows(name, lines, keys))
    if not rows:
        raise SpreadsheetError(
            _("The file “%(file)s” has headings but no rows below them.") % {"file": name}
        )
    return Table(name, tuple(key for key in keys if key), rows)


def _read_header(name: str, cells: list[str], columns: Sequence[Column]) -> list[str]:
    known = {heading: column.key for column in columns for heading in column.headings()}
    keys = [known.get(comparable(cell), "") for cell in cells]
    unknown = [cell for cell, key in zip(cells, keys, strict=True) if cell and not key]
    missing = [column for column in columns if column.required and column.key not in keys]
    labels = {column.key: str(column.label) for column in columns}
    if missing:
        message = _(
            "The file “%(file)s” lacks these columns: %(missing)s. Its first row must hold the "
            "headings; take the template and copy your data into it. Headings found: %(found)s."
        )
        raise SpreadsheetError(
            message
            % {
                "file": name,
                "missing": ", ".join(str(column.label) for column in missing),
                "found": ", ".join(cell[:40] for cell in cells if cell) or "–",
            }
        )
    if unknown:
        message = _(
            "The file “%(file)s” has columns that are not known: %(unknown)s. Delete or rename "
            "them. Known headings: %(known)s."
        )
        raise SpreadsheetError(
            message
            % {
                "file": name,
                "unknown": ", ".join(cell[:40] for cell in unknown),
                "known": ", ".join(labels.values()),
            }
        )
    _refuse_duplicates(name, keys, labels)
    return keys


def _refuse_duplicates(name: str, keys: list[str], labels: dict[str, str]) -> None:
    twice = {key for key in keys if key and keys.count(key) > 1}
    if twice:
        message = _(
            "The file “%(file)s” has the column %(columns)s more than once. Keep one of them."
        )
        names = ", ".join(sorted(labels[key] for key in twice))
        raise SpreadsheetError(message % {"file": name, "columns": names})


def _rows(name: str, lines: Iterator[tuple[int, list[str]]], keys: list[str]) -> Iterator[Row]:
    for number, cells in lines:
        named = dict.fromkeys((key for key in keys if key), "")
        for place, cell in enumerate(cells):
            key = keys[place] if place < len(keys) else ""
            if key:
                named[key] = cell
            elif cell:
                message = _(
                    "In the file “%(file)s”, row %(row)s has something in column %(column)s, "
                    "which has no heading. Give the column a heading or empty it. In a CSV file, "
                    "a comma inside a value needs the value in quotation marks."
                )
                facts = {"file": name, "row": number, "column": column_letters(place)}
                raise SpreadsheetError(message % facts)
        yield Row(number, named)


def column_letters(place: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
