"""That what calendars show has changed, and which entries of them.

Two numbers tell it. `TimetableRevision` counts every change of anything on air: what was computed
for one number holds as long as the number stands, so pages keep it and feeds make their ETag of
it. `sequence` of a slot or special broadcast is the SEQUENCE of RFC 5545: it is raised whenever
one of its airings may read differently, and never falls.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F


class TimetableRevision(models.Model):
    """One row: how often anything that is on air was changed."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The number now; 0 before the first change."""
        return cls.objects.values_list("number", flat=True).first() or 0

    @classmethod
    def raise_number(cls) -> None:
        """Count one change, in the transaction that makes it."""
        if not cls.objects.update(number=F("number") + 1):
            cls.objects.create(pk=1, number=1)


class ShownInCalendars(models.Model):
    """Something whose fields of `calendar_fields` can be read in a calendar."""

    calendar_fields: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raise the sequences of all airings that read differently from now on."""
        changed = self._calendar_changes(kwargs.get("update_fields"))
        if changed:
            self.before_calendar_change()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], *self.counters}
        super().save(*args, **kwargs)
        if changed:
            self.calendar_changed()

    def before_calendar_change(self) -> None:
        """Do what must be done while the old values still stand in the database."""

    def calendar_changed(self) -> None:
        """Raise the sequences that depend on this row."""
        TimetableRevision.raise_number()

    def _calendar_changes(self, update_fields: Any) -> bool:
        # A draft writes a few bookkeeping fields of the row; its new words are not shown yet.
        written = [
            name for name in self.calendar_fields if update_fields is None or name in update_fields
        ]
        if not written:
            return False
        stored = type(self)._default_manager.filter(pk=self.pk).values(*written).first()
        return stored is None or any(stored[name] != getattr(self, name) for name in written)


class OwnSequence(ShownInCalendars):
    """An entry of calendars: it carries the number itself, and its place in time is its own."""

    counters = ("sequence",)

    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def before_calendar_change(self) -> None:
        """Count from the stored number, which others may have raised meanwhile."""
        stored = type(self)._default_manager.filter(pk=self.pk).values_list("sequence", flat=True)
        if self.pk and (number := stored.first()) is not None:
            self.sequence = number + 1
