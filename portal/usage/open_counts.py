"""Hands the numbers of opens of the current term down to the catalogue."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from catalog.open_counts import Opens, write_open_counts

from . import figures
from .codes import ItemType
from .periods import latest_term
from .publication import Figure, Reader, lone, threshold


def refresh_open_counts(today: date | None = None) -> int:
    """Count the term of a day, between terms the one before; tell how many entries changed."""
    span = latest_term(today or timezone.localdate())
    resources = figures.by_item(span, ItemType.RESOURCE)
    # All that was opened on a platform, not only its own page.
    platforms = {pk: use for pk, use in figures.by_platform(span).items() if pk}
    return write_open_counts(_opens(resources), _opens(platforms), span.last_day)


def _opens(found: dict[int, figures.Use]) -> dict[int, Opens]:
    k = threshold(Reader.PUBLIC)
    return {
        pk: Opens(use.requests, lone(Figure(use.requests, use.visitors), k) is not None)
        for pk, use in found.items()
        if use.requests
    }
