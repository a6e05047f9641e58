"""News of this room."""

from __future__ import annotations

from django.dispatch import Signal

# Sent by `service.find` for the first page of every answer, with sender=None and
# text (as typed), normalised, filters (a dict of sorted lists), sort, total, stage (a Stage).
# Nothing about the person who searched is in it.
searched = Signal()

# Sent by the page of results once it is answered, with sender=None and request, words (as typed),
# total, unfiltered (the total without filters where that is known, else None), page and stage.
results_shown = Signal()
