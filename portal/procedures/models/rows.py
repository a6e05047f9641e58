"""What the rows of a version share: their order, and that publication closes them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from search.language import in_english


class PublishedIsClosed(Exception):
    """Somebody tried to change or delete what is published."""

    def __init__(self) -> None:
        super().__init__(_("A published version is read only. Make a new draft instead."))


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
