"""Rows and words that the tests of the public pages share."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import time_machine
from django.test import Client

from courses.models import Channel, Course
from courses.timetable import BANGKOK
from tests import factories

# Eight lessons of a school day.
TIMES = [(time(hour, 30), time(hour + 1, 20)) for hour in range(8, 16)]


def moment(text: str) -> datetime:
    """Read a moment of Bangkok: 2026-11-02 08:30."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def text_at(client: Client, when: str, address: str, status: int = 200) -> str:
    """The page that somebody sees at a moment."""
    with time_machine.travel(moment(when), tick=False):
        answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def main_of(text: str) -> str:
    """The page without head, menu and foot."""
    return text.partition("<main")[2].partition("</main>")[0]


def lesson_resources() -> dict[str, Any]:
    """A recording and a worksheet."""
    return {
        "recording": factories.ResourceFactory(name_th="บันทึกรายการเศษส่วน", points=["ondemand"]),
        "worksheet": factories.ResourceFactory(
            name_th="ใบงานเศษส่วน", kind="worksheet", points=["onhand"]
        ),
    }


def full_week(channel: Channel, course: Course, times: Any = TIMES, days: int = 5) -> None:
    """Something on air at every time of every day."""
    for weekday in range(1, days + 1):
        for start, end in times:
            factories.TimetableSlotFactory(
                channel=channel, course=course, weekday=weekday, start=start, end=end
            )
