"""Erasing the names and e-mail addresses of trainings, as it was promised."""

from __future__ import annotations

from datetime import datetime, timedelta

from .models import TrainingRegistration


def erase_due_contacts(now: datetime) -> int:
    """Erase what was to be kept so many days after its training; safe to run again.

    A registration keeps the days that its person was told, whatever the training says now.
    """
    with_contact = TrainingRegistration.objects.with_contact()
    due = [
        (event, days)
        for event, ended, days in with_contact.order_by()
        .values_list("event", "event__ends_at", "retention_days")
        .distinct()
        if ended + timedelta(days=days or 0) <= now
    ]
    return sum(
        with_contact.filter(event=event, retention_days=days).erase_contact() for event, days in due
    )
