"""From a note to the record that the spool keeps: numbers only, but for a redacted query."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import uuid_utils
from django.http import HttpRequest

from .attribution import audience_of, flags_of, school_of
from .codes import RULE_VERSION, Flag
from .notes import Note
from .visitors import Visitor, visitor_of

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What all events of one request share."""

    ts: int
    visitor: Visitor
    flags: Flag
    fields: Record


def new_id() -> str:
    """An event's id: time in front, so that rows lie in order, and random bits behind."""
    return str(uuid_utils.uuid7(nanoseconds=time.time_ns()))


def about(request: HttpRequest) -> About:
    """Read what is to be known of a request; its address and agent stay here.

    Raises:
        NoSaltError: when visitors cannot be told apart today.
    """
    school, school_src = school_of(request)
    audience, audience_src = audience_of(request)
    fields = {
        "school": school,
        "school_src": int(school_src),
        "aud": int(audience),
        "aud_src": int(audience_src),
    }
    moment = time.time_ns() // 1_000_000
    return About(moment, visitor_of(request), flags_of(request), fields)


def of(note: Note, base: About) -> Record:
    """One event as the spool keeps it; what is 0 or unknown is left out."""
    record = {
        "eid": new_id(),
        "ts": base.ts,
        "kind": int(note.kind),
        "otype": int(note.otype),
        "oid": note.oid,
        "platform": note.platform,
        **base.fields,
        "mode": int(note.mode),
        "visitor": base.visitor.key,
        "flags": int(base.flags | Flag.PRINT if note.from_print else base.flags),
        "q": note.q,
        "v": RULE_VERSION,
    }
    kept = {name: value for name, value in record.items() if value}
    for name in ("n", "n_all", "page"):  # here 0 says something
        if (value := getattr(note, name)) is not None:
            kept[name] = value
    return kept


def confirmation(eid: str, visitor: int | None) -> Record:
    """That somebody saw the page of an event; with the key of their cookie where it had none."""
    record: Record = {"seen": eid, "ts": time.time_ns() // 1_000_000}
    return record if visitor is None else {**record, "visitor": visitor}


def click(search: str, rank: int, visitor: Visitor, flags: Flag) -> Record:
    """That a result of a search was opened; the query is read from the search itself."""
    return {
        "clicked": search,
        "eid": new_id(),
        "ts": time.time_ns() // 1_000_000,
        "rank": rank,
        "visitor": visitor.key,
        "flags": int(flags),
    }
