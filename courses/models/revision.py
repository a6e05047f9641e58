"""That what calendars show has changed, and which entries of them.

Two things tell it. The token of `TimetableRevision` is another one after every change of anything
on air: what was computed for one token holds as long as it stands, so pages keep it and feeds make
their ETag of it. `sequence` of a slot or special broadcast is the SEQUENCE of RFC 5545: it is
raised whenever one of its airings may read differently, and never falls; `changed_at` is when.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone


class TimetableRevision(models.Model):
    """One row: a token that no other state of the timetable ever had."""

    token = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def current(cls) -> str:
        """The token now; empty before the first change."""
        token = cls.objects.values_list("token", flat=True).first()
        return token.hex if token else ""

    @classmethod
    def changed(cls, token: str) -> datetime | None:
        """When this token came up; nothing once it no longer stands."""
        if not token:
            return None
        return cls.objects.filter(token=token).values_list("changed_at", flat=True).first()

    @classmethod
    def renew(cls) -> None:
        """Say in the transaction of a change that older answers no longer hold."""
        new = {"token": uuid.uuid4(), "changed_at": timezone.now()}
        if not cls.objects.update(**new):
            cls.objects.create(pk=1, **new)


class ShownInCalendars(models.Model):
    """Something whose fields of `calendar_fields` can be read in a calendar."""

    calendar_fields: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Announce what reads differently from now on, where it was and where it is."""
        stored = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        changed = self._differs_from(stored, kwargs.get("update_fields"))
        with transaction.atomic():  # a change and its announcement go together
            self._save(changed, stored is None, *args, **kwargs)
            if changed:
                if stored is not None:
                    stored.calendar_changed()
                self.calendar_changed()

    def _save(self, changed: bool, is_new: bool, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)

    def calendar_changed(self) -> None:
        """Raise the sequences that depend on this row."""
        TimetableRevision.renew()

    def _differs_from(self, stored: Any, update_fields: Any) -> bool:
        if stored is None:
            return True
        # A draft writes a few bookkeeping fields of the row; its new words are not shown yet.
        return any(
            getattr(stored, name) != getattr(self, name)
            for name in self.calendar_fields
            if update_fields is None or name.removesuffix("_id") in update_fields
        )


class OwnSequence(ShownInCalendars):
    """An entry of calendars: it carries the number itself."""

    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def _save(self, changed: bool, is_new: bool, *args: Any, **kwargs: Any) -> None:
        """Count from the number in the database, which others may have raised meanwhile."""
        if is_new:
            super()._save(changed, is_new, *args, **kwargs)
            return
        self.sequence = F("sequence") + int(changed)
        self.changed_at = timezone.now() if changed else F("changed_at")
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sequence", "changed_at"}
        super()._save(changed, is_new, *args, **kwargs)
        self.refresh_from_db(fields=["sequence", "changed_at"])


def raise_sequences(**lookups: Any) -> None:
    """Count one change in every slot and special broadcast that these lookups find."""
    now = timezone.now()
    for model in OwnSequence.__subclasses__():
        entries = model._default_manager.filter(**lookups)
        entries.update(sequence=F("sequence") + 1, changed_at=now)


def school_calendar_changed() -> None:
    """Terms or holidays are others: any airing may have come, gone or got another lesson."""
    TimetableRevision.renew()
    raise_sequences()
