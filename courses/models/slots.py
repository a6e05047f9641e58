"""The weekly timetable (ตารางออกอากาศ): which course is on air when, week after week."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .channels import Channel
from .courses import Course
from .revision import OwnSequence, raise_sequences


class Weekday(models.IntegerChoices):
    """Days of the week as ISO 8601 counts them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class TimetableSlotQuerySet(models.QuerySet["TimetableSlot"]):
    """Slots by what they clash with."""

    def clashing_with(self, slot: TimetableSlot) -> TimetableSlotQuerySet:
        """Other slots of the same term that fill part of the same time on the same channel."""
        others = self.exclude(pk=slot.pk).filter(
            channel_id=slot.channel_id,
            weekday=slot.weekday,
            course__academic_year=slot.course.academic_year,
            course__term=slot.course.term,
            start__lt=slot.end,
            end__gt=slot.start,
        )
        if slot.valid_from:
            others = others.filter(Q(valid_to=None) | Q(valid_to__gte=slot.valid_from))
        if slot.valid_to:
            others = others.filter(Q(valid_from=None) | Q(valid_from__lte=slot.valid_to))
        return others


class TimetableSlot(OwnSequence):
    """A course on air at the same time every week of its term.

    The term is that of the course. The airings, one for each school day, are computed by
    `courses.timetable` and never stored; `uid` is what their calendar entries are known by.
    """

    calendar_fields = (
        *("channel_id", "course_id", "weekday", "start", "end"),
        *("valid_from", "valid_to"),
    )

    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="slots", verbose_name=_("Channel")
    )
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="slots", verbose_name=_("Course")
    )
    weekday = models.PositiveSmallIntegerField(_("Weekday"), choices=Weekday.choices)
    start = models.TimeField(_("Begins at"))
    end = models.TimeField(_("Ends at"), help_text=_("Later on the same day."))
    valid_from = models.DateField(
        _("From day"), null=True, blank=True, help_text=_("Leave empty for the whole term.")
    )
    valid_to = models.DateField(_("To day"), null=True, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False)

    objects = TimetableSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("timetable slot")
        verbose_name_plural = _("timetable slots")
        ordering = ["channel__sort_order", "weekday", "start"]
        indexes = [models.Index(fields=["channel", "weekday", "start"], name="slot_by_channel")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="slot_ends_after_start",
                violation_error_message=_(
                    "It must end after it begins, on the same day. Split a broadcast that runs "
                    "past midnight into two."
                ),
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="slot_weekday_in_week"
            ),
        ]

    def __str__(self) -> str:
        times = f"{self.get_weekday_display()} {self.start:%H:%M}–{self.end:%H:%M}"
        return f"{self.channel.name} {times} {self.course}"

    def calendar_changed(self) -> None:
        """Moving one slot moves the lessons of the course's other slots too."""
        super().calendar_changed()
        raise_sequences(course=self.course_id)

    def clean(self) -> None:
        """Refuse days in the wrong order, and what overlaps on the channel, by name."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The last day lies before the first.")})
        complete = self.channel_id and self.course_id and self.weekday and self.start and self.end
        if not complete or self.end <= self.start:
            return  # the fields and constraints say what is missing
        clashing = type(self).objects.clashing_with(self).select_related("channel", "course")
        if other := clashing.first():
            raise ValidationError(
                {"start": _("At this time the channel has: %(slot)s.") % {"slot": other}}
            )
