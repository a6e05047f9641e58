"""Forms of the editors' screens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import Max
from django.forms.models import ModelChoiceIterator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from catalog.indicator_input import IndicatorsField
from catalog.models import Grade


class GradesByLevel(ModelChoiceIterator):
    """Grades under the headings of their levels."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        """Yield a heading with its choices, in the order of the grades."""
        for level, grades in groupby(self.queryset, key=lambda grade: grade.get_level_display()):
            yield level, [self.choice(grade) for grade in grades]


class GradesField(forms.ModelMultipleChoiceField):
    """Boxes to tick for grades, grouped by level."""

    widget = forms.CheckboxSelectMultiple
    iterator = GradesByLevel


def grades_field() -> GradesField:
    """The field as every form of an entry shows it."""
    return GradesField(
        Grade.objects.all(),
        required=False,
        label=pgettext_lazy("school", "Grades"),
        help_text=_("Leave empty when it is not tied to any."),
    )


class SuggestedSlugForm(WagtailAdminModelForm):
    """Fills in an empty address name from the English name or the web address."""

    SLUG_LENGTH = 80

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Suggest a free address name where none was typed."""
        cleaned = super().clean()
        if not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self._free(self._suggestion(cleaned))
        return cleaned

    def _suggestion(self, cleaned: dict[str, Any]) -> str:
        host = urlsplit(cleaned.get("url") or "").hostname or ""
        site = slugify(host.removeprefix("www.").partition(".")[0])
        name = slugify(cleaned.get("name_en") or "") or site or self._meta.model._meta.model_name
        return name[: self.SLUG_LENGTH - 4].strip("-")

    def _free(self, slug: str) -> str:
        taken = set(
            self._meta.model._default_manager.filter(slug__startswith=slug)
            .exclude(pk=self.instance.pk)
            .values_list("slug", flat=True)
        )
        numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
        return slug if slug not in taken else next(name for name in numbered if name not in taken)


class PlatformForm(SuggestedSlugForm):
    """A platform with its grades under headings."""

    grades = grades_field()


class ResourceForm(WagtailAdminModelForm):
    """A resource with grades under headings and indicators that can be searched."""

    grades = grades_field()
    indicators = IndicatorsField(
        required=False,
        label=_("Indicators"),
        help_text=_("Type part of a code or of its wording and choose; or paste codes."),
    )


class FixedCodeForm(WagtailAdminModelForm):
    """A row whose code is an address of public pages: set once, then fixed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _("Addresses of pages use it, so it stays as it is.")

    def save(self, commit: bool = True) -> Any:
        """Put a new row last."""
        if not self.instance.pk:
            rows = type(self.instance)._default_manager
            last = rows.aggregate(last=Max("sort_order"))["last"] or 0
            self.instance.sort_order = last + 1
        return super().save(commit=commit)
