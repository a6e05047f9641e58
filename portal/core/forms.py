"""Forms of the portal's core: uploads are judged by their content, not by their name."""

from __future__ import annotations

from typing import Any

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

# Endings of one family share a signature: an office document is a zip archive inside.
_FAMILIES = {
    "zip": {"zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"},
    "text": {"csv", "txt"},
}
_SIGNATURE_BYTES = 8192


def _family(extension: str) -> str:
    return next((name for name, members in _FAMILIES.items() if extension in members), extension)


def content_family(head: bytes) -> str:
    """Name what the first bytes of a file are: an ending such as pdf, "zip", "text" or ""."""
    guessed = filetype.guess(head)
    if guessed:
        return _family(guessed.extension)
    return "" if b"\x00" in head else "text"


def _refuse_too_large(file: Any) -> None:
    if file.size > settings.DOCUMENT_MAX_MB * 2**20:
        raise ValidationError(
            _(
                "“%(name)s” has %(size)s MB; %(limit)s MB are allowed. Make it smaller, for "
                "example by saving it as PDF with smaller pictures or in several parts, and "
                "upload it again."
            )
            % {
                "name": file.name,
                "size": f"{file.size / 2**20:.1f}",
                "limit": settings.DOCUMENT_MAX_MB,
            }
        )


class SiteDocumentForm(BaseDocumentForm):
    """Refuses a file whose content is not what its ending says."""

    def clean_file(self) -> Any:
        """Refuse a newly uploaded file that is too large or is not what its ending says."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        _refuse_too_large(file)
        file.seek(0)
        head = file.read(_SIGNATURE_BYTES)
        file.seek(0)
        extension = file.name.rpartition(".")[2].lower()
        if content_family(head) != _family(extension):
            raise ValidationError(
                _(
                    "The content of “%(name)s” is not that of a .%(extension)s file. "
                    "Open it in its program, save it again in that format and upload it."
                )
                % {"name": file.name, "extension": extension}
            )
        return file
