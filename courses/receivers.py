"""Deletions change calendars as well: they come by many ways, and a signal tells of all."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete
from django.dispatch import receiver

from .models import (
    Channel,
    Course,
    Lesson,
    LessonPin,
    TimetableException,
    TimetableRevision,
    TimetableSlot,
)


@receiver(post_delete, sender=Channel)
@receiver(post_delete, sender=Course)
def count_deletion(sender: Any, **kwargs: Any) -> None:
    """What was computed before no longer holds."""
    TimetableRevision.renew()


@receiver(m2m_changed, sender=Channel.grades.through)
def count_new_grades(sender: Any, action: str, **kwargs: Any) -> None:
    """The channels of a grade are other ones."""
    if action.startswith("post_"):
        TimetableRevision.renew()


@receiver(post_delete, sender=Lesson)
@receiver(post_delete, sender=LessonPin)
@receiver(post_delete, sender=TimetableException)
@receiver(post_delete, sender=TimetableSlot)
def count_for_the_rest(sender: Any, instance: Any, **kwargs: Any) -> None:
    """The airings that remain read differently: lessons move up or back."""
    instance.calendar_changed()
