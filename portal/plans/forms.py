"""The editor's form of a plan, and the two questions that come before a new draft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from .fields import YearBox
from .models import PlanKind
from .rules import Rows, problems

_NULL = "\x00"
# The same byte inside the JSON of a rich text; a backslash before it would make it plain text.
_NULL_IN_JSON = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def without_null_bytes(data: Any) -> Any:
    """Posted data without the invisible byte that copied text may bring and no database keeps."""
    if not isinstance(data, QueryDict):
        return data
    clean = data.copy()
    for name, values in data.lists():
        texts = [value.replace(_NULL, "") if isinstance(value, str) else value for value in values]
        if any(isinstance(text, str) and text.startswith("{") for text in texts):
            texts = [_NULL_IN_JSON.sub(r"\1", text) for text in texts]
        clean.setlist(name, texts)
    return clean


class PlanForm(WagtailAdminPageForm):
    """A plan with all its rows; what is wrong between rows matters only when it is submitted."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(without_null_bytes(data), *args, **kwargs)

    def is_valid(self) -> bool:
        """Look at each field; then, unless this is only a draft, at how the rows fit together."""
        valid: bool = super().is_valid()
        if not self.is_bound or self.is_deferred_validation:
            return valid
        forms_of = {id(form.instance): form for form in self._all_forms()}
        found = problems(self._rows())
        for problem in found:
            form = forms_of[id(problem.row)]
            # A field whose own error is shown needs no second one about what could not be read.
            if problem.field not in form.errors:
                form.add_error(problem.field, problem.message)
        return valid and not found

    def _rows(self) -> Rows:
        indicators = [
            (form.instance, [year.instance for year in _kept(form.formsets["years"])])
            for form in _kept(self.formsets["indicators"])
        ]
        return Rows(
            self.instance,
            [form.instance for form in _kept(self.formsets["strategies"])],
            [form.instance for form in _kept(self.formsets["projects"])],
            indicators,
        )

    def _all_forms(self) -> Iterator[Any]:
        yield self
        for name in ("strategies", "projects", "indicators"):
            for form in self.formsets[name].forms:
                yield form
                for nested in getattr(form, "formsets", {}).values():
                    yield from nested.forms


def _kept(formset: Any) -> list[Any]:
    """The forms of a formset whose rows are not being deleted."""
    # Wagtail stops cleaning at the first formset with a fault; all faults are to be named at once.
    if formset._errors is None:
        formset.full_clean()
    # Not `deleted_forms`: that one is empty as soon as any row of the formset has a fault.
    return [form for form in formset.forms if not formset._should_delete_form(form)]


class NewPlanForm(forms.Form):
    """Which plan to begin with the template."""

    kind = forms.ChoiceField(label=_("Kind of plan"), choices=PlanKind.choices)
    first_fiscal_year = YearBox(label=_("First fiscal year"))
    last_fiscal_year = YearBox(
        label=_("Last fiscal year"),
        help_text=_("The same as the first for a plan of one year."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse years in the wrong order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_fiscal_year"), cleaned.get("last_fiscal_year")
        if first and last and last < first:
            self.add_error("last_fiscal_year", _("This is before the first fiscal year."))
        return cleaned


class NextPlanForm(forms.Form):
    """Nothing to ask: the button is the answer."""
