"""Airings as an iCalendar feed (RFC 5545), for calendars that ask again by themselves.

Every airing is an event of its own, because lessons and holidays leave no rule that could repeat
it. An event is known by the airing's uid, which outlives edits, and carries the SEQUENCE and the
time of its last change; the same timetable makes the same bytes, however often it is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.feeds import without_control_characters

from . import timetable as pure
from .calendar_choice import CalendarChoice
from .guide import Entry, State, make_entries
from .schedule import Schedule

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

CONTENT_TYPE = "text/calendar; charset=utf-8"
ZONE = "Asia/Bangkok"
# How often a calendar should ask; most ask less often whatever they are told.
REFRESH = timedelta(hours=4)
# Another number whenever an unchanged timetable is written in another way.
_FORM = 1
_BATCH = 100
_END = b"END:VCALENDAR\r\n"
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  before summer time was thought of: a local time


def fingerprint(schedule: Schedule, choice: CalendarChoice) -> str:
    """Give a text that is another one whenever the feed may read differently."""
    parts = (
        *(_FORM, schedule.token, schedule.terms, schedule.calendar),
        *(choice.query, choice.name, settings.WAGTAIL_SITE_NAME),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def last_modified(schedule: Schedule) -> datetime | None:
    """When the feed became what it is: by a change, or because another term began to be shown."""
    begun = [datetime.combine(term.first_day, time(), pure.BANGKOK) for term in schedule.terms[:1]]
    moments = [*begun, *([schedule.changed_at] if schedule.changed_at else [])]
    return max(moments, default=None)


def write(
    schedule: Schedule, choice: CalendarChoice, now: datetime, root: str, address: str
) -> Iterator[bytes]:
    """Write the feed piece by piece, so that a long one never stands in memory as a whole.

    `root` comes before the addresses of pages; `address` is that of the feed itself. The language
    is that of the call, whatever is spoken when a piece is sent.
    """
    head = _calendar(schedule, choice, root, address).to_ical().removesuffix(_END)
    wanted = (airing for airing in schedule.airings if choice.wants(airing, schedule))
    language = translation.get_language()

    def piece(some: list[pure.Airing]) -> bytes:
        with translation.override(language):
            entries = make_entries(schedule, some, now)
            return b"".join(_event(entry, root).to_ical() for entry in entries)

    pieces = iter(lambda: list(islice(wanted, _BATCH)), [])
    return chain([head], map(piece, pieces), [_END])


def _calendar(schedule: Schedule, choice: CalendarChoice, root: str, address: str) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//RianKlai//Timetable//TH")
    calendar.add("calscale", "GREGORIAN")
    name = without_control_characters(f"{choice.name} · {settings.WAGTAIL_SITE_NAME}")
    about = _("Broadcasts of the present and the next term. Changes appear by themselves.")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, name)
    for key in ("description", "x-wr-caldesc"):
        calendar.add(key, about)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("url", root + choice.page)
    calendar.add("source", address, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH // timedelta(hours=1)}H")
    if changed := last_modified(schedule):
        calendar.add("last-modified", changed.astimezone(UTC))
    calendar.add_component(bangkok_zone())
    return calendar


def bangkok_zone() -> Timezone:
    """Thailand's time zone: one offset, without summer time."""
    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", _EPOCH)
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def _event(entry: Entry, root: str) -> Event:
    from icalendar import Event

    airing = entry.airing
    event = Event()
    event.add("uid", airing.uid)
    event.add("sequence", airing.sequence)
    if changed := airing.changed_at:
        # Without METHOD the stamp is the time of the last change, and so the bytes stay the same.
        event.add("dtstamp", changed.astimezone(UTC))
        event.add("last-modified", changed.astimezone(UTC))
    for key, moment in (("dtstart", airing.start), ("dtend", airing.end)):
        event.add(key, moment.replace(tzinfo=None), parameters={"TZID": ZONE})
    event.add("summary", without_control_characters(_summary(entry)))
    event.add("description", without_control_characters("\n".join(_lines(entry))))
    event.add("location", without_control_characters(entry.channel.name))
    event.add("url", root + _page(entry))
    event.add("categories", [without_control_characters(name) for name in _categories(entry)])
    event.add("status", "CANCELLED" if airing.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a broadcast does not make anybody busy
    return event


def _summary(entry: Entry) -> str:
    """What a phone shows in one line; the word stands in front for calendars without a status."""
    title = entry.title
    if entry.lesson:
        title = f"{title}: {entry.lesson}"
    if entry.state is State.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    return title


def _lines(entry: Entry) -> Iterator[str]:
    """The description, line by line."""
    if entry.airing.reason:
        yield _("Reason: %(reason)s") % {"reason": entry.airing.reason}
    if entry.is_special:
        yield _("Special broadcast")
    yield _("Channel: %(channel)s") % {"channel": entry.channel}
    if course := entry.course:
        yield _("Course: %(course)s") % {"course": course}
        if course.is_sample:
            yield _("Sample data")
    if lesson := entry.lesson:
        yield _("Lesson: %(lesson)s") % {"lesson": lesson}
    if entry.channel.live_url:
        yield _("Watch it live: %(address)s") % {"address": entry.channel.live_url}


def _page(entry: Entry) -> str:
    return (entry.lesson or entry.course or entry.channel).get_absolute_url()


def _categories(entry: Entry) -> Iterable[str]:
    if entry.course is None:
        return [entry.channel.name]
    return [entry.course.subject.name, entry.course.grade.name]
