"""News of this room."""

from __future__ import annotations

from django.dispatch import Signal

# Sent by `service.find` for the first page of every answer, with sender=None and
# text (as typed), normalised, filters (a dict of sorted lists), sort, total, stage (a Stage).
# Nothing about the person who searched is in it.
searched = Signal()
