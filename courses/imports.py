"""The two imports in the admin: what their pages say, what they ask, who may use them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.spreadsheets.import_views import Import, ImportForm

from .importing import lessons, stored, timetable
from .models import Lesson, TermNumber, TimetableSlot, Unit
from .models.courses import BUDDHIST_YEARS
from .school_calendar import calendar_around, school_calendar
from .timetable import bangkok, terms_around


class TermImportForm(ImportForm):
    """The file and the term that it is for; the present one is suggested."""

    academic_year = forms.IntegerField(
        label=_("School year (B.E.)"), help_text=_("Buddhist year, as in 2569.")
    )
    term = forms.TypedChoiceField(label=_("Term"), choices=TermNumber.choices, coerce=int)

    field_order = ["academic_year", "term"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        begun, coming = terms_around(calendar_around(now), bangkok(now).date())
        if present := begun or coming:
            self.fields["academic_year"].initial = present.academic_year
            self.fields["term"].initial = present.number

    def clean_academic_year(self) -> int:
        """Take a year of the Buddhist era only."""
        year: int = self.cleaned_data["academic_year"]
        if year not in BUDDHIST_YEARS:
            raise ValidationError(_("Type the year of the Buddhist era, such as 2569 for 2026."))
        return year

    def clean(self) -> dict[str, Any]:
        """Refuse a term whose days nobody knows."""
        cleaned = super().clean() or {}
        year, term = cleaned.get("academic_year"), cleaned.get("term")
        if year and term and not school_calendar((year,)).term(year, term):
            self.add_error("term", _("Nobody knows the days of this term yet."))
        return cleaned

    def options(self) -> dict[str, Any]:
        """The term."""
        return {name: self.cleaned_data[name] for name in ("academic_year", "term")}


class TimetableImportForm(TermImportForm):
    """Asks besides what to do with slots that the file leaves out."""

    remove = forms.BooleanField(
        label=_("Remove slots that the file leaves out"),
        required=False,
        initial=True,
        help_text=_("Only on channels that the file names, and only where no row has a fault."),
    )

    def options(self) -> dict[str, Any]:
        """The term, and the choice."""
        return {**super().options(), "remove": self.cleaned_data["remove"]}


TIMETABLE_IMPORT = Import(
    name="timetable",
    title=_("Import the timetable"),
    list_url="timetableslot:index",
    list_label=_("Timetable slots"),
    needs=[(TimetableSlot, ("add", "change", "delete"))],
    columns=timetable.COLUMNS,
    template_columns=[column for column in timetable.COLUMNS if column.key != "course"],
    template_name=_("timetable-template"),
    explanations=[
        _(
            "A file holds the whole week of each channel that it names. A slot is known by "
            "channel, weekday and time of beginning; the courses must be there already."
        ),
        _(
            "Write a channel as DLTV4 or 4, a weekday as จันทร์ or 1, a time as 08:30. Days or "
            "weeks are needed only for slots that do not last the whole term."
        ),
    ],
    dry_run=stored.dry_run_timetable,
    save=stored.save_timetable,
    form_class=TimetableImportForm,
)

LESSONS_IMPORT = Import(
    name="lessons",
    title=_("Import lessons"),
    list_url="wagtailsnippets_courses_lesson:list",
    list_label=_("Lessons"),
    needs=[(Lesson, ("add", "change")), (Unit, ("add", "change"))],
    columns=lessons.COLUMNS,
    template_columns=lessons.COLUMNS,
    template_name=_("lessons-template"),
    explanations=[
        _(
            "A lesson is known by its course and number. Lessons that are not in the file stay "
            "as they are; a column that is left out is not touched, an empty cell empties the "
            "value."
        ),
        _(
            "Name resources by their number in the catalogue, their address here, or their exact "
            "Thai name; several with commas between. Whoever may publish publishes the lessons "
            "by saving; for others they become drafts."
        ),
    ],
    dry_run=stored.dry_run_lessons,
    save=stored.save_lessons,
    form_class=TermImportForm,
)
