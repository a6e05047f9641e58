"""What follows from changes and deletions, which come by many ways: a signal tells of all."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from catalog.models import Grade, Subject

from .models import (
    Channel,
    Course,
    Lesson,
    LessonPin,
    TimetableException,
    TimetableRevision,
    TimetableSlot,
    TrainingEvent,
    raise_sequences,
)
from .places import fill_places_of


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


@receiver(post_save, sender=Grade)
@receiver(post_save, sender=Subject)
def count_new_names(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Grade and learning area stand beside each airing of their courses."""
    TimetableRevision.renew()
    raise_sequences(course__in=instance.courses.all())


@receiver(post_save, sender=TrainingEvent)
def give_new_places(sender: Any, instance: TrainingEvent, **kwargs: Any) -> None:
    """Whoever waits gets a place when there are more of them."""
    if not kwargs.get("raw"):
        fill_places_of(instance.pk)
