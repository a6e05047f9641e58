"""Raw events, and how far the spool has been brought into them.

There is no column for an address, an agent, a referrer, a user or a path, and none may be added.
No foreign key leaves the room: its tables may lie in a database of their own.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UsageEvent(models.Model):
    """One thing that happened; kept for 90 days. The numbers are those of `portal.usage.codes`."""

    eid = models.UUIDField(primary_key=True, editable=False)
    ts = models.BigIntegerField(_("Time in ms (UTC)"))
    day = models.DateField(_("Day in Bangkok"))
    kind = models.PositiveSmallIntegerField()
    otype = models.PositiveSmallIntegerField(default=0)
    oid = models.PositiveIntegerField(default=0)
    platform = models.PositiveIntegerField(default=0)
    school = models.PositiveIntegerField(default=0)
    school_src = models.PositiveSmallIntegerField(default=0)
    aud = models.PositiveSmallIntegerField(default=0)
    aud_src = models.PositiveSmallIntegerField(default=0)
    mode = models.PositiveSmallIntegerField(default=0)
    visitor = models.BigIntegerField(_("Keyed hash, different every day"))
    flags = models.PositiveSmallIntegerField(default=0)
    q = models.CharField(max_length=100, blank=True, default="")
    n = models.PositiveIntegerField(null=True)
    n_all = models.PositiveIntegerField(null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    page = models.PositiveSmallIntegerField(null=True)
    v = models.PositiveSmallIntegerField(_("Version of the counting rules"), default=1)

    class Meta:
        db_table = "usage_event"
        verbose_name = _("usage event")
        verbose_name_plural = _("usage events")
        indexes = [
            models.Index(
                fields=["day", "visitor", "kind", "otype", "oid", "ts"], name="usage_event_of_day"
            )
        ]

    def __str__(self) -> str:
        return str(self.eid)


class SpoolOffset(models.Model):
    """How far one file of the spool has been brought in."""

    name = models.CharField(max_length=80, primary_key=True)
    day = models.DateField(_("Day in Bangkok"), db_index=True)
    offset = models.PositiveBigIntegerField(default=0)
    lines = models.PositiveIntegerField(_("Good lines"), default=0)
    bad = models.PositiveIntegerField(_("Lines in quarantine"), default=0)
    dropped = models.PositiveIntegerField(_("Events that could not be written"), default=0)
    done = models.BooleanField(_("Closed"), default=False)

    class Meta:
        verbose_name = _("spool file")
        verbose_name_plural = _("spool files")

    def __str__(self) -> str:
        return self.name


class SpoolBad(models.Model):
    """Quarantine: a line that could not become an event, and why."""

    name = models.CharField(max_length=80)
    day = models.DateField(_("Day in Bangkok"), db_index=True)
    offset = models.PositiveBigIntegerField()
    line = models.CharField(max_length=2048)
    reason = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("line in quarantine")
        verbose_name_plural = _("lines in quarantine")

    def __str__(self) -> str:
        return f"{self.name}:{self.offset}"


class UsageWaiting(models.Model):
    """A confirmation or a click that came in before its event, as with several hosts it may."""

    eid = models.UUIDField(db_index=True)
    day = models.DateField(_("Day in Bangkok"))
    line = models.CharField(max_length=2048)

    class Meta:
        verbose_name = _("waiting line")
        verbose_name_plural = _("waiting lines")

    def __str__(self) -> str:
        return str(self.eid)


class UsageDay(models.Model):
    """A civil day of events: whether its cubes are due, and whether its raw rows are gone."""

    day = models.DateField(primary_key=True)
    dirty = models.BooleanField(_("Due for the roll-up"), default=True)
    frozen = models.BooleanField(_("Raw events deleted"), default=False)
    built_at = models.DateTimeField(null=True)
    rule_version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("day of usage")
        verbose_name_plural = _("days of usage")

    def __str__(self) -> str:
        return self.day.isoformat()
