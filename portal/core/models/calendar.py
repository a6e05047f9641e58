"""What the office knows better than any rule: its holidays and its term dates."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..thai_calendar import short_date


class OfficeHoliday(models.Model):
    """One correction of the packaged list of holidays; it wins over the package."""

    class Kind(models.TextChoices):
        """What the row does to that day."""

        ADD = "add", _("Add or rename a holiday")
        REMOVE = "remove", _("The office works on this day")

    date = models.DateField(_("Date"), unique=True)
    name = models.CharField(_("Name"), max_length=160, blank=True)
    kind = models.CharField(_("Effect"), max_length=8, choices=Kind.choices, default=Kind.ADD)
    source = models.CharField(
        _("Source"), max_length=255, blank=True, help_text=_("Announcement or order, with date.")
    )

    class Meta:
        verbose_name = _("office holiday")
        verbose_name_plural = _("office holidays")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{short_date(self.date)} {self.name}".strip()

    def clean(self) -> None:
        """An added holiday needs a name that calendars can print."""
        if self.kind == self.Kind.ADD and not self.name.strip():
            raise ValidationError({"name": _("Name the holiday that you add.")})


class HolidayYear(models.Model):
    """That somebody compared the holidays of a year with the announcement and found them right."""

    year = models.PositiveSmallIntegerField(
        _("Year (B.E.)"), unique=True, help_text=_("Buddhist year, as in 2570.")
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("Confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("Confirmed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("confirmed holiday year")
        verbose_name_plural = _("confirmed holiday years")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class AcademicTerm(models.Model):
    """First and last day of a term where the office differs from the regulation of 2549."""

    academic_year = models.PositiveSmallIntegerField(
        _("School year (B.E.)"), help_text=_("Buddhist year, as in 2569.")
    )
    number = models.PositiveSmallIntegerField(
        _("Term"), choices=[(1, _("Term 1")), (2, _("Term 2"))]
    )
    first_day = models.DateField(_("First day"))
    last_day = models.DateField(_("Last day"))

    class Meta:
        verbose_name = _("school term")
        verbose_name_plural = _("school terms")
        ordering = ["-academic_year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["academic_year", "number"],
                name="academic_term_once",
                violation_error_message=_("This term of this school year is already there."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.academic_year}"

    def clean(self) -> None:
        """Refuse a term that ends before it begins, lies in another year or overlaps another."""
        if not self.first_day or not self.last_day or not self.academic_year:
            return
        if self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The term ends before it begins.")})
        starts_in = self.first_day.year + 543
        if starts_in not in (self.academic_year, self.academic_year + 1):
            raise ValidationError(
                {
                    "first_day": _("This day is not in school year %(year)s.")
                    % {"year": self.academic_year}
                }
            )
        others = AcademicTerm.objects.exclude(pk=self.pk)
        if others.filter(first_day__lte=self.last_day, last_day__gte=self.first_day).exists():
            raise ValidationError({"first_day": _("These days overlap another term.")})
