"""Brings a batch of lines into the database, all of it or nothing.

Ids come from the web process and the offset moves in the same transaction: these two facts make
it exactly once, whatever ends the drainer at whatever moment.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections, transaction
from django.db.models import F

from . import days, lines
from .codes import Flag, Kind
from .database import alias
from .items import KnownItems
from .lines import COLUMNS, BadLineError, Clicked, Event, Seen
from .models import SpoolBad, SpoolOffset, UsageDay, UsageEvent, UsageWaiting
from .spool import LONGEST_LINE, hour_of

_SQL_INSERT = "INSERT INTO usage_event ({}) VALUES ({}) ON CONFLICT (eid) DO NOTHING".format(  # noqa: S608
    ", ".join(f'"{name}"' for name in COLUMNS), ", ".join(["%s"] * len(COLUMNS))
)
_SQL_SEEN = "UPDATE usage_event SET flags = flags | %s WHERE eid = %s"
_SQL_KEYED = "UPDATE usage_event SET flags = flags | %s, visitor = %s WHERE eid = %s"
_CHUNK = 500  # of ids in one query

Raw = tuple[int, bytes]  # where a line begins, and the line


@dataclass
class Batch:
    """What the lines of one transaction say."""

    events: list[Event] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    clicked: list[Clicked] = field(default_factory=list)
    bad: list[tuple[int, bytes, str]] = field(default_factory=list)
    good: int = 0
    dropped: int = 0

    def add(self, line: lines.Line) -> None:
        """Sort a line in."""
        if isinstance(line, Event):
            self.events.append(line)
        elif isinstance(line, Seen):
            self.seen.append(line)
        else:
            self.clicked.append(line)


def store(name: str, raw: Sequence[Raw], end: int, items: KnownItems) -> Batch:
    """Bring in the lines of a file, and note that it is read as far as `end`."""
    today = days.now().date()
    batch = _read(raw, today, items)
    with transaction.atomic(using=alias()):
        _insert(batch.events)
        _take_waiting(batch, today)
        touched = _confirm(batch.seen) | _click(batch.clicked)
        _mark_dirty({event.day for event in batch.events} | touched)
        _quarantine(name, batch)
        _advance(name, batch, end)
    return batch


def _read(raw: Sequence[Raw], today: dt.date, items: KnownItems) -> Batch:
    batch = Batch()
    read: list[tuple[int, bytes, lines.Line]] = []
    for start, line in raw:
        try:
            record = lines.parsed(line)
            batch.dropped += lines.dropped(record)
            read.append((start, line, lines.understood(record, today)))
        except BadLineError as error:
            batch.bad.append((start, line, str(error)))
    events = [each for _start, _line, each in read if isinstance(each, Event)]
    unknown = items.unknown({(e.values["otype"], e.values["oid"]) for e in events})
    frozen = _frozen({event.day for event in events})
    for start, line, each in read:
        reason = _reason_against(each, unknown, frozen) if isinstance(each, Event) else ""
        if reason:
            batch.bad.append((start, line, reason))
        else:
            batch.good += 1
            batch.add(each)
    return batch


def _reason_against(event: Event, unknown: set[tuple[int, int]], frozen: set[dt.date]) -> str:
    if (event.values["otype"], event.values["oid"]) in unknown:
        return "unknown item"
    return "the day is closed" if event.day in frozen else ""


def _frozen(wanted: set[dt.date]) -> set[dt.date]:
    rows = UsageDay.objects.filter(day__in=wanted, frozen=True)
    return set(rows.values_list("day", flat=True))


def _insert(events: Iterable[Event]) -> None:
    """Written by hand: rows as objects of the model cost three times the processor."""
    connection = connections[alias()]
    as_day = connection.ops.adapt_datefield_value
    rows = [
        [_stored_id(e.eid), e.values["ts"], as_day(e.day), *(e.values[c] for c in COLUMNS[3:])]
        for e in events
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_SQL_INSERT, rows)


def _take_waiting(batch: Batch, today: dt.date) -> None:
    """Lines that came before the events which are here now."""
    for ids in _chunks([event.eid for event in batch.events]):
        rows = list(UsageWaiting.objects.filter(eid__in=ids))
        for row in rows:
            batch.add(lines.understood(json.loads(row.line), max(today, row.day)))
        if rows:
            UsageWaiting.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _confirm(seen: Sequence[Seen]) -> set[dt.date]:
    """Confirm what is there, let the rest wait; return the days of the events."""
    found = {
        row[0]: row[1]
        for ids in _chunks([each.eid for each in seen])
        for row in UsageEvent.objects.filter(eid__in=ids).values_list("eid", "day")
    }
    _wait((each.eid, each.day, _written(each)) for each in seen if each.eid not in found)
    here = [each for each in seen if each.eid in found]
    plain = [(Flag.CONFIRMED, _stored_id(e.eid)) for e in here if e.visitor is None]
    keyed = [(Flag.CONFIRMED, e.visitor, _stored_id(e.eid)) for e in here if e.visitor is not None]
    with connections[alias()].cursor() as cursor:
        if plain:
            cursor.executemany(_SQL_SEEN, [(int(flag), eid) for flag, eid in plain])
        if keyed:
            cursor.executemany(_SQL_KEYED, [(int(flag), key, eid) for flag, key, eid in keyed])
    return {found[each.eid] for each in here}


def _click(clicked: Sequence[Clicked]) -> set[dt.date]:
    """Make clicks of those whose search is there, let the rest wait; return their days."""
    searches: dict[uuid.UUID, dict[str, Any]] = {
        row["eid"]: dict(row)
        for ids in _chunks([each.search for each in clicked])
        for row in UsageEvent.objects.filter(eid__in=ids, kind=Kind.SEARCH).values()
    }
    made = []
    for each in clicked:
        if search := searches.get(each.search):
            inherited = ("school", "school_src", "aud", "aud_src", "q", "n", "n_all", "page")
            each.event.values.update({name: search[name] for name in inherited})
            made.append(each.event)
    _insert(made)
    _wait(
        (each.search, each.event.day, _written(each))
        for each in clicked
        if each.search not in searches
    )
    return {event.day for event in made}


def _written(line: Seen | Clicked) -> str:
    """A line in the spool's own words, to be read again once its event is there."""
    if isinstance(line, Seen):
        record = {"seen": str(line.eid), "ts": days.noon(line.day), "visitor": line.visitor}
        return json.dumps({name: each for name, each in record.items() if each is not None})
    kept = ("ts", "rank", "visitor", "flags")
    values = {name: line.event.values[name] for name in kept if line.event.values[name]}
    return json.dumps({"clicked": str(line.search), "eid": str(line.event.eid), **values})


def _wait(rows: Iterable[tuple[uuid.UUID, dt.date, str]]) -> None:
    UsageWaiting.objects.bulk_create(
        [UsageWaiting(eid=eid, day=day, line=line) for eid, day, line in rows]
    )


def _mark_dirty(touched: set[dt.date]) -> None:
    UsageDay.objects.bulk_create(
        [UsageDay(day=day, dirty=True) for day in sorted(touched)],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["dirty"],
    )


def _quarantine(name: str, batch: Batch) -> None:
    if not (batch.bad or batch.dropped):
        return
    day = _day_of(name)
    _mark_dirty({day})  # its line of the quality table changes
    SpoolBad.objects.bulk_create(
        SpoolBad(name=name, day=day, offset=start, line=_readable(line), reason=reason)
        for start, line, reason in batch.bad
    )


def _advance(name: str, batch: Batch, end: int) -> None:
    SpoolOffset.objects.get_or_create(name=name, defaults={"day": _day_of(name)})
    SpoolOffset.objects.filter(name=name).update(
        offset=end,
        lines=F("lines") + batch.good,
        bad=F("bad") + len(batch.bad),
        dropped=F("dropped") + batch.dropped,
        done=False,
    )


def _day_of(name: str) -> dt.date:
    return hour_of(name).date()


def _readable(line: bytes) -> str:
    return line[:LONGEST_LINE].decode("utf-8", "replace").replace("\0", "\ufffd")[:LONGEST_LINE]


def _stored_id(eid: uuid.UUID) -> Any:
    return eid if connections[alias()].features.has_native_uuid_field else eid.hex


def _chunks(ids: Sequence[uuid.UUID]) -> Iterable[Sequence[uuid.UUID]]:
    return (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))
