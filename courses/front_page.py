"""What the room says on the front page: what is on air at the moment."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from . import guide
from .schedule import current_schedule
from .timetable import bangkok


def on_air_now(page: Any) -> dict[str, Any] | None:
    """The strip of what is on air, or of what comes next; nothing without a timetable."""
    now = timezone.now()
    schedule = current_schedule(now)
    board = guide.now_and_next(schedule, now)
    coming = [row.next for row in board if row.next]
    on_air = [row for row in board if row.now]
    if not on_air and not coming:
        return None
    context = {
        "on_air": on_air,
        "next_up": min(coming, key=lambda entry: entry.airing.start) if coming else None,
        "status": guide.day_status(schedule, bangkok(now).date()),
        "now": now,
    }
    return {"place": "now", "template": "courses/front_on_air.html", "context": context}
