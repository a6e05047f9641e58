"""What the rows of a version share: their order, and that publication closes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from search.language import in_english


class PublishedIsClosed(Exception):
    """Somebody tried to change or delete what is published."""

    def __init__(self) -> None:
        super().__init__(_("A published version is read only. Make a new draft instead."))


class WordsField(forms.CharField):
    """A short list typed in one line with commas between."""

    def to_python(self, value: Any) -> Any:
        """Read the list; without repetition or empty places."""
        words = value if isinstance(value, list) else (super().to_python(value) or "").split(",")
        return list(dict.fromkeys(word for each in words if (word := str(each).strip())))

    def prepare_value(self, value: Any) -> Any:
        """Write the list as it is typed."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lists, not how they were typed."""
        return bool(self.to_python(initial) != self.to_python(data))


class NumbersField(WordsField):
    """A short list of numbers typed in one line."""

    def to_python(self, value: Any) -> Any:
        """Read the numbers.

        Raises:
            ValidationError: when something else was typed.
        """
        words = super().to_python(value)
        if any(not (word.isascii() and word.isdigit() and len(word) < 5) for word in words):
            raise forms.ValidationError(_("Type numbers with commas between, such as 2, 3."))
        return [int(word) for word in words]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """What cannot be read is a change."""
        try:
            return super().has_changed(initial, data)
        except forms.ValidationError:
            return True


class WordList(models.JSONField):
    """A short list of words."""

    typed_in: type[forms.Field] = WordsField

    def formfield(self, **kwargs: Any) -> Any:
        """One line with commas instead of JSON."""
        return models.Field.formfield(self, form_class=self.typed_in, **kwargs)


class NumberList(WordList):
    """A short list of numbers."""

    typed_in = NumbersField


def in_readers_language(thai: str, english: str) -> str:
    """The English text where the reader reads English and there is one; else the Thai one."""
    return (in_english() and english) or thai


def version_key(related_name: str) -> ParentalKey:
    """The way from a row to its version."""
    return ParentalKey("procedures.ProcedureVersion", related_name=related_name)


class VersionRow(Orderable):
    """A row of a version, in the order of the document; closed with its version."""

    class Meta(Orderable.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse where the version is published."""
        self._refuse_when_published()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse where the version is published."""
        self._refuse_when_published()
        return super().delete(*args, **kwargs)

    def _refuse_when_published(self) -> None:
        from .procedures import ProcedureVersion

        if ProcedureVersion.objects.published().filter(pk=self.version_id).exists():
            raise PublishedIsClosed
