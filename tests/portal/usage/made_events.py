"""Events as tests write them, and every cube as rows that can be compared."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.core.thai_calendar import BANGKOK
from portal.usage import models
from portal.usage.codes import Flag, Kind, SchoolSource

DAY = date(2026, 11, 23)
CUBES = (
    *(models.UsageDayObject, models.UsageDaySchool, models.UsageDaySite, models.UsageDaySearch),
    *(models.UsageMonthObject, models.UsageMonthSchool, models.UsageMonthSchoolObject),
    models.UsageDayQuality,
)
_MOMENTS = ("built_at",)


def at(clock: str, day: date = DAY) -> int:
    """Milliseconds UTC of a time of the clock in Bangkok, as in 08:30:05."""
    moment = datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=BANGKOK)
    return round(moment.timestamp() * 1000)


def event(number: int, ts: int, kind: int = Kind.VIEW, **fields: Any) -> models.UsageEvent:
    """An event; views and searches are confirmed unless flags say otherwise."""
    day = datetime.fromtimestamp(ts / 1000, BANGKOK).date()
    values: dict[str, Any] = {
        "otype": 0 if kind == Kind.SEARCH else 1,
        "oid": 0 if kind == Kind.SEARCH else 1,
        "visitor": 1,
        "flags": Flag.CONFIRMED if kind in (Kind.VIEW, Kind.SEARCH) else 0,
        **fields,
    }
    if values.get("school"):
        values.setdefault("school_src", SchoolSource.MY_SCHOOL)
    return models.UsageEvent(eid=UUID(int=number), ts=ts, day=day, kind=kind, **values)


def store(events: list[models.UsageEvent]) -> None:
    """Put events in as the drainer does: along with the mark on their days."""
    models.UsageEvent.objects.bulk_create(events, batch_size=1000)
    for day in {one.day for one in events}:
        models.UsageDay.objects.update_or_create(day=day, defaults={"dirty": True})


def cube_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every cube, but for the time at which it was built."""
    found = {}
    for model in CUBES:
        names = [field.name for field in model._meta.fields if field.name not in (*_MOMENTS, "pk")]
        rows = model._default_manager.order_by().values_list(*names)
        found[model.__name__] = sorted(rows, key=repr)
    return found
