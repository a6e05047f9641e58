"""Reads one line of the spool, and believes nothing that it says without looking."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

from . import days
from .codes import Flag, ItemType, Kind, Mode
from .queries import LONGEST as LONGEST_QUERY
from .spool import LONGEST_LINE

KEPT_DAYS = 90
_INT = 2**31 - 1
_SMALL = 2**15 - 1
# Every number of an event with its largest value; what a line leaves out is 0.
_NUMBERS = {
    **{"ts": 2**53, "kind": max(Kind), "otype": max(ItemType), "oid": _INT, "platform": _INT},
    **{"school": _INT, "school_src": 4, "aud": 4, "aud_src": 2, "mode": max(Mode)},
    **{"visitor": 2**63 - 1, "flags": sum(Flag), "v": _SMALL},
}
_OPTIONAL = {"n": _INT, "n_all": _INT, "rank": _SMALL, "page": _SMALL}
COLUMNS = (
    *("eid", "ts", "day", "kind", "otype", "oid", "platform", "school", "school_src"),
    *("aud", "aud_src", "mode", "visitor", "flags", "q", "n", "n_all", "rank", "page", "v"),
)


class BadLineError(Exception):
    """A line that becomes nothing; the reason is for the quarantine."""


@dataclass(slots=True)
class Event:
    """A line that becomes a row."""

    eid: uuid.UUID
    day: dt.date
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A line that confirms an event, perhaps with the key of the cookie that it had not yet."""

    eid: uuid.UUID
    day: dt.date
    visitor: int | None


@dataclass(frozen=True, slots=True)
class Clicked:
    """A line that becomes a click beside the search that it names."""

    search: uuid.UUID
    event: Event


Line = Event | Seen | Clicked


def parsed(line: bytes) -> dict[str, Any]:
    """The record in a line.

    Raises:
        BadLineError: when there is none, as in a torn line.
    """
    if len(line) > LONGEST_LINE:
        raise BadLineError("too long")
    try:
        record = json.loads(line)
    except ValueError as error:
        raise BadLineError("no record") from error
    if not isinstance(record, dict):
        raise BadLineError("no record")
    return record


def dropped(record: dict[str, Any]) -> int:
    """How many events its process could not write before this one."""
    return _number(record, "dropped", _INT)


def understood(record: dict[str, Any], today: dt.date) -> Line:
    """What a record says.

    Raises:
        BadLineError: when a value is not what it should be, or the day is out of reach.
    """
    if "seen" in record:
        visitor = _number(record, "visitor", 2**63 - 1) if "visitor" in record else None
        return Seen(_id(record, "seen"), _day(record, today), visitor)
    if "clicked" in record:
        event = _event({**record, "kind": int(Kind.CLICK), "v": 1}, today)
        return Clicked(_id(record, "clicked"), event)
    if record.get("kind") == Kind.CLICK:
        raise BadLineError("a click without its search")
    return _event(record, today)


def _event(record: dict[str, Any], today: dt.date) -> Event:
    values: dict[str, Any] = {name: _number(record, name, most) for name, most in _NUMBERS.items()}
    for name, most in _OPTIONAL.items():
        values[name] = _number(record, name, most) if name in record else None
    query = record.get("q", "")
    if not isinstance(query, str) or len(query) > LONGEST_QUERY or "\0" in query:
        raise BadLineError("q")
    if not values["kind"] or not values["v"]:
        raise BadLineError("kind" if not values["kind"] else "v")
    return Event(_id(record, "eid"), _day(record, today), {**values, "q": query})


def _number(record: dict[str, Any], name: str, most: int) -> int:
    value = record.get(name, 0)
    if type(value) is not int or not 0 <= value <= most:
        raise BadLineError(name)
    return value


def _id(record: dict[str, Any], name: str) -> uuid.UUID:
    try:
        return uuid.UUID(record.get(name))
    except (ValueError, AttributeError, TypeError) as error:
        raise BadLineError(name) from error


def _day(record: dict[str, Any], today: dt.date) -> dt.date:
    """The day of a line: not before what is kept, and not after tomorrow."""
    day = days.day_of(_number(record, "ts", 2**45))
    if day < today - dt.timedelta(days=KEPT_DAYS):
        raise BadLineError("older than what is kept")
    if day > today + dt.timedelta(days=1):
        raise BadLineError("in the future")
    return day
