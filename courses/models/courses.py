"""Courses (รายวิชา): one subject of one grade in one term."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from catalog.models import Grade, Indicator, Provider, Subject
from catalog.models.naming import ThaiEnglishName

from .channels import Channel
from .revision import ShownInCalendars, raise_sequences

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# Years before could be of the common era, typed by mistake.
BUDDHIST_YEARS = range(2400, 2700)
_COURSE_CODE = re.compile(r"^[ก-ฮI](?:1[0-6]|[23][0-3])[12][0-9]{2}$")


def normalise_course_code(raw: str) -> str:
    """Return a course code as it is stored: without spaces, with digits 0-9."""
    return re.sub(r"[\s.\-]+", "", raw.translate(_THAI_DIGITS))


def is_usual_course_code(code: str) -> bool:
    """Whether the code is built as the core curriculum says; vocational codes look different."""
    return bool(_COURSE_CODE.match(code))


def course_code_warning(course: Course) -> str | Promise:
    """What an editor should look at in the course code; nothing where it looks right."""
    if not course.code:
        return ""
    if not is_usual_course_code(course.code):
        return _("“%(code)s” does not look like a course code of the core curriculum (ค14101).") % {
            "code": course.code
        }
    letters = course.subject.course_letters if course.subject_id else ""
    if letters and course.code[0] not in letters and course.code[0] != "I":
        return _("Course codes of this learning area begin with %(letters)s, not %(letter)s.") % {
            "letters": letters,
            "letter": course.code[0],
        }
    return ""


class TermNumber(models.IntegerChoices):
    """The two terms (ภาคเรียน) of a school year."""

    FIRST = 1, _("Term 1")
    SECOND = 2, _("Term 2")


class CourseQuerySet(models.QuerySet["Course"]):
    """Courses as the public may see them."""

    def public(self) -> CourseQuerySet:
        """Only what is published."""
        return self.filter(live=True)

    def of_term(self, academic_year: int, term: int) -> CourseQuerySet:
        """The courses of one term (B.E.)."""
        return self.filter(academic_year=academic_year, term=term)

    def for_listing(self) -> CourseQuerySet:
        """All that a card shows, with the number of published lessons."""
        published = models.Q(lessons__live=True)
        return self.select_related("grade", "subject", "provider", "channel").annotate(
            lesson_count=models.Count("lessons", filter=published)
        )


class Course(
    ShownInCalendars,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ThaiEnglishName,
    ClusterableModel,
):
    """A course of one grade, learning area, school year and term.

    Units and lessons hang on it as rows of their own, so publishing an older draft of the course
    never takes a lesson away.
    """

    calendar_fields = (
        *("name_th", "name_en", "code", "live", "academic_year", "term"),
        *("grade_id", "subject_id"),
    )

    code = models.CharField(
        _("Course code"),
        max_length=20,
        blank=True,
        help_text=_("As in ค14101. Another form is allowed, but you will be asked to check it."),
    )
    grade = models.ForeignKey(
        Grade, models.PROTECT, related_name="courses", verbose_name=_("Grade of the course")
    )
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="courses", verbose_name=_("Learning area")
    )
    academic_year = models.PositiveSmallIntegerField(
        _("School year (B.E.)"), help_text=_("Buddhist year, as in 2569.")
    )
    term = models.PositiveSmallIntegerField(_("Term"), choices=TermNumber.choices)
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="courses", verbose_name=_("Provider")
    )
    channel = models.ForeignKey(
        Channel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name=_("Channel"),
        help_text=_("Where it is usually on air; the timetable says when."),
    )
    summary = models.TextField(_("Summary"), blank=True, help_text=_("One to three sentences."))
    indicators = ParentalManyToManyField(
        Indicator, blank=True, related_name="courses", verbose_name=_("Indicators")
    )
    editor_note = models.TextField(
        _("Note for editors"), blank=True, help_text=_("Never shown to the public.")
    )
    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False, db_index=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["-academic_year", "-term", "grade__sort_order", "thai_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["academic_year", "term", "code", "provider"],
                condition=~models.Q(code=""),
                name="course_code_once_a_term",
                violation_error_message=_(
                    "This provider already has a course of this code in this term."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name} ({self.term}/{self.academic_year})".strip()

    def clean(self) -> None:
        """Store the code in one form; an unusual one is allowed."""
        super().clean()
        self.code = normalise_course_code(self.code)
        if self.academic_year and self.academic_year not in BUDDHIST_YEARS:
            message = _("Type the year of the Buddhist era, such as 2569 for 2026.")
            raise ValidationError({"academic_year": message})

    def get_absolute_url(self) -> str:
        """The course's public page in the active language."""
        return reverse("courses:course", args=[self.pk])

    def calendar_changed(self) -> None:
        """Its name stands in each of its airings."""
        super().calendar_changed()
        raise_sequences(course=self.pk)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The editor's preview is the public page itself."""
        return "courses/course_detail.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """What the public view hands to its template."""
        from courses.detail import course_context

        return {"request": request, **course_context(self)}
