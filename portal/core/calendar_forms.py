"""Admin forms of the calendar: they catch the two eras being mistaken for each other."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from . import office_calendar
from .templatetags.thai_dates import thai_date
from .thai_calendar import BUDDHIST_OFFSET, TermDates
from .working_days import PACKAGED_YEARS


def in_common_era(day: date | None) -> date | None:
    """Refuse a day whose year was typed in the Buddhist era, naming the year that was meant."""
    if day is None or day.year in PACKAGED_YEARS:
        return day
    message = _("Type the year of the common era, such as 2026 for 2569.")
    if day.year - BUDDHIST_OFFSET in PACKAGED_YEARS:
        message = _("%(buddhist)s is a Buddhist year. Type %(common)s here.") % {
            "buddhist": day.year,
            "common": day.year - BUDDHIST_OFFSET,
        }
    raise ValidationError(message)


def in_buddhist_era(year: int) -> int:
    """Refuse a year that was typed in the common era, naming the year that was meant."""
    if year - BUDDHIST_OFFSET in PACKAGED_YEARS:
        return year
    message = _("Type the year of the Buddhist era, such as 2569 for 2026.")
    if year in PACKAGED_YEARS:
        message = _("%(common)s is a year of the common era. Type %(buddhist)s here.") % {
            "common": year,
            "buddhist": year + BUDDHIST_OFFSET,
        }
    raise ValidationError(message)


class OfficeHolidayForm(WagtailAdminModelForm):
    """One correction of the list of holidays."""

    def clean_date(self) -> date | None:
        """Take a day of the common era only."""
        return in_common_era(self.cleaned_data["date"])


class HolidayYearForm(WagtailAdminModelForm):
    """Confirms a year in the name of whoever saves it, now."""

    def clean_year(self) -> int:
        """Take a year of the Buddhist era only."""
        return in_buddhist_era(self.cleaned_data["year"])

    def save(self, commit: bool = True) -> Any:
        """Note who confirmed and when; confirming again counts anew."""
        self.instance.confirmed_by = self.for_user
        self.instance.confirmed_at = timezone.now()
        return super().save(commit=commit)


class AcademicTermForm(WagtailAdminModelForm):
    """The dates of one term, in order with the other term of its year."""

    def clean_academic_year(self) -> int:
        """Take a year of the Buddhist era only."""
        return in_buddhist_era(self.cleaned_data["academic_year"])

    def clean_first_day(self) -> date | None:
        """Take a day of the common era only."""
        return in_common_era(self.cleaned_data["first_day"])

    def clean_last_day(self) -> date | None:
        """Take a day of the common era only."""
        return in_common_era(self.cleaned_data["last_day"])

    def clean(self) -> dict[str, Any]:
        """Refuse a first term that does not end before the second begins."""
        data = super().clean()
        names = TermDates._fields
        if all(data.get(name) for name in names) and data["first_day"] <= data["last_day"]:
            self._keep_order(TermDates(*(data[name] for name in names)))
        return data

    def _keep_order(self, term: TermDates) -> None:
        rows = [
            row
            for row in office_calendar.term_rows()
            if row[:2] not in (term[:2], self._stored_key())
        ]
        first, second = office_calendar.rule_terms_of_year(term.academic_year, [*rows, term])
        if first.last_day < second.first_day:
            return
        other = second if term.number == 1 else first
        overlaps = other.first_day <= term.last_day and term.first_day <= other.last_day
        if overlaps and other in rows:
            return  # the model says so
        field, message = (
            ("last_day", _("Term 1 must end before term 2 begins on %(day)s."))
            if term.number == 1
            else ("first_day", _("Term 2 must begin after term 1 ends on %(day)s."))
        )
        day = other.first_day if term.number == 1 else other.last_day
        hint = _("If the other term is moved as well, enter that one first.")
        self.add_error(field, f"{message % {'day': thai_date(day)}} {hint}")

    def _stored_key(self) -> tuple[int, int]:
        """The year and number of the row being edited, as they are stored."""
        return self.initial.get("academic_year", 0), self.initial.get("number", 0)
