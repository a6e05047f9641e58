"""What differs from the weekly timetable on one day: cancelled, special, another lesson."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from search.language import in_english

from .channels import Channel
from .courses import Course
from .lessons import Lesson
from .revision import OwnSequence, ShownInCalendars, raise_sequences
from .slots import TimetableSlot


class ExceptionKind(models.TextChoices):
    """What happens on that day."""

    CANCELLED = "cancelled", _("Taken off the air")
    SPECIAL = "special", _("Special broadcast")


class TimetableException(OwnSequence):
    """One channel on one day: a slot is cancelled, or something special is on air.

    A cancellation without a slot takes the channel's whole day. A special broadcast takes the
    place of every slot that it overlaps; of a course without a lesson it shows the next in turn.
    """

    calendar_fields = (
        *("date", "channel_id", "kind", "slot_id", "title_th", "title_en", "start", "end"),
        *("course_id", "lesson_id", "reason"),
    )

    kind = models.CharField(_("What happens"), max_length=12, choices=ExceptionKind.choices)
    date = models.DateField(_("Date"), db_index=True)
    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="exceptions", verbose_name=_("Channel")
    )
    slot = models.ForeignKey(
        TimetableSlot,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="exceptions",
        verbose_name=_("Slot that is cancelled"),
        help_text=_("Leave empty to cancel everything on the channel that day."),
    )
    title_th = models.CharField(_("Title in Thai"), max_length=255, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=255, blank=True)
    start = models.TimeField(_("Begins at"), null=True, blank=True)
    end = models.TimeField(
        _("Ends at"), null=True, blank=True, help_text=_("Later on the same day.")
    )
    course = models.ForeignKey(
        Course,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="special_broadcasts",
        verbose_name=_("Course"),
    )
    lesson = models.ForeignKey(
        Lesson,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="special_broadcasts",
        verbose_name=_("Lesson"),
    )
    reason = models.CharField(
        _("Reason"), max_length=255, blank=True, help_text=_("The public reads it.")
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False)

    class Meta:
        verbose_name = _("exception to the timetable")
        verbose_name_plural = _("exceptions to the timetable")
        ordering = ["-date", "channel__sort_order", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="cancelled")
                | Q(kind="special", start__isnull=False, end__gt=F("start")),
                name="special_ends_after_start",
                violation_error_message=_(
                    "It must end after it begins, on the same day. Split a broadcast that runs "
                    "past midnight into two."
                ),
            ),
            models.UniqueConstraint(
                fields=["date", "slot"],
                condition=Q(kind="cancelled", slot__isnull=False),
                name="slot_cancelled_once_a_day",
                violation_error_message=_("This slot is already cancelled on this day."),
            ),
            models.UniqueConstraint(
                fields=["date", "channel"],
                condition=Q(kind="cancelled", slot__isnull=True),
                name="channel_cancelled_once_a_day",
                violation_error_message=_("This channel is already cancelled on this day."),
            ),
        ]

    def __str__(self) -> str:
        what = self.title or self.course or self.slot or self.channel
        return f"{self.date.isoformat()} {self.get_kind_display()}: {what}"

    @property
    def title(self) -> str:
        """Its own title in the reader's language; empty where course or lesson speak for it."""
        return (in_english() and self.title_en) or self.title_th

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A lesson brings its course along."""
        if self.lesson is not None:
            self.course_id = self.lesson.course_id
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """A cancellation names a slot of that day; a special broadcast has a name and times."""
        super().clean()
        if not self.kind or not self.date or not self.channel_id:
            return
        if self.kind == ExceptionKind.CANCELLED:
            self._clean_cancellation()
        else:
            self._clean_special()

    def _clean_cancellation(self) -> None:
        if self.slot is None:
            return
        if self.slot.channel_id != self.channel_id:
            raise ValidationError({"slot": _("This slot is on another channel.")})
        if self.slot.weekday != self.date.isoweekday():
            raise ValidationError({"slot": _("This slot is not on air on that weekday.")})

    def _clean_special(self) -> None:
        if self.slot is not None:
            raise ValidationError(
                {"slot": _("A special broadcast replaces what it overlaps: leave this empty.")}
            )
        if self.start is None or self.end is None:
            raise ValidationError({"start": _("Say when it begins and ends.")})
        if self.lesson and self.course_id and self.lesson.course_id != self.course_id:
            raise ValidationError({"lesson": _("This lesson belongs to another course.")})
        if not (self.title_th or self.course_id or self.lesson_id):
            raise ValidationError({"title_th": _("Give it a title, a course or a lesson.")})
        clashing = (
            type(self)
            .objects.exclude(pk=self.pk)
            .filter(
                kind=ExceptionKind.SPECIAL,
                channel_id=self.channel_id,
                date=self.date,
                start__lt=self.end,
                end__gt=self.start,
            )
        )
        if other := clashing.first():
            raise ValidationError(
                {"start": _("At this time the channel has: %(slot)s.") % {"slot": other}}
            )

    def calendar_changed(self) -> None:
        """Cancelling an airing moves its lesson, and all that follow, to a later one."""
        super().calendar_changed()
        on_channel = TimetableSlot.objects.filter(
            channel_id=self.channel_id, weekday=self.date.isoweekday()
        )
        courses = {self.course_id, *on_channel.values_list("course_id", flat=True)} - {None}
        raise_sequences(course__in=courses)


class LessonPin(ShownInCalendars):
    """From this day on the course's broadcasts go on with this lesson, whatever the count says."""

    calendar_fields = ("lesson_id", "date")

    lesson = models.ForeignKey(
        Lesson, models.CASCADE, related_name="pins", verbose_name=_("Lesson")
    )
    date = models.DateField(
        _("Date"),
        help_text=_("The course’s first broadcast from this day on shows the lesson."),
    )

    class Meta:
        verbose_name = _("lesson set to a day")
        verbose_name_plural = _("lessons set to a day")
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "date"], name="lesson_pinned_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.date.isoformat()} {self.lesson}"

    @property
    def is_sample(self) -> bool:
        """Whether its course is a sample."""
        return self.lesson.is_sample

    def clean(self) -> None:
        """One lesson of a course can open a day."""
        super().clean()
        if not self.date or not self.lesson_id:
            return
        others = type(self).objects.exclude(pk=self.pk)
        if other := others.filter(date=self.date, lesson__course=self.lesson.course_id).first():
            raise ValidationError(
                {"date": _("On this day the course already shows: %(lesson)s.") % {"lesson": other}}
            )

    def calendar_changed(self) -> None:
        """The course's lessons move."""
        super().calendar_changed()
        raise_sequences(course=self.lesson.course_id)
