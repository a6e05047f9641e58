"""One coming and one past training as samples, so that every page has something to show."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.seeding.removal import remove
from catalog.seeding.telling import Say, plural_name, tell_added, tell_removed
from catalog.seeding.writing import insert_with_history

from .models import RegistrationStatus, TrainingEvent, TrainingMaterial, TrainingRegistration
from .timetable import BANGKOK, bangkok

_FILE = Path(__file__).resolve().parent / "seed" / "sample_trainings.json"


def add_samples(say: Say) -> None:
    """Add the sample trainings that are missing, with who came to the past one."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    there = set(TrainingEvent.objects.filter(is_sample=True).values_list("name_th", flat=True))
    missing = [row for row in rows if row["event"]["name_th"] not in there]
    events = [_event(row) for row in missing]
    insert_with_history(events)
    TrainingRegistration.objects.bulk_create(
        TrainingRegistration(
            event=event,
            status=RegistrationStatus.REGISTERED,
            attended_at=event.starts_at if event.is_past else None,
            **person,
        )
        for event, row in zip(events, missing, strict=True)
        for person in row["registrations"]
    )
    what = _("%(what)s (samples)") % {"what": plural_name(TrainingEvent)}
    tell_added(say, what, len(missing), len(rows) - len(missing))


def remove_samples(say: Say) -> None:
    """Remove the sample trainings and whatever was registered for them."""
    TrainingRegistration.objects.filter(event__is_sample=True).delete()
    samples = TrainingEvent.objects.filter(is_sample=True)
    tell_removed(say, plural_name(TrainingEvent), remove(samples))


def _event(row: dict[str, Any]) -> TrainingEvent:
    day = bangkok(timezone.now()).date() + timedelta(days=row["days_from_today"])
    materials = [TrainingMaterial(**material) for material in row["materials"]]
    values: dict[str, Any] = {**row["event"], "materials": materials, "is_sample": True}
    return TrainingEvent(
        starts_at=datetime.combine(day, time.fromisoformat(row["begins"]), BANGKOK),
        ends_at=datetime.combine(day, time.fromisoformat(row["ends"]), BANGKOK),
        **values,
    )
