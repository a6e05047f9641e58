"""Forms of the editors' screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from catalog.indicator_input import IndicatorsField

from .models import TermNumber


def _indicators_field() -> IndicatorsField:
    return IndicatorsField(
        required=False,
        label=_("Indicators"),
        help_text=_("Type part of a code or of its wording and choose; or paste codes."),
    )


class CourseForm(WagtailAdminModelForm):
    """A course with indicators that can be searched."""

    indicators = _indicators_field()


class LessonForm(WagtailAdminModelForm):
    """A lesson with indicators that can be searched."""

    indicators = _indicators_field()


class CopyForm(forms.Form):
    """Which term a course is copied to."""

    academic_year = forms.IntegerField(
        label=_("School year (B.E.)"),
        min_value=2500,
        max_value=2699,
        help_text=_("Buddhist year, as in 2569."),
    )
    term = forms.TypedChoiceField(label=_("Term"), choices=TermNumber.choices, coerce=int)

    def __init__(self, *args: Any, taken: Any, **kwargs: Any) -> None:
        self.taken = taken
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse a term that has the course already."""
        cleaned = super().clean() or {}
        term = cleaned.get("academic_year"), cleaned.get("term")
        if all(term) and self.taken(*term):
            message = _("This provider already has a course of this code in this term.")
            self.add_error("term", message)
        return cleaned
