"""Units (หน่วยการเรียนรู้) and lessons (บทเรียน) of a course, with what each lesson uses."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from catalog.models import Indicator, Resource
from catalog.models.naming import ThaiEnglishName

from .courses import Course
from .revision import ShownInCalendars, raise_sequences


class Unit(ThaiEnglishName):
    """A unit of a course; its number is its place."""

    course = models.ForeignKey(
        Course, models.CASCADE, related_name="units", verbose_name=_("Course")
    )
    number = models.PositiveSmallIntegerField(_("Unit number"))

    class Meta:
        verbose_name = _("unit of a course")
        verbose_name_plural = _("units of courses")
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number"],
                name="unit_number_once",
                violation_error_message=_("This course already has a unit of this number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def is_sample(self) -> bool:
        """Whether its course is a sample."""
        return self.course.is_sample


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Lessons as the public may see them."""

    def public(self) -> LessonQuerySet:
        """Only what is published, in a course that is."""
        return self.filter(live=True, course__live=True)

    def for_listing(self) -> LessonQuerySet:
        """All that a row shows, in a constant number of queries."""
        return self.select_related("unit", "course__grade", "course__subject").prefetch_related(
            "lesson_resources__resource"
        )


class Lesson(
    ShownInCalendars,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ThaiEnglishName,
    ClusterableModel,
):
    """One lesson: its number is its place in the course and in the order of broadcasts.

    A draft keeps its place in that order without being shown, so that the lessons behind it stay
    on the days on which they are on air.
    """

    calendar_fields = ("course_id", "number", "name_th", "name_en", "live")

    course = models.ForeignKey(
        Course, models.CASCADE, related_name="lessons", verbose_name=_("Course")
    )
    unit = models.ForeignKey(
        Unit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="lessons",
        verbose_name=_("Unit"),
    )
    number = models.PositiveSmallIntegerField(
        _("Lesson number"), help_text=_("The order of the lessons in the course: 1, 2, 3 …")
    )
    key_idea = models.TextField(
        _("Key idea"), blank=True, help_text=_("What stays when the lesson is over (สาระสำคัญ).")
    )
    objectives = models.TextField(
        _("Objectives"),
        blank=True,
        help_text=_("Knowledge (K), process (P) and attributes (A), one a line."),
    )
    onsite_note = models.TextField(
        _("On-site note"),
        blank=True,
        help_text=_("What the teacher beside the set prepares and does in the classroom."),
    )
    indicators = ParentalManyToManyField(
        Indicator, blank=True, related_name="lessons", verbose_name=_("Indicators")
    )
    resources: models.ManyToManyField[Resource, Any] = models.ManyToManyField(
        Resource, through="LessonResource", related_name="lessons", verbose_name=_("Resources")
    )

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number"],
                name="lesson_number_once",
                violation_error_message=_("This course already has a lesson of this number."),
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="lesson_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def clean(self) -> None:
        """A lesson lies in a unit of its own course, and counts from 1."""
        super().clean()
        if self.number == 0:
            raise ValidationError({"number": _("Lessons count from 1.")})
        if self.unit and self.course_id and self.unit.course_id != self.course_id:
            raise ValidationError({"unit": _("This unit belongs to another course.")})

    @property
    def is_sample(self) -> bool:
        """Whether its course is a sample."""
        return self.course.is_sample

    def get_absolute_url(self) -> str:
        """The lesson's public page; it outlives a change of the lesson's number."""
        return reverse("courses:lesson", args=[self.pk])

    def calendar_changed(self) -> None:
        """A lesson that comes, goes or moves shifts all lessons of the course."""
        super().calendar_changed()
        raise_sequences(course=self.course_id)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The editor's preview is the public page itself."""
        return "courses/lesson_detail.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """What the public view hands to its template."""
        from courses.detail import lesson_context

        return {"request": request, **lesson_context(self)}


class ResourceRole(models.TextChoices):
    """What a resource is for in a lesson."""

    RECORDING = "recording", _("Recording of the broadcast")
    WORKSHEET = "worksheet", _("Worksheet")
    TEACHER_GUIDE = "teacher_guide", _("Teacher's guide")
    OTHER = "other", _("Another resource")


class LessonResource(Orderable):
    """A resource that a lesson uses, and what for."""

    lesson = ParentalKey(Lesson, related_name="lesson_resources")
    resource = models.ForeignKey(
        Resource, models.PROTECT, related_name="lesson_resources", verbose_name=_("Resource")
    )
    role = models.CharField(
        _("Role"), max_length=16, choices=ResourceRole.choices, default=ResourceRole.RECORDING
    )

    class Meta(Orderable.Meta):
        verbose_name = _("resource of a lesson")
        verbose_name_plural = _("resources of lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "resource", "role"], name="resource_role_once_per_lesson"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson}: {self.resource} ({self.get_role_display()})"
