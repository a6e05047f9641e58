"""Formal acts on what goes through a workflow: levels, acts and links to act by."""

from __future__ import annotations

from .acts import ACT_LABELS, Act, ApprovalAct
from .links import ApprovalLink
from .tasks import SigningTask

__all__ = ["ACT_LABELS", "Act", "ApprovalAct", "ApprovalLink", "SigningTask"]
