"""The schools as the portal knows them, handed down through a setting.

`SCHOOL_DIRECTORY` names a class that answers as `SchoolDirectory` does; so this room lets people
choose a school without knowing who keeps the register. What is stored is a code and a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from search.language import in_english


@dataclass(frozen=True)
class KnownSchool:
    """One school: its 10-digit code, its names, and where it is."""

    code: str
    name_th: str
    name_en: str = ""
    district: str = ""

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return (in_english() and self.name_en) or self.name_th


class SchoolDirectory(Protocol):
    """What whoever keeps the register must answer."""

    def schools(self) -> list[KnownSchool]:
        """Open schools, those of one district together."""

    def chosen(self, request: HttpRequest) -> KnownSchool | None:
        """The school that this visitor said they are from."""


def school_directory() -> SchoolDirectory:
    """Give the directory that the settings name."""
    directory: SchoolDirectory = import_string(settings.SCHOOL_DIRECTORY)()
    return directory
