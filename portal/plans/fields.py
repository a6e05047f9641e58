"""Model fields whose boxes in the editor forgive how people type, and say what to do otherwise.

Boxes of plain text, not of the browser's kind for numbers: that one throws away what it does not
understand, and a typed word must stay on the screen beside the message. In the database they are
Django's own fields, and so they are in the migrations.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.calendar_forms import in_buddhist_era, in_common_era
from portal.core.thai_calendar import from_thai_digits

_TYPED = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


def _plain(value: Any) -> Any:
    """A number without the marks that people write it with: ๑,๒๐๐ บาท is 1200."""
    if not isinstance(value, str):
        return value
    return from_thai_digits(value).replace(",", "").replace("บาท", "").strip()


class AmountBox(forms.DecimalField):
    """A box for a number with decimals."""

    widget = _TYPED
    default_error_messages = {
        "invalid": _("This is not a number. Type digits only, such as 250000 or 250,000.50."),
    }

    def to_python(self, value: Any) -> Any:
        """Read Thai digits and commas too."""
        return super().to_python(_plain(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the number is another one: 250000 and 250,000.00 are the same."""
        return super().has_changed(initial, _plain(data))


class NumberBox(forms.IntegerField):
    """A box for a whole number."""

    widget = _TYPED
    default_error_messages = {
        "invalid": _("This is not a whole number. Type digits only, such as 3."),
    }

    def to_python(self, value: Any) -> Any:
        """Read commas too."""
        return super().to_python(_plain(value))


class YearBox(NumberBox):
    """A box for a year of the Buddhist era."""

    def clean(self, value: Any) -> int | None:
        """Name the year that was meant when the other era was typed."""
        year = super().clean(value)
        return None if year is None else in_buddhist_era(year)


class DayBox(forms.DateField):
    """A box for a day, by the common era as the calendar beside it."""

    def clean(self, value: Any) -> date | None:
        """Name the year that was meant when the other era was typed."""
        day: date | None = super().clean(value)
        return in_common_era(day)


class AmountField(models.DecimalField):
    """A number with two decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 14, "decimal_places": 2, **kwargs})

    def deconstruct(self) -> Any:
        """Be Django's own field in migrations."""
        return (self.name, "django.db.models.DecimalField", *super().deconstruct()[2:])

    def formfield(self, **kwargs: Any) -> Any:
        """The box that it is typed in."""
        return super().formfield(**{"form_class": AmountBox, **kwargs})


class NumberField(models.PositiveSmallIntegerField):
    """A whole number, or with `year=True` a year of the Buddhist era."""

    def __init__(self, *args: Any, year: bool = False, **kwargs: Any) -> None:
        self.year = year
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Be Django's own field in migrations."""
        return (self.name, "django.db.models.PositiveSmallIntegerField", *super().deconstruct()[2:])

    def clone(self) -> NumberField:
        """Copy it with what Django's own field does not know."""
        _name, _path, args, kwargs = self.deconstruct()
        return type(self)(*args, year=self.year, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """The box that it is typed in."""
        box = YearBox if self.year else NumberBox
        return super().formfield(**{"form_class": box, **kwargs})


class DayField(models.DateField):
    """A day."""

    def deconstruct(self) -> Any:
        """Be Django's own field in migrations."""
        return (self.name, "django.db.models.DateField", *super().deconstruct()[2:])

    def formfield(self, **kwargs: Any) -> Any:
        """The box that it is typed in."""
        return super().formfield(**{"form_class": DayBox, **kwargs})
