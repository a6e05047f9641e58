"""One training as an iCalendar file, which a phone puts into its own calendar."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from catalog.feeds import without_control_characters

from . import timetable as pure
from .calendar import CONTENT_TYPE, ZONE, bangkok_zone
from .models import TrainingEvent

__all__ = ["CONTENT_TYPE", "write"]

_MINUTE = 60


def write(event: TrainingEvent, root: str) -> bytes:
    """Write the file; `root` comes before the address of the page."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//RianKlai//Training//TH")
    calendar.add_component(bangkok_zone())
    calendar.add_component(_entry(event, root))
    return calendar.to_ical()


def _entry(event: TrainingEvent, root: str) -> Any:
    from icalendar import Event

    published = (event.last_published_at or event.starts_at).astimezone(UTC)
    entry = Event()
    entry.add("uid", f"training-{event.pk}@rianklai")
    # Later publications have greater numbers, which is all that is asked of them.
    entry.add("sequence", int(published.timestamp()) // _MINUTE)
    entry.add("dtstamp", published)
    for key, moment in (("dtstart", event.starts_at), ("dtend", event.ends_at)):
        local = moment.astimezone(pure.BANGKOK).replace(tzinfo=None)
        entry.add(key, local, parameters={"TZID": ZONE})
    name = _("Cancelled: %(title)s") % {"title": event.name} if event.is_cancelled else event.name
    entry.add("summary", without_control_characters(name))
    entry.add("description", without_control_characters(event.summary))
    entry.add("location", without_control_characters(event.place or event.get_mode_display()))
    entry.add("url", root + event.get_absolute_url())
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry
