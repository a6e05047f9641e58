"""Calendar feeds read back by a parser that has nothing to do with the one that wrote them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import vobject
from django.test import Client
from time_machine import TimeMachineFixture

from courses.models import TimetableSlot
from courses.timetable import BANGKOK
from tests import factories

NOW = datetime(2026, 11, 2, 8, 40, tzinfo=BANGKOK)
CHANNEL = "/timetable/calendar/channel/dltv4.ics"
HEAD = "ช่อง,วัน,เวลาเริ่ม,เวลาสิ้นสุด,รหัสวิชา"
LONG = "การบวกและการลบเศษส่วนที่มีตัวส่วนไม่เท่ากัน; โจทย์ปัญหา, น้ำผึ้ง \\ เก็บ" * 3


@pytest.fixture
def clock(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def slot(calendar: Any) -> TimetableSlot:
    """Mondays from 08:30 to 09:20 on DLTV4, with two lessons."""
    slot = factories.TimetableSlotFactory()
    factories.LessonFactory(course=slot.course, name_th="เศษส่วน")
    factories.LessonFactory(course=slot.course, name_th=LONG)
    return slot


def read(client: Client, address: str = CHANNEL, **data: Any) -> Any:
    response = client.get(address, data)
    assert response.status_code == 200, response.content
    return vobject.readOne(response.getvalue().decode())


def events(client: Client, address: str = CHANNEL, **data: Any) -> dict[str, Any]:
    feed = read(client, address, **data)
    found = {event.uid.value: event for event in feed.contents.get("vevent", [])}
    assert len(found) == len(feed.contents.get("vevent", []))
    return found


def on(events: dict[str, Any], day: date) -> Any:
    (event,) = [each for each in events.values() if each.dtstart.value.date() == day]
    return event


FIRST, SECOND = date(2026, 11, 2), date(2026, 11, 9)
