"""The tables by which everything is filed: grades, subjects, modes, audiences, indicators."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from search.language import in_english

from .naming import ThaiEnglishName

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INDICATOR = re.compile(
    r"^([ทควสพศงต]) ([0-9]{1,2}\.[0-9]{1,2}) ((?:ป\.[1-6]|ม\.[1-6]|ม\.4-6)/[0-9]{1,2})$"
)


def normalise_indicator_code(raw: str) -> str:
    """Return an indicator code in its stored form, e.g. "ท๑.๑ม.๔–๖/๑๒" as "ท 1.1 ม.4-6/12".

    Raises:
        ValidationError: when the text is not an indicator of the core curriculum.
    """
    text = raw.translate(_THAI_DIGITS).strip().removeprefix("60 ").replace("–", "-")
    text = re.sub(r"\s+", "", text)
    text = re.sub(r"^(.)", r"\1 ", text)
    text = re.sub(r"(?=[ปม]\.)", " ", text, count=1)
    if not _INDICATOR.match(text):
        raise ValidationError(
            _("“%(code)s” is not an indicator code. Write it like “ค 1.1 ป.1/1”."),
            code="indicator",
            params={"code": raw},
        )
    return text


class Level(models.TextChoices):
    """Groups of grades (ระดับการศึกษา)."""

    EARLY = "early", _("Early childhood")
    LOWER_PRIMARY = "lower_primary", _("Lower primary")
    UPPER_PRIMARY = "upper_primary", _("Upper primary")
    LOWER_SECONDARY = "lower_secondary", _("Lower secondary")
    UPPER_SECONDARY = "upper_secondary", _("Upper secondary")
    VOCATIONAL = "vocational", _("Vocational certificate")


class OrderedName(ThaiEnglishName):
    """A row of a small taxonomy that staff put in order."""

    code = models.SlugField(_("Code"), max_length=24, unique=True)
    sort_order = models.PositiveSmallIntegerField(_("Order"), default=0, db_index=True)

    class Meta:
        abstract = True
        ordering = ["sort_order", "code"]


class Grade(OrderedName):
    """A school year from อ.1 to ปวช.3; `name_th` is the short form, ป.4."""

    long_name_th = models.CharField(_("Full Thai name"), max_length=80)
    level = models.CharField(_("Level"), max_length=24, choices=Level.choices)

    class Meta(OrderedName.Meta):
        verbose_name = pgettext_lazy("school", "grade")
        verbose_name_plural = pgettext_lazy("school", "grades")

    @property
    def long_name(self) -> str:
        """The name in full for headings: ประถมศึกษาปีที่ 4, in English the short form."""
        return self.name if self.name != self.name_th else self.long_name_th


class Subject(OrderedName):
    """A learning area of the curriculum (กลุ่มสาระการเรียนรู้), activities or early childhood."""

    short_name_th = models.CharField(_("Short Thai name"), max_length=40, blank=True)
    indicator_letter = models.CharField(
        _("Indicator letter"), max_length=1, blank=True, help_text=_("As in “ค 1.1 ป.1/1”.")
    )
    course_letters = models.CharField(
        _("Course letters"),
        max_length=12,
        blank=True,
        help_text=_("First letters of course codes, as in ค21101; several without spaces."),
    )

    class Meta(OrderedName.Meta):
        verbose_name = _("learning area")
        verbose_name_plural = _("learning areas")


class DeliveryMode(OrderedName):
    """One of the five ways to learn at a distance; five fixed rows keyed by code."""

    description_th = models.TextField(_("Thai explanation"), blank=True)
    description_en = models.TextField(_("English explanation"), blank=True)

    class Meta(OrderedName.Meta):
        verbose_name = _("delivery mode")
        verbose_name_plural = _("delivery modes")

    @property
    def description(self) -> str:
        """The explanation in the reader's language."""
        return (in_english() and self.description_en) or self.description_th


class Audience(OrderedName):
    """Whom a platform or resource is made for."""

    class Meta(OrderedName.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Indicator(models.Model):
    """A learning indicator (ตัวชี้วัด) of one version of the curriculum."""

    code = models.CharField(_("Code"), max_length=20, help_text=_("Write it like “ค 1.1 ป.1/1”."))
    curriculum_version = models.PositiveSmallIntegerField(
        _("Curriculum version"), default=2560, help_text=_("Buddhist year, as in 2560.")
    )
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="indicators", verbose_name=_("Learning area")
    )
    grades = models.ManyToManyField(
        Grade, related_name="indicators", verbose_name=pgettext_lazy("school", "Grades")
    )
    text = models.TextField(_("Wording"))

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["curriculum_version", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "curriculum_version"],
                name="indicator_once_per_curriculum",
                violation_error_message=_("This curriculum already has an indicator of this code."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.curriculum_version})"

    def clean(self) -> None:
        """Store the normal form and refuse a letter of another learning area."""
        try:
            self.code = normalise_indicator_code(self.code)
        except ValidationError as error:
            raise ValidationError({"code": error}) from error
        letter = self.subject.indicator_letter if self.subject_id else ""
        if letter and not self.code.startswith(letter):
            message = _("Indicators of this learning area begin with “%(letter)s”.")
            raise ValidationError({"code": message % {"letter": letter}})
