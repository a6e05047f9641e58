"""What the page of a training shows; the editor's preview shows the same."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import TrainingEvent, TrainingMaterial
from .places import Admission, admission
from .structured_data import training_script


def training_context(event: TrainingEvent, address: str = "") -> dict[str, Any]:
    """Gather what the page shows; a draft may lack anything."""
    now = timezone.now()
    state = admission(event, now) if event.pk and event.starts_at and event.ends_at else None
    return {
        "event": event,
        "state": state.value if state else Admission.CLOSED.value,
        "is_open": bool(state and state.is_open),
        "free": event.free if event.pk else None,
        "waiting": event.waiting if event.pk else 0,
        "materials": materials_of(event),
        "structured_data": training_script(event, address) if address else "",
        "trail": [trainings_crumb()],
    }


def materials_of(event: TrainingEvent) -> list[TrainingMaterial]:
    """The materials that lead somewhere."""
    materials = list(event.materials.all())
    prefetch_related_objects(materials, "resource", "document")
    return [material for material in materials if material.target]


def trainings_crumb() -> dict[str, str]:
    """The way back to all trainings."""
    return {"name": _("Trainings"), "url": reverse("courses:trainings")}
