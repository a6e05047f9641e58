"""The reader's language, asked in one place: Thai, or English where the address says so."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def in_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or settings.LANGUAGE_CODE).startswith("en")
