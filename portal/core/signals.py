"""News of this room."""

from __future__ import annotations

from django.dispatch import Signal

# Sent when a public page of the tree was asked for, with sender=its class, page and request; never
# for previews.
page_opened = Signal()
