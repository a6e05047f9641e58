"""News of plans for rooms above."""

from __future__ import annotations

from django.dispatch import Signal

# The PDF of an edition was downloaded: sender=PlanEdition, edition, request.
plan_file_opened = Signal()
